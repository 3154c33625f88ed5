//! Remembers every request, so that a test can ask who sent what, and to whom.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, header};
use axum::middleware::Next;
use axum::response::Response;
use parking_lot::Mutex;
use serde::Serialize;

/// One request as it arrived, and the status that it was answered with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordedRequest {
    /// `GET`, `POST`, `OPTIONS` …
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query, still percent-encoded and without its `?`.
    pub query: Option<String>,
    /// The `Authorization` header.
    pub authorization: Option<String>,
    /// The `Origin` header.
    pub origin: Option<String>,
    /// The `Referer` header.
    pub referer: Option<String>,
    /// The `Cookie` header.
    pub cookie: Option<String>,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// The body; bytes that are no UTF-8 are replaced.
    pub body: String,
    /// The status of the answer: `None` while there is none, 444 where the connection was dropped in its place.
    pub status: Option<u16>,
}

type Entry = Arc<Mutex<RecordedRequest>>;

/// The log of a server's requests, oldest first. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder(Arc<Mutex<Vec<Entry>>>);

impl Recorder {
    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.0.lock().iter().map(|entry| entry.lock().clone()).collect()
    }

    pub(crate) fn clear(&self) {
        self.0.lock().clear();
    }
}

/// Middleware: notes the request, then its answer's status.
pub(crate) async fn record(State(recorder): State<Recorder>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // A body that breaks off is one of no bytes.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let header = |name: HeaderName| Some(String::from_utf8_lossy(parts.headers.get(name)?.as_bytes()).into_owned());
    let entry = Entry::new(Mutex::new(RecordedRequest {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        authorization: header(header::AUTHORIZATION),
        origin: header(header::ORIGIN),
        referer: header(header::REFERER),
        cookie: header(header::COOKIE),
        content_type: header(header::CONTENT_TYPE),
        body: String::from_utf8_lossy(&bytes).into_owned(),
        status: None,
    }));
    recorder.0.lock().push(Arc::clone(&entry));
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    entry.lock().status = Some(response.status().as_u16());
    response
}
