//! What belongs to this machine: the names that the sandbox is asked by, and the pages that may change something in it.
//!
//! It listens on loopback, but a browser of this machine also opens the pages of others. Such a page can send a form here,
//! and, where its own name leads to 127.0.0.1 (DNS rebinding), it can read the answers as its own.

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::{Host, Url};

use crate::error::ApiError;

/// Middleware: refuses requests for host names that are not this machine's, whoever sends them.
pub(crate) async fn local_names_only(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST);
    if host.is_some_and(is_local_name) {
        return next.run(request).await;
    }
    let message = "The sandbox answers to the names of this machine only, such as localhost or 127.0.0.1.";
    ApiError::new(StatusCode::MISDIRECTED_REQUEST, "MisdirectedRequest", message).into_response()
}

/// Middleware: refuses what another site's page sends, even where it could not read the answer.
pub(crate) async fn local_pages_only(request: Request, next: Next) -> Response {
    if is_from_elsewhere(&request) {
        return ApiError::forbidden("Only pages of this machine may change the sandbox or read from it.")
            .into_response();
    }
    next.run(request).await
}

/// Whether another site's page sends it. What is no browser sends neither header.
fn is_from_elsewhere(request: &Request) -> bool {
    let headers = request.headers();
    let site = site(headers);
    match headers.get(header::ORIGIN) {
        // A page that tells nobody its address, as one with `Referrer-Policy: no-referrer`, says so to its own server too.
        Some(origin) if origin == "null" => site != Some("same-origin"),
        Some(origin) => !is_local(origin),
        // A link to a page here is followed without an origin.
        None => site == Some("cross-site") && !request.method().is_safe(),
    }
}

/// From where a browser says that a request comes (`Sec-Fetch-Site`).
fn site(headers: &HeaderMap) -> Option<&str> {
    headers.get(HeaderName::from_static("sec-fetch-site"))?.to_str().ok()
}

/// Whether a page of that origin is one of this machine.
pub(crate) fn is_local(origin: &HeaderValue) -> bool {
    let url = origin.to_str().ok().and_then(|text| Url::parse(text).ok());
    url.is_some_and(|url| is_loopback(&url))
}

fn is_local_name(host: &HeaderValue) -> bool {
    let authority = Authority::try_from(host.as_bytes()).ok();
    let url = authority.and_then(|authority| Url::parse(&format!("http://{}/", authority.host())).ok());
    url.is_some_and(|url| is_loopback(&url))
}

/// Whether the address names this machine: `localhost` and the names below it, `127.0.0.0/8` or `[::1]`, at any port.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
