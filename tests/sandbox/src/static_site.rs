//! A small file server on loopback: another origin, for an app's own pages.
//!
//! It sends what a careful host of a single-page app sends, and remembers who asked for what, so
//! that a test can prove that no token ever came here.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use parking_lot::RwLock;
use tower::ServiceBuilder;
use tower_http::cors::{Any, CorsLayer};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::delay::delay;
use crate::recorder::{RecordedRequest, Recorder, record};
use crate::server::{Server, bind};

/// What a [`StaticSite`] serves, and how.
#[derive(Clone, Debug)]
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
    /// What is answered to a `POST`, whatever it says: path, content type and bytes.
    pub posts: Vec<(String, String, Vec<u8>)>,
    /// The `Content-Security-Policy` of every answer.
    pub content_security_policy: Option<String>,
    /// More headers of every answer, e.g. `Cross-Origin-Opener-Policy`.
    pub headers: Vec<(String, String)>,
    /// The host names answered to, without port; others get 421. The first one stands in
    /// [`StaticSite::base`].
    pub hosts: Vec<String>,
    /// Whether any origin may read the answers and send any header.
    pub cors: bool,
    /// Whether a browser may keep scripts and WebAssembly, which is what hosts do for files whose names tell what is in
    /// them. Pages are never kept.
    pub cached_scripts: bool,
    /// How much later every answer comes: a round trip on a long line.
    pub latency: Duration,
}

impl Default for StaticSiteOptions {
    /// An empty site at any port, under `127.0.0.1` and `localhost`.
    fn default() -> Self {
        Self {
            port: 0,
            mounts: Vec::new(),
            single_page: false,
            files: Vec::new(),
            posts: Vec::new(),
            content_security_policy: None,
            headers: Vec::new(),
            hosts: vec!["127.0.0.1".to_owned(), "localhost".to_owned()],
            cors: false,
            cached_scripts: false,
            latency: Duration::ZERO,
        }
    }
}

/// A file server, serving until it is stopped or dropped.
#[derive(Debug)]
pub struct StaticSite {
    server: Server,
    host: String,
    recorder: Recorder,
    singles: SingleFiles,
}

impl StaticSite {
    /// Starts to serve on 127.0.0.1. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// When no port can be had, or a prefix or a header cannot be used.
    pub async fn start(mut options: StaticSiteOptions) -> io::Result<Self> {
        let recorder = Recorder::default();
        let port = options.port;
        let host = options.hosts.first().cloned();
        let files = by_path(std::mem::take(&mut options.files))?;
        let posts = by_path(std::mem::take(&mut options.posts))?;
        let singles = SingleFiles::new(RwLock::new((files, posts)));
        let router = router(options, Arc::clone(&singles), recorder.clone())?;
        let listener = bind(port).await?;
        Ok(Self {
            server: Server::start(listener, router)?,
            host: host.unwrap_or_else(|| "127.0.0.1".to_owned()),
            recorder,
            singles,
        })
    }

    /// Serves this single file from now on, in place of one at the same path.
    ///
    /// # Errors
    /// When the content type cannot be used.
    pub fn set_file(&self, path: &str, content_type: &str, bytes: impl Into<Vec<u8>>) -> io::Result<()> {
        let file = (header_value(content_type)?, Bytes::from(bytes.into()));
        self.singles.write().0.insert(path.to_owned(), file);
        Ok(())
    }

    /// Its address without a path, e.g. `http://127.0.0.1:8402`.
    #[must_use]
    pub fn base(&self) -> String {
        self.base_at(&self.host)
    }

    /// Its address under another of its host names: a different origin.
    #[must_use]
    pub fn base_at(&self, host: &str) -> String {
        format!("http://{host}:{}", self.port())
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.server.port()
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

    /// Lets answers under way finish, for two seconds at most, then ends.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}

/// By path: content type and bytes.
type Files = HashMap<String, (HeaderValue, Bytes)>;

/// What is answered to `GET`, and to `POST`.
type SingleFiles = Arc<RwLock<(Files, Files)>>;

fn router(options: StaticSiteOptions, singles: SingleFiles, recorder: Recorder) -> io::Result<Router> {
    // As maps: what is named twice counts once, the last time.
    let prefix = |path: &str| path.trim_end_matches('/').to_owned();
    let mounts: BTreeMap<_, _> = options.mounts.into_iter().map(|(path, folder)| (prefix(&path), folder)).collect();
    let mut router = Router::new();
    for (prefix, folder) in mounts {
        let folder = ServeDir::new(folder);
        router = match prefix.as_str() {
            "" if options.single_page => {
                router.fallback_service(ServiceBuilder::new().map_request(to_the_front_page).service(folder))
            }
            "" => router.fallback_service(folder),
            prefix => router.nest_service(check_prefix(prefix)?, folder),
        };
    }
    router = router.layer(from_fn_with_state(singles, single_file));

    let mut headers = vec![
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    if let Some(policy) = &options.content_security_policy {
        headers.push((header::CONTENT_SECURITY_POLICY, header_value(policy)?));
    }
    for (name, value) in &options.headers {
        let name = HeaderName::try_from(name).map_err(invalid)?;
        headers.push((name, header_value(value)?));
    }
    for (name, value) in headers {
        router = router.layer(SetResponseHeaderLayer::overriding(name, value));
    }

    if options.cached_scripts {
        router = router.layer(map_response(to_be_kept));
    }
    let cors = options
        .cors
        .then(|| CorsLayer::new().allow_origin(Any).allow_methods(Any).allow_headers(Any).expose_headers(Any));
    if let Some(cors) = cors {
        router = router.layer(cors);
    }
    Ok(router.layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(recorder, record))
            .layer(from_fn_with_state(options.latency, delay))
            .layer(from_fn_with_state(options.hosts, only_hosts))
            .layer(map_response(with_charset)),
    ))
}

/// Middleware: answers with the single file of that path, if there is one.
async fn single_file(State(singles): State<SingleFiles>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let found = match *request.method() {
        Method::GET | Method::HEAD => singles.read().0.get(path).cloned(),
        Method::POST => singles.read().1.get(path).cloned(),
        _ => None,
    };
    match found {
        Some((content_type, bytes)) => ([(header::CONTENT_TYPE, content_type)], bytes).into_response(),
        None => next.run(request).await,
    }
}

fn by_path(files: Vec<(String, String, Vec<u8>)>) -> io::Result<Files> {
    let entry = |(path, content_type, bytes): (String, String, Vec<u8>)| {
        Ok((path, (header_value(&content_type)?, Bytes::from(bytes))))
    };
    files.into_iter().map(entry).collect()
}

/// A route of a single-page app becomes its front page; what looks like a file stays, so that a missing one is missing.
fn to_the_front_page(mut request: Request) -> Request {
    let last = request.uri().path().rsplit('/').next();
    if last.is_some_and(|name| !name.contains('.')) {
        *request.uri_mut() = Uri::from_static("/");
    }
    request
}

/// Middleware: refuses requests for other host names than these; an empty list takes any.
async fn only_hosts(State(hosts): State<Vec<String>>, request: Request, next: Next) -> Response {
    let authority = request.headers().get(header::HOST).and_then(|host| Authority::try_from(host.as_bytes()).ok());
    let known =
        authority.is_some_and(|authority| hosts.is_empty() || hosts.iter().any(|host| host == authority.host()));
    if known { next.run(request).await } else { StatusCode::MISDIRECTED_REQUEST.into_response() }
}

/// Lets browsers keep what is a script or a module.
async fn to_be_kept(mut response: Response) -> Response {
    let content_type = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if content_type.is_some_and(|kind| kind.starts_with(b"text/javascript") || kind == b"application/wasm") {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, forever);
    }
    response
}

/// Says that text is UTF-8, and names scripts as RFC 9239 does: extensions tell neither.
async fn with_charset(mut response: Response) -> Response {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let text = match content_type.and_then(|value| value.to_str().ok()) {
        Some("application/javascript") => "text/javascript",
        Some(value) if value.starts_with("text/") && !value.contains("charset") => value,
        _ => return response,
    };
    if let Ok(value) = HeaderValue::try_from(format!("{text}; charset=utf-8")) {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    response
}

/// The router panics on prefixes without a slash in front, and reads braces as patterns.
fn check_prefix(prefix: &str) -> io::Result<&str> {
    if prefix.starts_with('/') && !prefix.contains(['{', '}', '*', ':']) {
        Ok(prefix)
    } else {
        Err(invalid(format!("not usable as a prefix of addresses: {prefix}")))
    }
}

fn header_value(text: &str) -> io::Result<HeaderValue> {
    HeaderValue::try_from(text).map_err(invalid)
}

fn invalid(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, error)
}
