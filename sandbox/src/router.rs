//! Which address is answered by what, and through which layers.
//!
//! A request of the provider's API passes, from outside in: the recorder, the latency, CORS, the
//! faults, the handler. So a fault's answer can be read across origins, and a preflight meets no fault. A request for a
//! host name that is not this machine's gets nowhere, and is not recorded.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get, post};
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::error::ApiError;
use crate::local::{local_names_only, local_pages_only};
use crate::provider::Shared;
use crate::recorder::record;
use crate::server::delay;
use crate::{api, authorize, control, faults, pages, tenants, token};

/// The sandbox itself: a provider, its tenants, and the front pages.
pub(crate) fn router(shared: &Shared) -> Router {
    let opening = controls(Router::new().route("/sandbox/tenants", post(control::open_tenant)));
    let own = Router::new()
        .route("/", get(pages::home::page))
        .route("/apps", get(pages::apps::form).post(pages::apps::register).layer(from_fn(local_pages_only)))
        .route("/sandbox/style.css", get(pages::style))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .route(&format!("{}/{{number}}/{{*path}}", tenants::PATH), any(tenants::dispatch))
        .merge(opening)
        .with_state(shared.clone());
    provider(shared).merge(own).layer(from_fn(local_names_only))
}

/// A provider: its endpoints, its API, and its controls.
pub(crate) fn provider(shared: &Shared) -> Router {
    let faults = from_fn_with_state(shared.clone(), faults::apply);
    let mut api = Router::new()
        .route("/oauth2/v1/access_token", post(token::access_token))
        .route("/users/v1/member", get(api::member))
        .route("/users/v1/accounts/{id}", get(api::account))
        .route("/cash/v1/balance", get(api::balance))
        .route("/senderid/v1/numbers/active", get(api::senders))
        .route("/messages/v4/send", post(api::send))
        .route("/messages/v4/list", get(api::messages))
        .fallback(not_found)
        .layer(faults.clone());
    if shared.options.cors {
        api = api.layer(cors());
    }

    let mut sign_in = Router::new()
        .route("/oauth2/v1/authorize", get(authorize::page).post(authorize::decide))
        .layer(faults)
        .layer(from_fn(local_pages_only));
    if shared.options.sever_opener {
        let name = HeaderName::from_static("cross-origin-opener-policy");
        let policy = HeaderValue::from_static("same-origin");
        sign_in = sign_in.layer(SetResponseHeaderLayer::overriding(name, policy));
    }

    api.merge(sign_in)
        .layer(from_fn_with_state(shared.options.latency_ms, delay))
        .layer(from_fn_with_state(shared.recorder.clone(), record))
        .merge(controls(control::router()))
        .with_state(shared.clone())
}

/// Addresses that the pages of this machine may use.
fn controls(router: Router<Shared>) -> Router<Shared> {
    router.layer(from_fn(local_pages_only)).layer(control::cors())
}

/// Any origin may call, with the token in a header and without cookies.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::WWW_AUTHENTICATE])
        .max_age(Duration::from_secs(600))
}

pub(crate) async fn not_found() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "ResourceNotFound", "The sandbox does not serve this address.")
}
