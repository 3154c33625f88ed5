//! `POST /oauth2/v1/access_token`: a code or a refresh token in, an access token out.
//!
//! The body is JSON; the documents do not mention form encoding, so it is refused.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::error::ApiError;
use crate::grants::Tokens;
use crate::state::{Memory, Shared};

#[derive(Debug, Deserialize)]
pub(crate) struct TokenRequest {
    grant_type: Option<String>,
    code: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    redirect_uri: Option<String>,
    refresh_token: Option<String>,
}

/// Answers an exchange or a refresh.
pub(crate) async fn access_token(
    State(shared): State<Shared>,
    body: Result<Json<TokenRequest>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(request) = body?;
    let tokens = match required(&request.grant_type, "grant_type")? {
        "authorization_code" => exchange(&shared, &request),
        "refresh_token" => refresh(&shared, &request),
        other => Err(ApiError::validation(format!("The grant_type {other} is unknown."))),
    }?;
    // RFC 6749 §5.1: tokens are not for caches.
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(tokens)).into_response())
}

fn exchange(memory: &Memory, request: &TokenRequest) -> Result<Tokens, ApiError> {
    let code = required(&request.code, "code")?;
    let client_id = required(&request.client_id, "client_id")?;
    let secret = required(&request.client_secret, "client_secret")?;
    let redirect_uri = required(&request.redirect_uri, "redirect_uri")?;

    let app = memory.apps.find(client_id);
    if !app.is_some_and(|app| app.active && app.has_secret(secret)) {
        return Err(ApiError::bad_request("InvalidClient", "The client_id or the client_secret is wrong."));
    }
    let code = memory
        .grants
        .spend_code(code, client_id)
        .ok_or_else(|| invalid_grant("The code is unknown, spent or expired."))?;
    if code.redirect_uri != redirect_uri {
        return Err(invalid_grant("The redirect_uri is not the one that the code was asked for with."));
    }
    memory.issue(code.grant).map_err(signing_failed)
}

fn refresh(memory: &Memory, request: &TokenRequest) -> Result<Tokens, ApiError> {
    let token = required(&request.refresh_token, "refresh_token")?;
    let unknown = || ApiError::bad_request("InvalidRefreshToken", "The refresh token is unknown or revoked.");
    let tokens = if memory.options.rotate_refresh_tokens {
        memory.issue(memory.grants.spend_refresh_token(token).ok_or_else(unknown)?)
    } else {
        memory.reissue(&memory.grants.refresh(token).ok_or_else(unknown)?)
    };
    tokens.map_err(signing_failed)
}

fn required<'a>(field: &'a Option<String>, name: &str) -> Result<&'a str, ApiError> {
    match field.as_deref() {
        Some(value) if !value.is_empty() => Ok(value),
        _ => Err(ApiError::validation(format!("{name} is missing."))),
    }
}

fn invalid_grant(message: &str) -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, "InvalidGrant", message)
}

/// What is left when signing itself fails: 500 `InternalError`.
pub(crate) fn signing_failed(error: jsonwebtoken::errors::Error) -> ApiError {
    ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", error.to_string())
}
