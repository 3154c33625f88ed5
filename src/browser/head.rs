//! The heads of a request and of its answer, by gloo-net.

use crate::client::call::Permit;
use crate::host::{Text, imports};
use gloo_net::http::{Request, Response};

/// Gives a request its token (RFC 6750 §2.1).
pub(super) fn authorize(request: web_sys::Request, permit: Permit) {
    Request::from(request).headers().set("Authorization", &imports::string_of(permit.authorization.place()));
}

/// The status of an answer, and its `WWW-Authenticate` header; empty where it has none, or hides it.
pub(super) fn status_and_challenge(answer: web_sys::Response) -> (u16, Text) {
    let answer = Response::from(answer);
    let challenge = answer.headers().get("WWW-Authenticate");
    (answer.status(), challenge.map_or(Text::EMPTY, |challenge| Text::at(imports::of_string(&challenge))))
}
