//! The authorization request (RFC 6749 §4.1.1 and §4.2.1, RFC 7636 §4.3): the address that starts a sign-in.

use super::chars::is_unreserved;
use super::parameters::STATE_IN_REDIRECT_URI;
use super::provider::Provider;
use super::text::{is_one_of, joined, replaced};
use super::{Code, Error, Platform, Result, Value, form};

/// What a request says.
pub struct Request<'a> {
    /// The app: an object of `clientId`, `redirectUri` (sent byte for byte) and `responseType` (default the provider's).
    pub app: &'a Value,
    /// The scope asked for; empty leaves the parameter out.
    pub scope: &'a str,
    /// The nonce (RFC 6749 §10.12).
    pub state: &'a str,
    /// The code challenge (RFC 7636 §4.2), always by S256; empty leaves it out.
    pub challenge: &'a str,
    /// Further parameters of the provider's own: an object of strings, or null.
    pub params: &'a Value,
}

/// Parameters that `params` may not set: each is set here, or would change what comes back.
const RESERVED: &str =
    "state client_id client_secret redirect_uri response_type response_mode scope request request_uri";

/// Writes the address. A query that the endpoint has of its own stays (RFC 6749 §3.1).
///
/// # Errors
/// `invalid_request`, naming the argument: a reserved name among `params`, a state with characters that need
/// escapes, no scope where the provider needs one.
#[inline(never)]
pub fn url(request: &Request<'_>, provider: &Provider, platform: &impl Platform) -> Result<String> {
    if !is_unreserved(request.state) {
        let reason = "only unreserved characters are possible";
        return Err(Error::field(Code::InvalidRequest, "state", reason));
    }
    provider.check_scope(request.scope, Code::InvalidRequest)?;
    let mut url = String::from(provider.get("authorizationEndpoint").text());
    let redirect_uri = redirect_uri(request.app, request.state, provider, platform);
    let scope = replaced(request.scope, b' ', provider.scope_separator());
    for (name, value) in [
        ("response_type", provider.response_type(request.app)),
        ("client_id", request.app.get("clientId").text()),
        ("redirect_uri", redirect_uri.as_str()),
        ("scope", scope.as_str()),
        ("state", request.state),
        ("code_challenge", request.challenge),
        ("code_challenge_method", if request.challenge.is_empty() { "" } else { "S256" }),
    ] {
        if !value.is_empty() {
            form::append(&mut url, name, value, platform);
        }
    }
    for (name, value) in request.params.members() {
        if is_one_of(name, RESERVED, b' ') || name.starts_with("code_challenge") {
            return Err(Error::field(Code::InvalidRequest, "params", &joined(name, " may not be set")));
        }
        form::append(&mut url, name, value.text(), platform);
    }
    Ok(url)
}

/// The redirect URI as it is sent: byte for byte, but for a nonce that travels in it.
#[inline(never)]
pub fn redirect_uri(app: &Value, state: &str, provider: &Provider, platform: &impl Platform) -> String {
    let mut redirect_uri = String::from(app.get("redirectUri").text());
    if provider.has_state_in_redirect_uri() {
        form::append(&mut redirect_uri, STATE_IN_REDIRECT_URI, state, platform);
    }
    redirect_uri
}
