//! A small file server on loopback: another origin, for an app's own pages.
//!
//! It sends what a careful host of a single-page app sends, and remembers who asked for what, so
//! that a test can prove that no token ever came here.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use parking_lot::RwLock;
use tower::ServiceBuilder;
use tower::util::MapRequestLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::recorder::{RecordedRequest, Recorder, record};
use crate::server::{Server, bind};

/// The host names answered to; others get 421.
const HOSTS: [&str; 2] = ["127.0.0.1", "localhost"];

/// What a [`StaticSite`] serves, and how.
#[derive(Clone, Debug, Default)]
pub struct StaticSiteOptions {
    /// The loopback port wanted; 0 takes any. When it is taken, the next free one is used.
    pub port: u16,
    /// Folders: the URL prefix (`/` or e.g. `/pkg`) and where its files are.
    pub mounts: Vec<(String, PathBuf)>,
    /// Whether the folder at `/` holds a single-page app: its front page is then the answer at every route, which is a
    /// path without a dot in its last part.
    pub single_page: bool,
    /// Single files: path, content type and bytes. They come before folders.
    pub files: Vec<(String, String, Vec<u8>)>,
    /// The `Content-Security-Policy` of every answer. Where there is one, the folder at `/` holds an app: its pages may not
    /// be framed, whatever the policy says of frames, which is then for pages in other folders.
    pub content_security_policy: Option<String>,
    /// Whether the pages are isolated from those of other origins, which gives them the finest clock there is.
    pub isolated: bool,
    /// Whether any origin may read the answers and send any header.
    pub cors: bool,
    /// Whether a browser may keep scripts, which is what hosts do for files whose names tell what is in them.
    pub cached_scripts: bool,
    /// Whether answers are compressed for who accepts it, as hosts do.
    pub compressed: bool,
}

/// A file server, serving until it is stopped or dropped.
#[derive(Debug)]
pub struct StaticSite {
    server: Server,
    port: u16,
    recorder: Recorder,
    files: Files,
}

/// By path: content type and bytes.
type Files = Arc<RwLock<HashMap<String, (HeaderValue, Bytes)>>>;

impl StaticSite {
    /// Starts to serve on 127.0.0.1. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// When no port can be had, or a content type or a policy cannot be sent.
    ///
    /// # Panics
    /// When a prefix does not begin with a slash.
    pub async fn start(options: StaticSiteOptions) -> io::Result<Self> {
        let listener = bind(options.port).await?;
        let port = listener.local_addr()?.port();
        let (recorder, files) = (Recorder::default(), Files::default());
        let server = Server::start(listener, router(&options, Arc::clone(&files), recorder.clone())?);
        let site = Self { server, port, recorder, files };
        for (path, content_type, bytes) in options.files {
            site.set_file(&path, &content_type, bytes)?;
        }
        Ok(site)
    }

    /// Serves this single file from now on, in place of one at the same path.
    ///
    /// # Errors
    /// When the content type cannot be used.
    pub fn set_file(&self, path: &str, content_type: &str, bytes: impl Into<Vec<u8>>) -> io::Result<()> {
        let file = (header_value(content_type)?, Bytes::from(bytes.into()));
        self.files.write().insert(path.to_owned(), file);
        Ok(())
    }

    /// Its address without a path, e.g. `http://127.0.0.1:8402`.
    #[must_use]
    pub fn base(&self) -> String {
        self.base_at(HOSTS[0])
    }

    /// Its address under another of its host names: a different origin.
    #[must_use]
    pub fn base_at(&self, host: &str) -> String {
        format!("http://{host}:{}", self.port)
    }

    /// What was asked since the start or the last clearing, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.recorder.requests()
    }

    /// Forgets what was asked.
    pub fn clear_requests(&self) {
        self.recorder.clear();
    }

    /// Stops the server. Requests that it is answering get up to two seconds to finish.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}

fn router(options: &StaticSiteOptions, files: Files, recorder: Recorder) -> io::Result<Router> {
    let mut router = Router::new();
    for (prefix, folder) in &options.mounts {
        let folder = ServeDir::new(folder);
        router = match prefix.as_str() {
            "/" => {
                let unframed = options.content_security_policy.is_some().then(unframed);
                let to_the_front_page = options.single_page.then(|| MapRequestLayer::new(to_the_front_page));
                let layers = ServiceBuilder::new().option_layer(unframed).option_layer(to_the_front_page);
                router.fallback_service(layers.service(folder))
            }
            prefix => router.nest_service(prefix, folder),
        };
    }
    router = router.layer(from_fn_with_state(files, single_file));
    for (name, value) in headers(options) {
        router = router.layer(SetResponseHeaderLayer::overriding(name, header_value(value)?));
    }
    if let Some(policy) = &options.content_security_policy {
        // A browser obeys all policies that come.
        let layer = SetResponseHeaderLayer::appending(header::CONTENT_SECURITY_POLICY, header_value(policy)?);
        router = router.layer(layer);
    }
    if options.compressed {
        router = router.layer(CompressionLayer::new());
    }
    if options.cached_scripts {
        router = router.layer(map_response(to_be_kept));
    }
    if options.cors {
        router =
            router.layer(CorsLayer::new().allow_origin(Any).allow_methods(Any).allow_headers(Any).expose_headers(Any));
    }
    Ok(router.layer(from_fn(own_hosts_only)).layer(from_fn_with_state(recorder, record)))
}

/// Those of every answer, but for the policy.
fn headers(options: &StaticSiteOptions) -> Vec<(HeaderName, &'static str)> {
    let mut headers = vec![
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    if options.isolated {
        headers.push((HeaderName::from_static("cross-origin-opener-policy"), "same-origin"));
        headers.push((HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"));
    }
    headers
}

/// For pages that no other page may show in a frame, where a person could be led to press a button that they do not see.
fn unframed() -> SetResponseHeaderLayer<HeaderValue> {
    let policy = HeaderValue::from_static("frame-ancestors 'none'");
    SetResponseHeaderLayer::appending(header::CONTENT_SECURITY_POLICY, policy)
}

/// Middleware: answers with the single file of that path, if there is one.
async fn single_file(State(files): State<Files>, request: Request, next: Next) -> Response {
    let found = files.read().get(request.uri().path()).cloned();
    match found {
        Some((content_type, bytes)) => ([(header::CONTENT_TYPE, content_type)], bytes).into_response(),
        None => next.run(request).await,
    }
}

/// A route of a single-page app becomes its front page; what looks like a file stays, so that a missing one is missing.
fn to_the_front_page(mut request: Request) -> Request {
    let last = request.uri().path().rsplit('/').next();
    if last.is_some_and(|name| !name.contains('.')) {
        *request.uri_mut() = Uri::from_static("/");
    }
    request
}

/// Middleware: refuses requests for other host names.
async fn own_hosts_only(headers: HeaderMap, request: Request, next: Next) -> Response {
    let authority = headers.get(header::HOST).and_then(|host| Authority::try_from(host.as_bytes()).ok());
    let is_own = authority.is_some_and(|authority| HOSTS.contains(&authority.host()));
    if is_own { next.run(request).await } else { StatusCode::MISDIRECTED_REQUEST.into_response() }
}

/// Lets browsers keep what is a script.
async fn to_be_kept(mut response: Response) -> Response {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    if content_type.is_some_and(|kind| kind.as_bytes().starts_with(b"text/javascript")) {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, forever);
    }
    response
}

fn header_value(text: &str) -> io::Result<HeaderValue> {
    HeaderValue::try_from(text).map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))
}
