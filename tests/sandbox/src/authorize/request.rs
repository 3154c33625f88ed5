//! What an app asks the authorize endpoint for, checked whole before any page is shown.
//!
//! Older documents require all five parameters, newer ones make `scope` and `state` optional. The
//! sandbox requires all: an app that passes here passes there.

use url::{Url, form_urlencoded};

use crate::apps::{App, parse_redirect_uri};
use crate::error::ApiError;
use crate::scopes::{self, Scope};
use crate::state::Memory;

/// How the app wants its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseType {
    /// A code for its server, in the query.
    Code,
    /// Tokens for its page, in the fragment.
    Token,
}

/// A sound request. Parameters that are not known are ignored.
#[derive(Debug)]
pub(crate) struct AuthorizeRequest {
    pub(crate) app: App,
    pub(crate) response_type: ResponseType,
    pub(crate) redirect_uri: Url,
    /// The redirect_uri as it was written: an exchange must repeat it byte for byte.
    pub(crate) redirect_uri_as_sent: String,
    /// Without repetitions, in the order asked.
    pub(crate) scopes: Vec<&'static Scope>,
    pub(crate) state: String,
    /// That of PKCE (RFC 7636 §4.3), where public clients are served.
    pub(crate) challenge: Option<String>,
    /// The path of the sandbox's tenant, and the whole query: for the forms of the pages.
    pub(crate) prefix: String,
    pub(crate) query: String,
}

impl AuthorizeRequest {
    pub(crate) fn parse(query: Option<&str>, memory: &Memory) -> Result<Self, ApiError> {
        let query = query.unwrap_or_default();
        let client_id = required(query, "client_id")?;
        let response_type = match required(query, "response_type")?.as_str() {
            "code" => ResponseType::Code,
            "token" => ResponseType::Token,
            _ => return Err(ApiError::validation("response_type must be code or token.")),
        };
        let redirect_uri_as_sent = required(query, "redirect_uri")?;
        let redirect_uri = parse_redirect_uri(&redirect_uri_as_sent).ok_or_else(|| {
            ApiError::validation("redirect_uri must be an absolute http or https address without a fragment.")
        })?;
        let scopes = parse_scopes(&required(query, "scope")?)?;
        let state = required(query, "state")?;

        let challenge = if memory.options.public_clients { challenge(query)? } else { None };

        let app = memory
            .apps
            .find(&client_id)
            .ok_or_else(|| ApiError::bad_request("InvalidClientId", "No app has this client_id."))?;
        if !app.active {
            return Err(ApiError::bad_request("InactiveClient", "This app is not active."));
        }
        if !app.allows(&redirect_uri) {
            return Err(ApiError::bad_request(
                "InvalidHostName",
                "The host of redirect_uri is not registered for this app.",
            ));
        }
        Ok(Self {
            app,
            response_type,
            redirect_uri,
            redirect_uri_as_sent,
            scopes,
            state,
            challenge,
            prefix: memory.prefix.clone(),
            query: query.to_owned(),
        })
    }

    /// Where a form of the pages posts to.
    pub(crate) fn action(&self, path: &str) -> String {
        format!("{}{path}?{}", self.prefix, self.query)
    }
}

/// The challenge of a request with PKCE; `plain` is refused, which proves nothing.
fn challenge(query: &str) -> Result<Option<String>, ApiError> {
    if !form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "code_challenge") {
        return Ok(None);
    }
    if required(query, "code_challenge_method")? != "S256" {
        return Err(ApiError::validation("code_challenge_method must be S256."));
    }
    required(query, "code_challenge").map(Some)
}

/// The one value of a parameter: missing, empty and repeated ones are refused.
fn required(query: &str, name: &str) -> Result<String, ApiError> {
    let mut values =
        form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    match (values.next(), values.next()) {
        (Some(value), None) if !value.is_empty() => Ok(value),
        (_, Some(_)) => Err(ApiError::validation(format!("{name} is repeated."))),
        _ => Err(ApiError::validation(format!("{name} is missing."))),
    }
}

fn parse_scopes(text: &str) -> Result<Vec<&'static Scope>, ApiError> {
    let mut found: Vec<&'static Scope> = Vec::new();
    for name in text.split_ascii_whitespace() {
        let scope = scopes::find(name)
            .ok_or_else(|| ApiError::bad_request("InvalidScope", format!("There is no scope {name}.")))?;
        if !found.contains(&scope) {
            found.push(scope);
        }
    }
    if found.is_empty() {
        return Err(ApiError::bad_request("InvalidScope", "scope names nothing."));
    }
    Ok(found)
}
