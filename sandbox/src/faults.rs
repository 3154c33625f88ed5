//! What can be made to go wrong, and for how many requests.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures_util::stream;
use parking_lot::Mutex;
use serde::Deserialize;
use serde_json::{Map, Value, json};

const HTML_ERROR: &str = "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>";

/// Something that goes wrong when a request matches, be its method what it may; CORS preflights are always answered.
///
/// As JSON: `{"path": "/cash/v1/balance", "times": 2, "effect": {"kind": "latency", "ms": 500}}`.
/// Of several that match, the one that was added first happens.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Only requests to this path.
    pub path: String,
    /// To how many requests it happens: one when left out.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens.
    pub effect: Effect,
}

const fn once() -> u32 {
    1
}

impl Fault {
    /// A fault that happens once, to the next request to that path.
    #[must_use]
    pub fn new(path: &str, effect: Effect) -> Self {
        Self { path: path.to_owned(), times: once(), effect }
    }
}

/// What goes wrong. As JSON, `kind` names it: `latency`, `status`, `htmlError`, `emptyBody`, `truncated`, `dropped`,
/// `redirect` or `edit`.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Effect {
    /// The answer comes that much later.
    Latency {
        /// In milliseconds.
        ms: u64,
    },
    /// An error answer as CoolSMS words it, in place of the real one.
    Status {
        /// That of the answer.
        #[serde(with = "http_serde::status_code")]
        status: StatusCode,
        /// `errorCode` of the body; `InternalError` when left out.
        #[serde(default = "internal_error")]
        error_code: String,
        /// `errorMessage` of the body.
        #[serde(default)]
        error_message: String,
        /// More headers, e.g. a `WWW-Authenticate` of one's own.
        #[serde(default, with = "http_serde::header_map")]
        headers: HeaderMap,
    },
    /// A page of HTML where JSON is expected, as a broken gateway sends it.
    HtmlError {
        /// That of the answer.
        #[serde(with = "http_serde::status_code")]
        status: StatusCode,
    },
    /// A status without a body.
    EmptyBody {
        /// That of the answer.
        #[serde(with = "http_serde::status_code")]
        status: StatusCode,
    },
    /// The real answer, cut in the middle: its status stands, its JSON does not parse.
    Truncated,
    /// The connection closes without an answer. The request has no effect.
    Dropped,
    /// A redirect to another address.
    Redirect {
        /// 301 … 308.
        #[serde(with = "http_serde::status_code")]
        status: StatusCode,
        /// The `Location` header.
        location: String,
    },
    /// The real answer with members of its JSON object set; `null` takes one away.
    Edit {
        /// The members to set.
        set: Map<String, Value>,
    },
}

fn internal_error() -> String {
    "InternalError".to_owned()
}

/// The faults still to happen. Clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Arc<Mutex<Vec<Fault>>>);

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.0.lock().push(fault);
    }

    pub(crate) fn clear(&self) {
        self.0.lock().clear();
    }

    /// What happens to this request, which counts as one time.
    fn take(&self, request: &Request) -> Option<Effect> {
        let mut faults = self.0.lock();
        let matches = |fault: &&mut Fault| request.method() != Method::OPTIONS && request.uri().path() == fault.path;
        let fault = faults.iter_mut().find(matches)?;
        let effect = fault.effect.clone();
        fault.times = fault.times.saturating_sub(1);
        faults.retain(|fault| fault.times > 0);
        Some(effect)
    }
}

/// Middleware: lets the fault that matches a request happen to it.
pub(crate) async fn apply(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    let Some(effect) = faults.take(&request) else { return next.run(request).await };
    match effect {
        Effect::Latency { ms } => {
            tokio::time::sleep(std::time::Duration::from_millis(ms)).await;
            next.run(request).await
        }
        Effect::Status { status, error_code, error_message, headers } => {
            let body = json!({ "errorCode": error_code, "errorMessage": error_message });
            (status, headers, Json(body)).into_response()
        }
        Effect::HtmlError { status } => (status, Html(HTML_ERROR)).into_response(),
        Effect::EmptyBody { status } => status.into_response(),
        Effect::Truncated => with_body(next.run(request).await, |whole| whole.slice(..whole.len() / 2)).await,
        Effect::Dropped => dropped(),
        Effect::Redirect { status, location } => (status, [(header::LOCATION, location)]).into_response(),
        Effect::Edit { set } => with_body(next.run(request).await, |whole| edited(whole, set)).await,
    }
}

/// A body that fails at once, on which hyper closes the connection before it has sent anything. The status is for the
/// record.
fn dropped() -> Response {
    let failure = Err::<Bytes, _>(std::io::Error::other("the connection is dropped on purpose"));
    let status = StatusCode::from_u16(444).expect("it has three digits");
    (status, Body::from_stream(stream::iter([failure]))).into_response()
}

async fn with_body(response: Response, change: impl FnOnce(Bytes) -> Bytes) -> Response {
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    Response::from_parts(parts, Body::from(change(whole)))
}

/// Answers that are no JSON object stay as they are.
fn edited(whole: Bytes, set: Map<String, Value>) -> Bytes {
    let Ok(mut object) = serde_json::from_slice::<Map<String, Value>>(&whole) else { return whole };
    object.extend(set);
    object.retain(|_, value| !value.is_null());
    Value::Object(object).to_string().into()
}
