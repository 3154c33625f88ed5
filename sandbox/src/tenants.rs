//! Tenants: a CoolSMS each, with its own apps, tokens, faults and record, below a path of one server.
//!
//! A test that needs a clean sandbox, or one with other options, takes a tenant: no port, no waiting, and nothing that
//! an earlier test left behind. `{base}/oauth2/v1/authorize`, `{base}/cash/v1/balance`, `{base}/sandbox/faults` … are
//! served at its base, `http://127.0.0.1:8401/tenants/7`, as they are at the root of the sandbox itself.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::error::ApiError;
use crate::memory::{Memory, Shared};
use crate::options::Options;
use crate::provider_router::{not_found, provider_router};

/// Where they are.
pub(crate) const PATH: &str = "/tenants";

/// Opens another tenant.
pub(crate) fn open(owner: &Shared, options: Options) -> Shared {
    let mut tenants = owner.tenants.write();
    let memory = Memory::new(options, owner.port, &format!("{PATH}/{}", tenants.len()));
    tenants.push(provider_router(&memory));
    memory
}

/// `POST /sandbox/tenants`: opens a tenant and tells its base.
pub(crate) async fn open_by_request(
    State(shared): State<Shared>,
    body: Result<Json<Options>, JsonRejection>,
) -> Result<Json<Value>, ApiError> {
    let Json(options) = body?;
    Ok(Json(json!({ "base": open(&shared, options).base })))
}

/// Gives a request to its tenant, without the tenant's path.
pub(crate) async fn dispatch(
    State(shared): State<Shared>,
    Path((number, _)): Path<(usize, String)>,
    mut request: Request,
) -> Response {
    let Some(router) = shared.tenants.read().get(number).cloned() else {
        return not_found().await.into_response();
    };
    let whole = request.uri().to_string();
    let rest = whole.strip_prefix(&format!("{PATH}/{number}")).and_then(|rest| rest.parse().ok());
    *request.uri_mut() = rest.unwrap_or_default();
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
