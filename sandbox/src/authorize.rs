//! `/oauth2/v1/authorize`: from an app's question to a member's answer.
//!
//! The question is checked first. Then a member signs in, then consents, each on a page of its own: their forms post to
//! the same address, so that the question is checked again at every step and nothing about it is kept in between.
//!
//! CoolSMS does not say whether tokens come in the query or in the fragment, nor how a denial is told; the sandbox
//! follows RFC 6749 §4.1.2 and §4.2.2. As in CoolSMS's samples, tokens come without `token_type`, `expires_in` and
//! `scope`. The redirect_uri keeps the query it has.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Query, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, SameSite};
use axum_extra::extract::{CookieJar, Form};
use serde::Deserialize;
use url::{Url, form_urlencoded};

use crate::apps::{App, parse_redirect_uri};
use crate::error::ApiError;
use crate::grants::{Code, Grant};
use crate::members::{self, Member};
use crate::pages::refused::{Problem, Refused};
use crate::pages::{View, consent, sign_in};
use crate::provider::{Memory, Shared};
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

/// The parameters that every request needs.
pub(crate) const REQUIRED: [&str; 5] = ["client_id", "response_type", "redirect_uri", "scope", "state"];

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
    redirect_uri_as_sent: String,
    state: String,
    challenge: Option<String>,
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

/// The member who is signed in to the sandbox with this browser, if any. The cookie names them: as everyone's password
/// is known, there is nothing to protect. It does not come along where another site posts.
#[derive(Debug)]
pub(crate) struct SignedIn(Option<&'static Member>);

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Infallible> {
        let jar = CookieJar::from_headers(&parts.headers);
        Ok(Self(jar.get(&shared.cookie).and_then(|cookie| members::find(cookie.value()))))
    }
}

fn cookie(shared: &Memory, value: &'static str) -> Cookie<'static> {
    Cookie::build((shared.cookie.clone(), value)).path("/").http_only(true).same_site(SameSite::Lax).build()
}

/// The sign-in page or, for a member who is signed in, the consent page.
pub(crate) async fn page(view: View, request: AuthorizeRequest, SignedIn(member): SignedIn) -> Response {
    match member {
        Some(member) => consent::page(&view, &request, member).into_response(),
        None => sign_in::page(&view, &request, None).into_response(),
    }
}

/// What the forms of both pages post.
#[derive(Debug, Deserialize)]
pub(crate) struct Posted {
    decision: Decision,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    /// The boxes that are ticked.
    #[serde(default)]
    scope: Vec<String>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Decision {
    SignIn,
    AnotherMember,
    Allow,
    Deny,
}

/// Signs the member in or out, which leads to the page that the same question has now; or sends the member back to the
/// app with what they decided. Allowing nothing is a denial.
pub(crate) async fn decide(
    State(shared): State<Shared>,
    view: View,
    request: AuthorizeRequest,
    SignedIn(member): SignedIn,
    jar: CookieJar,
    uri: Uri,
    Form(form): Form<Posted>,
) -> Response {
    let again = Redirect::to(&format!("?{}", uri.query().unwrap_or_default()));
    match (form.decision, member) {
        (Decision::SignIn, _) => match members::sign_in(&form.email, &form.password) {
            Some(member) => (jar.add(cookie(&shared, member.id)), again).into_response(),
            None => (StatusCode::UNAUTHORIZED, sign_in::page(&view, &request, Some(&form.email))).into_response(),
        },
        (Decision::AnotherMember, _) => (jar.remove(cookie(&shared, "")), again).into_response(),
        (Decision::Allow | Decision::Deny, None) => again.into_response(),
        (Decision::Deny, _) => answer(&request, vec![("error", "access_denied".to_owned())]),
        (Decision::Allow, Some(member)) => {
            let is_ticked = |scope: &&str| form.scope.iter().any(|ticked| ticked == scope);
            let granted: Vec<&str> = request.scopes.iter().map(|scope| scope.code.as_str()).filter(is_ticked).collect();
            answer(&request, allowed(&shared, &request, member, &granted.join(" ")))
        }
    }
}

/// Tokens or a code, as the app asked.
fn allowed(
    memory: &Memory,
    request: &AuthorizeRequest,
    member: &'static Member,
    scope: &str,
) -> Vec<(&'static str, String)> {
    if scope.is_empty() {
        return vec![("error", "access_denied".to_owned())];
    }
    let client_id = request.app.registered.client_id.clone();
    let grant = Grant { client_id, member, scope: scope.to_owned() };
    match request.response_type {
        ResponseType::Token => {
            let tokens = memory.issue(&grant, true);
            let refresh_token = tokens.refresh_token.map(|token| ("refresh_token", token));
            [("access_token", tokens.access_token)].into_iter().chain(refresh_token).collect()
        }
        ResponseType::Code => {
            let (redirect_uri, challenge) = (request.redirect_uri_as_sent.clone(), request.challenge.clone());
            vec![("code", memory.grants.lock().add_code(Code { grant, redirect_uri, challenge }))]
        }
    }
}

/// Sends the member back to the app, with these parameters and the state.
fn answer(request: &AuthorizeRequest, mut parameters: Vec<(&'static str, String)>) -> Response {
    parameters.push(("state", request.state.clone()));
    let mut address = request.redirect_uri.clone();
    match request.response_type {
        ResponseType::Code => {
            address.query_pairs_mut().extend_pairs(parameters);
        }
        ResponseType::Token => {
            let fragment = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
            address.set_fragment(Some(&fragment));
        }
    }
    Redirect::to(address.as_str()).into_response()
}
