//! `/sandbox/…`: the sandbox's own controls over HTTP, for tests and pages that do not run in its
//! process. Pages of this machine may use them, other sites may not.

use std::time::Duration;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use tower_http::cors::{AllowOrigin, CorsLayer};
use url::Url;

use crate::apps::DEMO_CLIENT_ID;
use crate::error::ApiError;
use crate::faults::Fault;
use crate::grants::Grant;
use crate::loopback::is_loopback;
use crate::members::MEMBERS;
use crate::options::Options;
use crate::recorder::RecordedRequest;
use crate::state::Shared;
use crate::tenants;
use crate::token::signing_failed;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/sandbox/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/sandbox/requests", get(requests).delete(clear_requests))
        .route("/sandbox/tokens", post(issue_tokens))
        .route("/sandbox/codes", post(issue_code))
        .route("/sandbox/tokens/expire", post(expire_tokens))
        .route("/sandbox/tokens/revoke", post(revoke_all_tokens))
}

async fn faults(State(shared): State<Shared>) -> Json<Vec<Fault>> {
    Json(shared.faults.all())
}

async fn add_fault(
    State(shared): State<Shared>,
    body: Result<Json<Fault>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(fault) = body?;
    if let Some(objection) = fault.objection() {
        return Err(ApiError::validation(objection));
    }
    shared.faults.add(fault.clone());
    Ok((StatusCode::CREATED, Json(fault)).into_response())
}

async fn clear_faults(State(shared): State<Shared>) -> StatusCode {
    shared.faults.clear();
    StatusCode::NO_CONTENT
}

async fn requests(State(shared): State<Shared>) -> Json<Vec<RecordedRequest>> {
    Json(shared.recorder.requests())
}

async fn clear_requests(State(shared): State<Shared>) -> StatusCode {
    shared.recorder.clear();
    StatusCode::NO_CONTENT
}

/// For `POST /sandbox/tenants`: how the tenant differs from the usual sandbox.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct TenantOptions {
    token_lifetime_seconds: u64,
    cors: bool,
    rotate_refresh_tokens: bool,
    public_clients: bool,
}

impl Default for TenantOptions {
    fn default() -> Self {
        let Options { token_lifetime, cors, rotate_refresh_tokens, public_clients, .. } = Options::default();
        Self { token_lifetime_seconds: token_lifetime.as_secs(), cors, rotate_refresh_tokens, public_clients }
    }
}

/// Opens a tenant and tells its base.
pub(crate) async fn open_tenant(
    State(shared): State<Shared>,
    body: Result<Json<TenantOptions>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(TenantOptions { token_lifetime_seconds, cors, rotate_refresh_tokens, public_clients }) = body?;
    let token_lifetime = Duration::from_secs(token_lifetime_seconds);
    let options = Options { token_lifetime, cors, rotate_refresh_tokens, public_clients, ..shared.options.clone() };
    let tenant = tenants::open(&shared, options);
    Ok((StatusCode::CREATED, Json(json!({ "base": tenant.base }))).into_response())
}

/// What a sign-in would come to, without its pages.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WantedGrant {
    /// The demo's app when left out.
    #[serde(default = "demo")]
    client_id: String,
    /// The e-mail address of the member; the first when left out.
    #[serde(default)]
    member: Option<String>,
    scope: String,
    /// For a code: what the exchange has to repeat.
    #[serde(default)]
    redirect_uri: String,
    /// For a code: that of PKCE (RFC 7636).
    #[serde(default)]
    challenge: Option<String>,
}

fn demo() -> String {
    DEMO_CLIENT_ID.to_owned()
}

impl WantedGrant {
    fn grant(&self) -> Result<Grant, ApiError> {
        let member = match &self.member {
            None => MEMBERS.first(),
            Some(email) => MEMBERS.iter().find(|member| member.email == email),
        };
        let member = member.ok_or_else(|| ApiError::validation("There is no such member."))?;
        Ok(Grant { client_id: self.client_id.clone(), member, scope: self.scope.clone() })
    }
}

async fn issue_tokens(
    State(shared): State<Shared>,
    body: Result<Json<WantedGrant>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(wanted) = body?;
    let tokens = shared.issue(wanted.grant()?).map_err(signing_failed)?;
    let refresh_token = tokens.refresh_token;
    Ok(Json(json!({ "accessToken": tokens.access_token, "refreshToken": refresh_token })).into_response())
}

async fn issue_code(
    State(shared): State<Shared>,
    body: Result<Json<WantedGrant>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(wanted) = body?;
    let (grant, life) = (wanted.grant()?, shared.options.code_lifetime);
    let code = shared.grants.new_code(grant, wanted.redirect_uri, wanted.challenge, life);
    Ok(Json(json!({ "code": code })).into_response())
}

async fn expire_tokens(State(shared): State<Shared>) -> StatusCode {
    shared.expire_tokens();
    StatusCode::NO_CONTENT
}

async fn revoke_all_tokens(State(shared): State<Shared>) -> StatusCode {
    shared.revoke_all_tokens();
    StatusCode::NO_CONTENT
}

pub(crate) fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(|origin, _| is_local(origin)))
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([header::CONTENT_TYPE])
}

/// Middleware: refuses what another site's page sends, even where it could not read the answer.
pub(crate) async fn local_pages_only(request: Request, next: Next) -> Response {
    match request.headers().get(header::ORIGIN) {
        Some(origin) if !is_local(origin) => {
            ApiError::forbidden("Only pages of this machine control the sandbox.").into_response()
        }
        _ => next.run(request).await,
    }
}

fn is_local(origin: &HeaderValue) -> bool {
    let url = origin.to_str().ok().and_then(|text| Url::parse(text).ok());
    url.is_some_and(|url| is_loopback(&url))
}
