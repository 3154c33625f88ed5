//! `/oauth2/v1/authorize`: from an app's question to a member's answer.
//!
//! The question is checked first. Then a member signs in, then consents, each on a page of its own: their forms post to
//! the same address, so that the question is checked again at every step and nothing about it is kept in between.
//!
//! CoolSMS does not say whether tokens come in the query or in the fragment, nor how a denial is told; the sandbox
//! follows RFC 6749 §4.1.2 and §4.2.2. As in CoolSMS's samples, tokens come without `token_type`, `expires_in` and
//! `scope`. The redirect_uri keeps the query it has.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, SameSite};
use axum_extra::extract::{CookieJar, Form};
use serde::Deserialize;
use url::form_urlencoded;

use crate::authorize_request::{AuthorizeRequest, ResponseType};
use crate::grants::{Code, Grant};
use crate::members::{self, Member};
use crate::memory::{Memory, Shared};
use crate::pages::{View, consent, sign_in};

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
