//! Tenants: a CoolSMS each, with its own apps, tokens, faults and record, below a path of one server.
//!
//! A test that needs a clean sandbox, or one with other options, takes a tenant: no port, no waiting, and nothing that
//! an earlier test left behind. `{base}/oauth2/v1/authorize`, `{base}/cash/v1/balance`, `{base}/sandbox/faults` … are
//! served at its base, `http://127.0.0.1:8401/tenants/7`, as they are at the root of the sandbox itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use parking_lot::RwLock;
use tower::ServiceExt;

use crate::options::Options;
use crate::router;
use crate::state::{Memory, Shared};

/// Where they are.
pub(crate) const PATH: &str = "/tenants";

/// The tenants of a server, by number.
#[derive(Debug, Default)]
pub(crate) struct Tenants(RwLock<BTreeMap<u64, Router>>);

impl Tenants {
    fn router(&self, number: u64) -> Option<Router> {
        self.0.read().get(&number).cloned()
    }
}

/// Opens another tenant.
pub(crate) fn open(owner: &Shared, options: Options) -> Shared {
    let mut tenants = owner.tenants.0.write();
    let number = tenants.last_key_value().map_or(1, |(last, _)| last + 1);
    let memory = Arc::new(Memory::new(options, owner.address, &format!("{PATH}/{number}")));
    tenants.insert(number, router::provider(&memory));
    memory
}

/// Gives a request to its tenant, without the tenant's path.
pub(crate) async fn dispatch(
    State(shared): State<Shared>,
    Path((number, _)): Path<(u64, String)>,
    request: Request,
) -> Response {
    let Some(router) = shared.tenants.router(number) else {
        return router::not_found().await.into_response();
    };
    let (mut parts, body) = request.into_parts();
    let prefix = format!("{PATH}/{number}");
    let rest = parts.uri.path_and_query().and_then(|whole| whole.as_str().strip_prefix(&prefix)?.parse::<Uri>().ok());
    parts.uri = rest.unwrap_or_default();
    match router.oneshot(Request::from_parts(parts, body)).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
