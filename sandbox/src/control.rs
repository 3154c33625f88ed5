//! `/sandbox/…`: the sandbox's own controls over HTTP, for tests and pages that do not run in its
//! process. Pages of this machine may use them, other sites may not.

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{Method, StatusCode, header};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::apps::DEMO_CLIENT_ID;
use crate::error::ApiError;
use crate::faults::Fault;
use crate::local::is_local;
use crate::members::{MEMBERS, Member};
use crate::memory::Shared;
use crate::provider::Provider;

type Body<T> = Result<Json<T>, JsonRejection>;
type Answer = Result<Json<Value>, ApiError>;

pub(crate) fn router() -> Router<Shared> {
    let clear_faults = |State(shared): State<Shared>| async move { shared.faults.clear() };
    let requests = |State(provider): State<Provider>| async move { Json(provider.requests()) };
    let clear_requests = |State(provider): State<Provider>| async move { provider.clear_requests() };
    let expire_tokens = |State(provider): State<Provider>| async move { provider.expire_tokens() };
    let revoke_all_tokens = |State(provider): State<Provider>| async move { provider.revoke_all_tokens() };
    Router::new()
        .route("/sandbox/faults", post(add_fault).delete(clear_faults))
        .route("/sandbox/requests", get(requests).delete(clear_requests))
        .route("/sandbox/tokens", post(issue_tokens))
        .route("/sandbox/codes", post(issue_code))
        .route("/sandbox/tokens/expire", post(expire_tokens))
        .route("/sandbox/tokens/revoke", post(revoke_all_tokens))
}

async fn add_fault(State(provider): State<Provider>, body: Body<Fault>) -> Result<StatusCode, ApiError> {
    let Json(fault) = body?;
    provider.add_fault(fault);
    Ok(StatusCode::CREATED)
}

/// What a sign-in would come to, without its pages.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WantedGrant {
    /// The demo's app when left out.
    client_id: Option<String>,
    /// The e-mail address of the member; the first when left out.
    member: Option<String>,
    scope: String,
    /// For a code: what the exchange has to repeat.
    #[serde(default)]
    redirect_uri: String,
    /// For a code: that of PKCE (RFC 7636).
    challenge: Option<String>,
}

impl WantedGrant {
    fn client_id(&self) -> &str {
        self.client_id.as_deref().unwrap_or(DEMO_CLIENT_ID)
    }

    fn member(&self) -> Result<&'static Member, ApiError> {
        let is_wanted = |member: &&Member| self.member.as_ref().is_none_or(|email| email == member.email);
        MEMBERS.iter().find(is_wanted).ok_or_else(|| ApiError::validation("There is no such member."))
    }
}

async fn issue_tokens(State(provider): State<Provider>, body: Body<WantedGrant>) -> Answer {
    let Json(wanted) = body?;
    let tokens = provider.issue_tokens(wanted.client_id(), wanted.member()?, &wanted.scope);
    Ok(Json(json!({ "accessToken": tokens.access_token, "refreshToken": tokens.refresh_token })))
}

async fn issue_code(State(provider): State<Provider>, body: Body<WantedGrant>) -> Answer {
    let Json(wanted) = body?;
    let challenge = wanted.challenge.as_deref();
    let (client_id, member) = (wanted.client_id(), wanted.member()?);
    Ok(Json(json!({
        "code": provider.issue_code(client_id, member, &wanted.scope, &wanted.redirect_uri, challenge),
    })))
}

pub(crate) fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(|origin, _| is_local(origin)))
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([header::CONTENT_TYPE])
}
