//! The middleware that makes things go wrong.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::Effect;
use crate::server::ConnectionDropped;
use crate::state::Shared;

const HTML_ERROR: &str = "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>";

/// Lets the faults that match a request happen to it.
pub(crate) async fn apply(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let effects = shared.faults.take(request.method(), request.uri().path());
    for effect in effects {
        return match effect {
            Effect::Latency { ms } => {
                tokio::time::sleep(Duration::from_millis(ms)).await;
                continue;
            }
            Effect::Status { status, error_code, error_message, headers } => {
                error(status, &error_code, &error_message, headers)
            }
            Effect::HtmlError { status } => (sendable(status), Html(HTML_ERROR)).into_response(),
            Effect::EmptyBody { status } => sendable(status).into_response(),
            Effect::Truncated => truncated(next.run(request).await).await,
            Effect::Dropped => dropped(),
            Effect::Redirect { location, status } => (sendable(status), [(header::LOCATION, location)]).into_response(),
            Effect::Edit { set } => edited(next.run(request).await, set).await,
            // The authorize endpoint asks for these itself.
            Effect::Answer(_) => continue,
        };
    }
    next.run(request).await
}

fn error(status: u16, code: &str, message: &str, headers: BTreeMap<String, String>) -> Response {
    let body = json!({ "errorCode": code, "errorMessage": message });
    let mut response = (sendable(status), Json(body)).into_response();
    for (name, value) in headers {
        let pair = (HeaderName::try_from(name), HeaderValue::try_from(value));
        if let (Ok(name), Ok(value)) = pair {
            response.headers_mut().append(name, value);
        }
    }
    response
}

fn dropped() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(ConnectionDropped);
    response
}

fn sendable(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

async fn truncated(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let half = whole.slice(..whole.len() / 2);
    Response::from_parts(parts, Body::from(half))
}

/// Answers that are no JSON object stay as they are.
async fn edited(response: Response, set: Map<String, Value>) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let Ok(mut object) = serde_json::from_slice::<Map<String, Value>>(&whole) else {
        return Response::from_parts(parts, Body::from(whole));
    };
    for (name, value) in set {
        match value {
            Value::Null => object.remove(&name),
            value => object.insert(name, value),
        };
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    let body = Value::Object(object).to_string();
    Response::from_parts(parts, Body::from(body))
}
