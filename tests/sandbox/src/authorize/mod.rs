//! `GET /oauth2/v1/authorize`: from an app's question to a member's answer.
//!
//! The question is checked first. Then a member signs in, then consents, each on a page of its
//! own: their forms post to addresses of the sandbox with the same query, so that the question is
//! checked again at every step and nothing about it is kept in between.

mod answer;
mod request;

use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{CookieJar, Form};
use serde::Deserialize;

use crate::error::ApiError;
use crate::faults::AUTHORIZE;
use crate::grants::Grant;
use crate::logins::SignedIn;
use crate::pages::{View, consent, sign_in};
use crate::scopes::{self, Scope};
use crate::state::{Memory, Shared};
use crate::token::signing_failed;
pub(crate) use request::{AuthorizeRequest, ResponseType};

/// Where the sign-in page posts to.
pub(crate) const SIGN_IN: &str = "/oauth2/v1/authorize/sign-in";
/// Where the consent page's "another member" posts to.
pub(crate) const SIGN_OUT: &str = "/oauth2/v1/authorize/sign-out";
/// Where the consent page posts to.
pub(crate) const CONSENT: &str = "/oauth2/v1/authorize/consent";

/// The sign-in page or, for a member who is signed in, the consent page.
pub(crate) async fn page(
    State(shared): State<Shared>,
    view: View,
    SignedIn(login): SignedIn,
    uri: Uri,
) -> Result<Response, ApiError> {
    let request = AuthorizeRequest::parse(uri.query(), &shared)?;
    Ok(match login {
        Some(login) => consent::page(&view, &request, &login).into_response(),
        None => sign_in::page(&view, &request, None).into_response(),
    })
}

#[derive(Debug, Deserialize)]
pub(crate) struct SignInForm {
    email: String,
    password: String,
}

/// Checks the password and goes on to the consent page.
pub(crate) async fn sign_in(
    State(shared): State<Shared>,
    view: View,
    jar: CookieJar,
    uri: Uri,
    Form(form): Form<SignInForm>,
) -> Result<Response, ApiError> {
    let request = AuthorizeRequest::parse(uri.query(), &shared)?;
    Ok(match crate::members::sign_in(&form.email, &form.password) {
        Some(member) => {
            let cookie = shared.logins.sign_in(member);
            (jar.add(cookie), back_to_authorize(&shared, &uri)).into_response()
        }
        None => {
            let page = sign_in::page(&view, &request, Some(&form.email));
            (StatusCode::UNAUTHORIZED, page).into_response()
        }
    })
}

/// Signs the browser out of the sandbox, so that another member can sign in.
pub(crate) async fn sign_out(State(shared): State<Shared>, jar: CookieJar, uri: Uri) -> impl IntoResponse {
    let cookie = shared.logins.sign_out(&jar);
    (jar.remove(cookie), back_to_authorize(&shared, &uri))
}

#[derive(Debug, Deserialize)]
pub(crate) struct ConsentForm {
    form_token: String,
    decision: Decision,
    /// The boxes that are ticked.
    #[serde(default)]
    scope: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Decision {
    Allow,
    Deny,
}

/// Sends the member back to the app with what they decided. Allowing nothing is a denial.
pub(crate) async fn consent(
    State(shared): State<Shared>,
    SignedIn(login): SignedIn,
    uri: Uri,
    Form(form): Form<ConsentForm>,
) -> Result<Response, ApiError> {
    let request = AuthorizeRequest::parse(uri.query(), &shared)?;
    let Some(login) = login else {
        return Ok(back_to_authorize(&shared, &uri).into_response());
    };
    if form.form_token != login.form_token {
        return Err(ApiError::forbidden("This form belongs to another sign-in."));
    }
    let granted: Vec<&Scope> =
        request.scopes.iter().copied().filter(|scope| form.scope.iter().any(|ticked| ticked == scope.name)).collect();
    let fault = shared.faults.take_answer();
    if form.decision == Decision::Deny || granted.is_empty() {
        return Ok(answer::denied(&request, fault));
    }
    let grant = Grant { client_id: request.app.client_id.clone(), member: login.member, scope: scopes::join(&granted) };
    answer::allowed(&shared, &request, grant, fault).map_err(signing_failed)
}

/// See Other, to the page that the same question leads to now.
fn back_to_authorize(memory: &Memory, uri: &Uri) -> Redirect {
    let query = uri.query().unwrap_or_default();
    Redirect::to(&format!("{}?{query}", memory.path(AUTHORIZE)))
}
