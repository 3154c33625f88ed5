//! The question of an app to the authorize endpoint, and what is wrong with one that is refused.

use axum::extract::{FromRequestParts, Query};
use axum::http::Uri;
use axum::http::request::Parts;
use axum::response::Response;
use serde::Deserialize;
use url::{Url, form_urlencoded};

use crate::apps::{App, parse_redirect_uri};
use crate::error::ApiError;
use crate::memory::{Memory, Shared};
use crate::pages::View;
use crate::pages::refused::{Problem, REQUIRED, Refused};
use crate::scopes::{self, Scope};

/// How the app wants its answer.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ResponseType {
    /// A code for its server, in the query.
    Code,
    /// Tokens for its page, in the fragment.
    Token,
}

/// The parameters. Older documents require the first five, newer ones make `scope` and `state` optional. The sandbox
/// requires all ([`REQUIRED`]): an app that passes here passes there. Parameters that are not known are ignored.
#[derive(Debug, Deserialize)]
struct Parameters {
    client_id: String,
    response_type: ResponseType,
    redirect_uri: String,
    scope: String,
    state: String,
    /// Those of PKCE (RFC 7636 §4.3), where public clients are served.
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
}

/// A sound request.
#[derive(Debug)]
pub(crate) struct AuthorizeRequest {
    pub(crate) app: App,
    pub(crate) response_type: ResponseType,
    pub(crate) redirect_uri: Url,
    /// Without repetitions, in the order asked.
    pub(crate) scopes: Vec<&'static Scope>,
    /// The redirect_uri as it was written: an exchange must repeat it byte for byte.
    pub(crate) redirect_uri_as_sent: String,
    pub(crate) state: String,
    pub(crate) challenge: Option<String>,
}

impl FromRequestParts<Shared> for AuthorizeRequest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Response> {
        Self::read(&parts.uri, shared).map_err(|refused| refused.answer(&View::of(parts), &shared.apps))
    }
}

impl AuthorizeRequest {
    fn read(uri: &Uri, shared: &Memory) -> Result<Self, Refused> {
        let asked = Query::<Parameters>::try_from_uri(uri);
        let Query(asked) = asked.map_err(|error| refused(error.into(), malformed(uri)))?;
        if [&asked.client_id, &asked.scope, &asked.state].iter().any(|value| value.is_empty()) {
            return Err(refused(ApiError::validation("client_id, scope or state is empty."), malformed(uri)));
        }
        let redirect_uri = parse_redirect_uri(&asked.redirect_uri).ok_or_else(|| {
            let message = "redirect_uri must be an absolute http or https address without a fragment.";
            let is_empty = asked.redirect_uri.is_empty();
            let problem = if is_empty { malformed(uri) } else { Problem::RedirectUri(asked.redirect_uri.clone()) };
            refused(ApiError::validation(message), problem)
        })?;
        let challenge = match (asked.code_challenge, asked.code_challenge_method.as_deref()) {
            _ if !shared.options.public_clients => None,
            (None, _) => None,
            (Some(challenge), Some("S256")) => Some(challenge),
            (Some(_), method) => {
                let problem = Problem::ChallengeMethod(method.unwrap_or_default().to_owned());
                return Err(refused(ApiError::validation("code_challenge_method must be S256."), problem));
            }
        };
        let app = shared.apps.find(&asked.client_id).ok_or_else(|| {
            let error = ApiError::bad_request("InvalidClientId", "No app has this client_id.");
            refused(error, Problem::ClientId(asked.client_id.clone()))
        })?;
        if !app.allows(&redirect_uri) {
            let message = "The host of redirect_uri is not registered for this app.";
            let problem = Problem::HostName(asked.redirect_uri, app.hosts());
            return Err(refused(ApiError::bad_request("InvalidHostName", message), problem));
        }
        let scopes = parse_scopes(&asked.scope).map_err(|unknown| {
            let error = ApiError::bad_request("InvalidScope", format!("There is no scope {unknown}."));
            refused(error, Problem::Scope(unknown.to_owned()))
        })?;
        Ok(Self {
            app,
            response_type: asked.response_type,
            redirect_uri,
            scopes,
            redirect_uri_as_sent: asked.redirect_uri,
            state: asked.state,
            challenge,
        })
    }
}

fn refused(error: ApiError, problem: Problem) -> Refused {
    Refused { error, problem }
}

/// Why a query does not parse as [`Parameters`], or has an empty one: a parameter is missing or repeated, or the
/// `response_type` is unknown.
fn malformed(uri: &Uri) -> Problem {
    let sent: Vec<_> = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).collect();
    let is_missing = |name: &&str| !sent.iter().any(|(sent, value)| sent == name && !value.is_empty());
    let missing: Vec<_> = REQUIRED.into_iter().filter(is_missing).collect();
    if !missing.is_empty() {
        return Problem::Missing(missing);
    }
    let known = REQUIRED.into_iter().chain(["code_challenge", "code_challenge_method"]);
    let mut repeated = known.filter(|name| sent.iter().filter(|(sent, _)| sent == name).count() > 1);
    if let Some(name) = repeated.next() {
        return Problem::Repeated(name);
    }
    let response_type = sent.into_iter().find(|(name, _)| name == "response_type");
    Problem::ResponseType(response_type.map(|(_, value)| value.into_owned()).unwrap_or_default())
}

/// The scopes of these names, or the first that does not exist.
fn parse_scopes(text: &str) -> Result<Vec<&'static Scope>, &str> {
    let mut found: Vec<&'static Scope> = Vec::new();
    for code in text.split_ascii_whitespace() {
        let scope = scopes::find(code).ok_or(code)?;
        if !found.contains(&scope) {
            found.push(scope);
        }
    }
    Ok(found)
}
