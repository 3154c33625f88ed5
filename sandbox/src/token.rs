//! `POST /oauth2/v1/access_token`: a code or a refresh token in, an access token out.
//!
//! The body is JSON; the documents do not mention form encoding, so it is refused, but for public clients, which no
//! document mentions either: [`Options::public_clients`](crate::Options::public_clients).

use axum::Json;
use axum::extract::{Form, FromRequest, Request, State};
use axum::http::{HeaderName, StatusCode, header};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::error::ApiError;
use crate::grants::Tokens;
use crate::memory::{Memory, Shared};

/// The content type of RFC 6749 §4.1.3.
const FORM: &[u8] = b"application/x-www-form-urlencoded";

#[derive(Debug, Deserialize)]
#[serde(tag = "grant_type", rename_all = "snake_case")]
enum TokenRequest {
    AuthorizationCode(Exchange),
    RefreshToken { refresh_token: String },
}

#[derive(Debug, Deserialize)]
struct Exchange {
    code: String,
    client_id: String,
    client_secret: Option<String>,
    redirect_uri: String,
    code_verifier: Option<String>,
}

/// Tokens, which are not for caches (RFC 6749 §5.1).
type Answer = ([(HeaderName, &'static str); 1], Json<Tokens>);

/// Answers an exchange or a refresh.
pub(crate) async fn access_token(State(shared): State<Shared>, request: Request) -> Result<Answer, ApiError> {
    let tokens = match read(shared.options.public_clients, request).await? {
        TokenRequest::AuthorizationCode(exchange) => spend_code(&shared, exchange),
        TokenRequest::RefreshToken { refresh_token } => refresh(&shared, &refresh_token),
    }?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(tokens)))
}

/// The request's body, in the encodings that are taken.
async fn read(public_clients: bool, request: Request) -> Result<TokenRequest, ApiError> {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    if public_clients && content_type.is_some_and(|value| value.as_bytes().starts_with(FORM)) {
        let Form(request) = Form::from_request(request, &()).await?;
        return Ok(request);
    }
    let Json(request) = Json::from_request(request, &()).await?;
    Ok(request)
}

fn spend_code(memory: &Memory, exchange: Exchange) -> Result<Tokens, ApiError> {
    let is_public = memory.options.public_clients && exchange.client_secret.is_none();
    let is_known = match &exchange.client_secret {
        Some(secret) => {
            memory.apps.find(&exchange.client_id).is_some_and(|app| app.registered.client_secret == *secret)
        }
        None if is_public => true,
        None => return Err(ApiError::validation("client_secret is missing.")),
    };
    if !is_known {
        return Err(ApiError::bad_request("InvalidClient", "The client_id or the client_secret is wrong."));
    }
    let code = memory.grants.lock().spend_code(&exchange.code, &exchange.client_id);
    let code = code.ok_or_else(|| invalid_grant("The code is unknown or spent."))?;
    if code.redirect_uri != exchange.redirect_uri {
        return Err(invalid_grant("The redirect_uri is not the one that the code was asked for with."));
    }
    let is_proved = match (&code.challenge, exchange.code_verifier) {
        (Some(challenge), Some(verifier)) => *challenge == challenge_of(&verifier),
        // CoolSMS knows no PKCE: a verifier means nothing to it.
        (None, _) => !is_public,
        (Some(_), None) => false,
    };
    if !is_proved {
        return Err(invalid_grant("The code_verifier is not that of the code_challenge."));
    }
    Ok(memory.issue(&code.grant, true))
}

/// That of `S256` (RFC 7636 §4.2).
fn challenge_of(verifier: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

fn refresh(memory: &Memory, token: &str) -> Result<Tokens, ApiError> {
    let rotates = memory.options.rotate_refresh_tokens;
    let grant = memory.grants.lock().of_refresh_token(token, rotates);
    let unknown = || ApiError::bad_request("InvalidRefreshToken", "The refresh token is unknown or revoked.");
    Ok(memory.issue(&grant.ok_or_else(unknown)?, rotates))
}

fn invalid_grant(message: &str) -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, "InvalidGrant", message)
}
