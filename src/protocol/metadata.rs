//! An authorization server's own description of itself (RFC 8414), as the settings of a provider.

use core::ffi::CStr;

use super::check::check;
use super::provider::Provider;
use super::{Code, Error, Result};
use crate::host::codec::{self, Url};
use crate::host::{List, Record, Rule, Text, Value, record};

record! {
    /// What `discover` is told.
    pub DiscoveryOptions {
        /// The issuer's URL.
        ISSUER: Text = "issuer" [required Rule::Endpoint];
        /// How long to wait for an answer, in milliseconds.
        TIMEOUT_MS: Option<f64> = "timeoutMs" [Rule::TIMEOUT_MS];
    }
}

record! {
    /// An authorization server's metadata (RFC 8414 §2), as far as it is used.
    pub Metadata {
        /// The issuer, which must be the one that was asked.
        ISSUER: Option<Text> = "issuer";
        /// RFC 6749 §3.1.
        AUTHORIZATION_ENDPOINT: Option<Text> = "authorization_endpoint";
        /// RFC 6749 §3.2.
        TOKEN_ENDPOINT: Option<Text> = "token_endpoint";
        /// RFC 7009 §2.
        REVOCATION_ENDPOINT: Option<Text> = "revocation_endpoint";
        /// RFC 7636 §4.2.
        CODE_CHALLENGE_METHODS: Option<Value> = "code_challenge_methods_supported";
        /// RFC 9207 §3.
        NAMES_ISSUER: bool = "authorization_response_iss_parameter_supported";
    }
}

/// Where an issuer's metadata may be: the place of RFC 8414 §3.1, then that of OpenID Connect Discovery 1.0 §4, where most
/// servers have it.
///
/// # Errors
/// `invalid_request`, naming `issuer` where it is no URL to which secrets may travel, or `timeoutMs`.
pub fn places(options: Option<Value>) -> Result<List> {
    let options: DiscoveryOptions = check(options, Code::INVALID_REQUEST, c"issuer")?;
    let places = List::new();
    if let Some(issuer) = codec::url(options.get(DiscoveryOptions::ISSUER), None) {
        let origin = issuer.get(Url::ORIGIN);
        let path = issuer.path_and_rest().part(c"^(.*?)/*$");
        places.push(origin.then(Text::from(c"/.well-known/oauth-authorization-server")).then(path).value());
        places.push(origin.then(path).then(Text::from(c"/.well-known/openid-configuration")).value());
    }
    Ok(places)
}

record! {
    /// An issuer and what was found at one of its places.
    pub Described {
        /// The issuer's URL.
        ISSUER: Text = "issuer";
        /// Its metadata, as JSON text.
        METADATA: Text = "metadata";
    }
}

/// The provider that its metadata describes.
///
/// # Errors
/// `malformed_response` where it is no object; `issuer_mismatch` where it describes another issuer (RFC 8414 §3.3);
/// `unexpected_response` where it says that it does not know S256; `invalid_config`, naming the member, where an endpoint
/// cannot be used.
pub fn provider(described: Described) -> Result<Provider> {
    let issuer = described.get(Described::ISSUER);
    let fail = |code, message: &'static CStr| Err(Error::new(code, message));
    let metadata = Metadata(codec::json_map(described.get(Described::METADATA)));
    if metadata.0.names().list().is_empty() {
        return fail(Code::MALFORMED_RESPONSE, c"the issuer's metadata is not an object");
    }
    if !metadata.is(Metadata::ISSUER, Some(issuer)) {
        return fail(Code::ISSUER_MISMATCH, c"the metadata describes another issuer");
    }
    if let Some(methods) = metadata.get(Metadata::CODE_CHALLENGE_METHODS)
        && !methods.as_list().is_some_and(|methods| methods.has(Text::from(c"S256").value()))
    {
        return fail(Code::UNEXPECTED_RESPONSE, c"the issuer does not support S256");
    }
    let provider = Provider::new();
    provider.put(Provider::ID, issuer);
    provider.put(Provider::ISSUER, Some(issuer));
    let endpoint = metadata.get(Metadata::AUTHORIZATION_ENDPOINT);
    provider.0.put(Provider::AUTHORIZATION_ENDPOINT.text(), endpoint.map(Text::value));
    provider.set(Provider::TOKEN_ENDPOINT, metadata.get(Metadata::TOKEN_ENDPOINT));
    provider.set(Provider::REVOCATION_ENDPOINT, metadata.get(Metadata::REVOCATION_ENDPOINT));
    if metadata.get(Metadata::NAMES_ISSUER) {
        provider.put(Provider::NAMES_ISSUER, true);
    }
    Provider::check(Some(provider.0.value()))
}
