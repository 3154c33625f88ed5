//! `POST /oauth2/v1/access_token`: a code or a refresh token in, an access token out.
//!
//! The body is JSON; the documents do not mention form encoding, so it is refused, but for public clients, which no
//! document mentions either: [`Options::public_clients`](crate::Options::public_clients).

use axum::Json;
use axum::extract::{Form, FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::error::ApiError;
use crate::grants::Tokens;
use crate::options::Options;
use crate::pkce::proves;
use crate::state::{Memory, Shared};

/// The content type of RFC 6749 §4.1.3.
const FORM: &[u8] = b"application/x-www-form-urlencoded";

#[derive(Debug, Deserialize)]
pub(crate) struct TokenRequest {
    grant_type: Option<String>,
    code: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<String>,
    refresh_token: Option<String>,
}

/// Answers an exchange or a refresh.
pub(crate) async fn access_token(State(shared): State<Shared>, request: Request) -> Result<Response, ApiError> {
    let request = read(&shared.options, request).await?;
    let tokens = match required(&request.grant_type, "grant_type")? {
        "authorization_code" => exchange(&shared, &request),
        "refresh_token" => refresh(&shared, &request),
        other => Err(ApiError::validation(format!("The grant_type {other} is unknown."))),
    }?;
    // RFC 6749 §5.1: tokens are not for caches.
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(tokens)).into_response())
}

/// The request's body, in the encodings that are taken.
async fn read(options: &Options, request: Request) -> Result<TokenRequest, ApiError> {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    if options.public_clients && content_type.is_some_and(|value| value.as_bytes().starts_with(FORM)) {
        let form = Form::from_request(request, &()).await;
        return form.map(|Form(request)| request).map_err(|refusal| ApiError::validation(refusal.body_text()));
    }
    let Json(request) = Json::from_request(request, &()).await?;
    Ok(request)
}

fn exchange(memory: &Memory, request: &TokenRequest) -> Result<Tokens, ApiError> {
    let code = required(&request.code, "code")?;
    let client_id = required(&request.client_id, "client_id")?;
    let is_public = memory.options.public_clients && request.client_secret.is_none();
    let secret = if is_public { "" } else { required(&request.client_secret, "client_secret")? };
    let redirect_uri = required(&request.redirect_uri, "redirect_uri")?;

    let app = memory.apps.find(client_id);
    if !app.is_some_and(|app| app.active && (is_public || app.has_secret(secret))) {
        return Err(ApiError::bad_request("InvalidClient", "The client_id or the client_secret is wrong."));
    }
    let code = memory
        .grants
        .spend_code(code, client_id)
        .ok_or_else(|| invalid_grant("The code is unknown, spent or expired."))?;
    if code.redirect_uri != redirect_uri {
        return Err(invalid_grant("The redirect_uri is not the one that the code was asked for with."));
    }
    let is_proved = match (&code.challenge, request.code_verifier.as_deref()) {
        (Some(challenge), Some(verifier)) => proves(verifier, challenge),
        // CoolSMS knows no PKCE: a verifier means nothing to it.
        (None, _) => !is_public,
        (Some(_), None) => false,
    };
    if !is_proved {
        return Err(invalid_grant("The code_verifier is not that of the code_challenge."));
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
