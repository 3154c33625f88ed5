//! The addresses of the whole server: a provider, its tenants, and the front pages. A request for a host name that is not this
//! machine's gets nowhere, and is not recorded.

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::routing::{any, get, post};

use crate::local::{local_names_only, local_pages_only};
use crate::memory::Shared;
use crate::provider_router::{controls, provider_router};
use crate::{pages, tenants};

/// The router of the server.
pub(crate) fn router(shared: &Shared) -> Router {
    let opening = controls(Router::new().route("/sandbox/tenants", post(tenants::open_by_request)));
    let own = Router::new()
        .route("/", get(pages::home::page))
        .route("/apps", get(pages::apps::form).post(pages::apps::register).layer(from_fn(local_pages_only)))
        .route("/sandbox/style.css", get(pages::style))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .route(&format!("{}/{{number}}/{{*path}}", tenants::PATH), any(tenants::dispatch))
        .merge(opening)
        .with_state(shared.clone());
    provider_router(shared).merge(own).layer(from_fn(local_names_only))
}
