//! The authorization request (RFC 6749 §4.1.1 and §4.2.1): the address that starts a sign-in.

use super::chars::is_unreserved;
use super::parameters::{STATE_IN_REDIRECT_URI, is_one_of};
use super::provider::Provider;
use super::{Code, Error, Result, Value, form};

/// What a request says.
pub struct Request<'a> {
    /// The client identifier (RFC 6749 §2.2).
    pub client_id: &'a str,
    /// Where the response goes, byte for byte as registered.
    pub redirect_uri: &'a str,
    /// What is asked for.
    pub response_type: &'a str,
    /// The scope asked for; empty leaves the parameter out.
    pub scope: &'a str,
    /// The nonce (RFC 6749 §10.12).
    pub state: &'a str,
    /// Further parameters of the provider's own: an object of strings.
    pub params: Option<&'a Value>,
}

/// Parameters that `params` may not set: each is set here, or would change what comes back.
fn is_reserved(name: &str) -> bool {
    const RESERVED: &str =
        "state client_id client_secret redirect_uri response_type response_mode scope request request_uri";
    is_one_of(name, RESERVED) || name.starts_with("code_challenge")
}

/// Writes the address. A query that the endpoint has of its own stays (RFC 6749 §3.1).
///
/// # Errors
/// `invalid_request`, naming the argument: a reserved name among `params`, a state with characters that need
/// escapes, no scope where the provider needs one.
pub fn url(request: &Request<'_>, provider: &Provider) -> Result<String> {
    if request.state.is_empty() || !request.state.bytes().all(is_unreserved) {
        let reason = "unreserved characters of RFC 3986 are needed; generateState makes one";
        return Err(Error::field(Code::InvalidRequest, "state", reason));
    }
    provider.check_scope(request.scope, Code::InvalidRequest)?;
    let mut url = String::from(provider.text("authorizationEndpoint").unwrap_or_default());
    let mut redirect_uri = String::from(request.redirect_uri);
    if provider.has_state_in_redirect_uri() {
        form::append(&mut redirect_uri, STATE_IN_REDIRECT_URI, request.state);
    }
    form::append(&mut url, "response_type", request.response_type);
    form::append(&mut url, "client_id", request.client_id);
    form::append(&mut url, "redirect_uri", &redirect_uri);
    if !request.scope.is_empty() {
        let separator = provider.scope_separator();
        let scope: String = request.scope.chars().map(|char| if char == ' ' { separator } else { char }).collect();
        form::append(&mut url, "scope", &scope);
    }
    form::append(&mut url, "state", request.state);
    for (name, value) in request.params.map(Value::members).unwrap_or_default() {
        if is_reserved(name) {
            return Err(Error::field(Code::InvalidRequest, "params", &[name, " is set by the client itself"].concat()));
        }
        form::append(&mut url, name, value.as_text().unwrap_or_default());
    }
    Ok(url)
}
