//! `/sandbox/…`: the sandbox's own controls over HTTP, for tests and pages that do not run in its
//! process. Pages of this machine may use them, other sites may not.

use axum::extract::rejection::JsonRejection;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use tower_http::cors::{AllowOrigin, CorsLayer};
use url::Url;

use crate::error::ApiError;
use crate::faults::Fault;
use crate::loopback::is_loopback;
use crate::recorder::RecordedRequest;
use crate::state::Shared;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/sandbox/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/sandbox/requests", get(requests).delete(clear_requests))
        .route("/sandbox/tokens/expire", post(expire_tokens))
        .route("/sandbox/tokens/revoke", post(revoke_all_tokens))
}

async fn faults(State(shared): State<Shared>) -> Json<Vec<Fault>> {
    Json(shared.faults.all())
}

async fn add_fault(
    State(shared): State<Shared>,
    body: Result<Json<Fault>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(fault) = body?;
    if let Some(objection) = fault.objection() {
        return Err(ApiError::validation(objection));
    }
    shared.faults.add(fault.clone());
    Ok((StatusCode::CREATED, Json(fault)).into_response())
}

async fn clear_faults(State(shared): State<Shared>) -> StatusCode {
    shared.faults.clear();
    StatusCode::NO_CONTENT
}

async fn requests(State(shared): State<Shared>) -> Json<Vec<RecordedRequest>> {
    Json(shared.recorder.requests())
}

async fn clear_requests(State(shared): State<Shared>) -> StatusCode {
    shared.recorder.clear();
    StatusCode::NO_CONTENT
}

async fn expire_tokens(State(shared): State<Shared>) -> StatusCode {
    shared.expire_tokens();
    StatusCode::NO_CONTENT
}

async fn revoke_all_tokens(State(shared): State<Shared>) -> StatusCode {
    shared.revoke_all_tokens();
    StatusCode::NO_CONTENT
}

pub(crate) fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(|origin, _| is_local(origin)))
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([header::CONTENT_TYPE])
}

/// Middleware: refuses what another site's page sends, even where it could not read the answer.
pub(crate) async fn local_pages_only(request: Request, next: Next) -> Response {
    match request.headers().get(header::ORIGIN) {
        Some(origin) if !is_local(origin) => {
            ApiError::forbidden("Only pages of this machine control the sandbox.").into_response()
        }
        _ => next.run(request).await,
    }
}

fn is_local(origin: &HeaderValue) -> bool {
    let url = origin.to_str().ok().and_then(|text| Url::parse(text).ok());
    url.is_some_and(|url| is_loopback(&url))
}
