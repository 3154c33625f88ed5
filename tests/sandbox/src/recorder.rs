//! Remembers every request, so that a test can ask who sent what, and to whom.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use parking_lot::Mutex;
use serde::Serialize;

use crate::error::ApiError;
use crate::server::ConnectionDropped;

/// The largest body taken, in bytes.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// How many requests are kept; the oldest are forgotten first.
const KEPT: usize = 10_000;

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
    /// The status of the answer; `None` while it is under way, when the connection was dropped,
    /// and when the client went away first.
    pub status: Option<u16>,
}

#[derive(Debug, Default)]
struct Log {
    entries: BTreeMap<u64, RecordedRequest>,
    next: u64,
}

/// The log of a server's requests. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder(Arc<Mutex<Log>>);

impl Recorder {
    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.0.lock().entries.values().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.0.lock().entries.clear();
    }

    fn arrived(&self, request: RecordedRequest) -> u64 {
        let mut log = self.0.lock();
        let number = log.next;
        log.next += 1;
        log.entries.insert(number, request);
        if log.entries.len() > KEPT {
            log.entries.pop_first();
        }
        number
    }

    fn answered(&self, number: u64, response: &Response) {
        if response.extensions().get::<ConnectionDropped>().is_some() {
            return;
        }
        if let Some(entry) = self.0.lock().entries.get_mut(&number) {
            entry.status = Some(response.status().as_u16());
        }
    }
}

/// Middleware: notes the request, then its answer's status.
pub(crate) async fn record(State(recorder): State<Recorder>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let text = |name: HeaderName| {
        let value = parts.headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let mut entry = RecordedRequest {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        authorization: text(header::AUTHORIZATION),
        origin: text(header::ORIGIN),
        referer: text(header::REFERER),
        cookie: text(header::COOKIE),
        content_type: text(header::CONTENT_TYPE),
        body: String::new(),
        status: None,
    };
    let (number, response) = match to_bytes(body, BODY_LIMIT).await {
        Ok(bytes) => {
            entry.body = String::from_utf8_lossy(&bytes).into_owned();
            let number = recorder.arrived(entry);
            let request = Request::from_parts(parts, Body::from(bytes));
            (number, next.run(request).await)
        }
        Err(_) => (recorder.arrived(entry), body_too_big()),
    };
    recorder.answered(number, &response);
    response
}

fn body_too_big() -> Response {
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "FileSizeTooBig", "The body is larger than 4 MB.").into_response()
}
