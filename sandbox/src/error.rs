//! CoolSMS's error answers: a status and `{"errorCode", "errorMessage"}`.

use axum::Json;
use axum::extract::rejection::{FormRejection, JsonRejection, QueryRejection};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An error as CoolSMS words it.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    challenge: Option<&'static str>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), challenge: None }
    }

    /// 400 with the given code.
    pub(crate) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// 400 `ValidationError`: a parameter is missing, repeated or malformed.
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::bad_request("ValidationError", message)
    }

    /// 403 `Forbidden`: what is asked for belongs to another.
    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Forbidden", message)
    }

    /// 401 for a request that carries no token: a challenge without an error (RFC 6750 §3.1).
    pub(crate) fn no_token() -> Self {
        Self { challenge: Some(r#"Bearer realm="coolsms-sandbox""#), ..Self::unauthorized() }
    }

    /// 401 for a token that does not serve. CoolSMS words a forged, an expired and a revoked
    /// token and a scope that was not granted alike, so this takes no argument.
    pub(crate) fn unauthorized() -> Self {
        Self {
            challenge: Some(r#"Bearer realm="coolsms-sandbox", error="invalid_token""#),
            ..Self::new(StatusCode::UNAUTHORIZED, "Unauthorized", "The access token does not allow this call.")
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn code(&self) -> &'static str {
        self.code
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        Self::validation(format!("The body must be JSON: {}", rejection.body_text()))
    }
}

impl From<FormRejection> for ApiError {
    fn from(rejection: FormRejection) -> Self {
        Self::validation(rejection.body_text())
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        Self::validation(rejection.body_text())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let challenge = self.challenge.map(|challenge| [(header::WWW_AUTHENTICATE, challenge)]);
        let body = json!({ "errorCode": self.code, "errorMessage": self.message });
        (self.status, challenge, Json(body)).into_response()
    }
}
