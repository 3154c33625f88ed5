//! From a token response to what the client knows of its token: scope and lifetime (RFC 6749 §3.3, §5.1).

use super::provider::Provider;
use super::response::{MAX_LIFETIME, Response};
use super::{Code, Error, Platform, Result, Value, base64url, scope};

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
    platform: &dyn Platform,
) -> Result<Known> {
    let token = response.get("access_token").unwrap_or_default();
    let jwt = if provider.is_jwt() { payload(platform, token) } else { None }.unwrap_or(Value::Null);
    let claim = |what| jwt.get(provider.claim(what)?);
    if claim("clientId").is_some_and(|issued_to| issued_to.as_text() != Some(client_id)) {
        return Err(Error::new(Code::ClientMismatch, "the token was issued to another client"));
    }
    let granted = response.scope(provider).or_else(|| claim("scope").and_then(scope::read));
    // RFC 6749 §3.3: a server that grants less must say so. One whose tokens are JWTs says it there or not at all.
    let as_requested = || (!provider.is_jwt() && !requested.is_empty()).then(|| requested.into());
    // `exp − iat`, so that a wrong clock on this machine does no harm.
    let by_jwt = || {
        Some(jwt.number("exp")? - jwt.number("iat")?)
            .filter(|seconds| *seconds > 0.0)
            .map(|seconds| seconds.min(MAX_LIFETIME))
    };
    Ok(Known {
        scope: granted.or_else(as_requested),
        lifetime_seconds: response.expires_in().or_else(by_jwt).or(provider.default_lifetime_seconds()),
    })
}

/// The payload of a JWT (RFC 7519 §3); `None` where the token is none.
fn payload(platform: &dyn Platform, token: &str) -> Option<Value> {
    let payload = token.split('.').nth(1)?;
    platform.json(&String::from_utf8(base64url::decode(payload)?).ok()?)
}
