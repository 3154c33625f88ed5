//! An authorization server's own description of itself (RFC 8414), as the settings of a provider.

use super::provider::Provider;
use super::schema::{Kind, Schema, check};
use super::text::{joined, without_end};
use super::{Code, Error, Platform, Result, Value};

/// Where an issuer's metadata may be: the place of RFC 8414 §3.1, then that of OpenID Connect Discovery 1.0 §4, where most
/// servers have it.
///
/// # Errors
/// `invalid_request`, naming `issuer` where it is no address to which secrets may travel, or `timeoutMs`.
pub fn places(input: &Value, platform: &impl Platform) -> Result<[String; 2]> {
    const INPUT: &Schema = &[("issuer", Kind::Endpoint, true), ("timeoutMs", Kind::TIMEOUT_MS, false)];
    check(input, INPUT, Code::InvalidRequest, "issuer", platform)?;
    let address = platform.address(input.get("issuer").text(), None);
    let path = without_end(address.place(), "/");
    let oauth = joined(&joined(&address.origin, "/.well-known/oauth-authorization-server"), path);
    let openid = joined(&joined(&address.origin, path), "/.well-known/openid-configuration");
    Ok([oauth, openid])
}

/// The settings of a provider, and the members of its metadata (RFC 8414 §2) that they come from.
const MEMBERS: [(&str, &str); 5] = [
    ("id", "issuer"),
    ("issuer", "issuer"),
    ("authorizationEndpoint", "authorization_endpoint"),
    ("tokenEndpoint", "token_endpoint"),
    ("revocationEndpoint", "revocation_endpoint"),
];

/// The provider that its metadata describes.
///
/// # Errors
/// `malformed_response` where it is no object; `issuer_mismatch` where it describes another issuer (RFC 8414 §3.3);
/// `unexpected_response` where it says that it does not know S256; `invalid_config`, naming the member, where an endpoint
/// cannot be used.
pub fn provider(issuer: &str, metadata: &str, platform: &impl Platform) -> Result<Value> {
    const IS_ISSUER_TOLD: &str = "authorization_response_iss_parameter_supported";
    let metadata = platform.json(metadata);
    if metadata.members().is_empty() {
        return Err(Error::new(Code::MalformedResponse, "the issuer's metadata is no object"));
    }
    if !metadata.get("issuer").is(issuer) {
        return Err(Error::new(Code::IssuerMismatch, "the metadata is another issuer's"));
    }
    let methods = metadata.get("code_challenge_methods_supported");
    if !methods.is_null() && !methods.items().iter().any(|method| method.is("S256")) {
        return Err(Error::new(Code::UnexpectedResponse, "the issuer does not know S256"));
    }
    let mut settings = Value::object();
    for (name, member) in MEMBERS {
        settings.set_copy(name, metadata.get(member));
    }
    if metadata.get(IS_ISSUER_TOLD).is_true() {
        settings.set("authorizationResponseIssParameterSupported", Value::Bool(true));
    }
    Ok(Provider::new(settings, platform)?.0)
}
