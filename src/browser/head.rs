//! The heads of a request and of its answer, by gloo-net.

use gloo_net::http::Headers;

use crate::client::call::Permit;
use crate::host::{Text, imports};

/// Gives a request its token (RFC 6750 §2.1).
pub(super) fn authorize(headers: &Headers, permit: Permit) {
    headers.set("Authorization", &imports::string_of(permit.authorization.place()));
}

/// The `WWW-Authenticate` header of an answer; empty where it has none, or hides it.
pub(super) fn challenge_of(headers: &Headers) -> Text {
    headers.get("WWW-Authenticate").map_or(Text::EMPTY, |challenge| Text::at(imports::of_string(&challenge)))
}
