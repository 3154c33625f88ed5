//! From a token response to what the client knows of its token: scope and lifetime (RFC 6749 §3.3, §5.1).

use super::provider::Provider;
use super::response::{MAX_LIFETIME, Response};
use super::text::cut;
use super::{Code, Error, Platform, Result, Value, scope};

/// What is known of an access token.
#[derive(Debug, PartialEq)]
pub struct Known {
    /// The granted scope; `None` is unknown, and then nothing is assumed.
    pub scope: Option<String>,
    /// The lifetime in seconds from its receipt; `None` is unknown, never "forever".
    pub lifetime_seconds: Option<f64>,
}

/// Learns scope and lifetime: the response's own, else the JWT's where the provider's are such, else the
/// default of the provider; and for the scope what was asked for, where the RFC's rule may be trusted.
///
/// A JWT is read as a hint and never as proof: nobody checks its signature here, the API does.
///
/// # Errors
/// `client_mismatch` where the JWT says that it was issued to another client: a token of another app, put in
/// by an attacker (RFC 6749 §10.16).
pub fn learn(
    response: &Response,
    requested: &str,
    client_id: &str,
    provider: &Provider,
    platform: &impl Platform,
) -> Result<Known> {
    // The payload of a JWT (RFC 7519 §3): what stands between its dots.
    let (_, rest) = cut(response.get("access_token").text(), b'.');
    let (payload, _) = cut(rest, b'.');
    let claims = provider.get("jwtAccessToken");
    let is_jwt = !claims.is_null();
    let jwt = platform.json(&if is_jwt { platform.base64url(payload) } else { String::new() });
    let claim = |what| claims.get(what).as_text().map_or(&Value::Null, |name| jwt.get(name));
    let issued_to = claim("clientId");
    if !issued_to.is_null() && !issued_to.is(client_id) {
        return Err(Error::new(Code::ClientMismatch, "the token was issued to another client"));
    }
    let granted = response.scope(provider).or_else(|| scope::read(claim("scope")));
    // RFC 6749 §3.3: a server that grants less must say so. One whose tokens are JWTs says it there or not at all.
    let as_requested = (!is_jwt && !requested.is_empty()).then(|| requested.into());
    // `exp − iat`, so that a wrong clock on this machine does no harm.
    let end = jwt.get("exp").as_number();
    let by_jwt = end.zip(jwt.get("iat").as_number()).map(|(end, start)| end - start);
    let lifetime_seconds = response
        .expires_in()
        // JSON in a browser knows infinity, and infinity less infinity is no number.
        .or(by_jwt.filter(|seconds| *seconds > 0.0).map(|seconds| seconds.min(MAX_LIFETIME)))
        .or(provider.get("defaultLifetimeSeconds").as_number());
    Ok(Known { scope: granted.or(as_requested), lifetime_seconds })
}
