//! Tenants: a CoolSMS each, with its own apps, tokens, faults and record, below a path of one server.
//!
//! A test that needs a clean sandbox, or one with other options, takes a tenant: no port, no waiting, and nothing that
//! an earlier test left behind. `{base}/oauth2/v1/authorize`, `{base}/cash/v1/balance`, `{base}/sandbox/faults` … are
//! served at its base, `http://127.0.0.1:8401/tenants/7`, as they are at the root of the sandbox itself.

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use parking_lot::RwLock;
use tower::ServiceExt;

use crate::options::Options;
use crate::provider::{Memory, Shared};
use crate::router;

/// Where they are.
pub(crate) const PATH: &str = "/tenants";

/// The tenants of a server, each at its own index.
#[derive(Debug, Default)]
pub(crate) struct Tenants(RwLock<Vec<Router>>);

/// Opens another tenant.
pub(crate) fn open(owner: &Shared, options: Options) -> Shared {
    let mut tenants = owner.tenants.0.write();
    let memory = Memory::new(options, owner.port, &format!("{PATH}/{}", tenants.len()));
    tenants.push(router::provider(&memory));
    memory
}

/// Gives a request to its tenant, without the tenant's path.
pub(crate) async fn dispatch(
    State(shared): State<Shared>,
    Path((number, _)): Path<(usize, String)>,
    mut request: Request,
) -> Response {
    let Some(router) = shared.tenants.0.read().get(number).cloned() else {
        return router::not_found().await.into_response();
    };
    let whole = request.uri().to_string();
    let rest = whole.strip_prefix(&format!("{PATH}/{number}")).and_then(|rest| rest.parse().ok());
    *request.uri_mut() = rest.unwrap_or_default();
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
