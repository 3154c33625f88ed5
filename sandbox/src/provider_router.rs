//! The addresses of a provider: its endpoints, its API and its controls, and through which layers.
//!
//! A request of the provider's API passes, from outside in: the recorder, the latency, CORS, the
//! faults, the handler. So a fault's answer can be read across origins, and a preflight meets no fault.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::error::ApiError;
use crate::local::local_pages_only;
use crate::memory::Shared;
use crate::recorder::record;
use crate::server::delay;
use crate::{api, authorize, control, faults, token};

/// The router of a provider.
pub(crate) fn provider_router(shared: &Shared) -> Router {
    let faults = from_fn_with_state(shared.faults.clone(), faults::apply);
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
pub(crate) fn controls(router: Router<Shared>) -> Router<Shared> {
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
