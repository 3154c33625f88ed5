//! The API calls that a token opens.
//!
//! Each asks for its own scope. The answers have the documented fields; values that the documents
//! do not explain are empty.

pub(crate) mod cash;
pub(crate) mod messages;
pub(crate) mod senders;
pub(crate) mod users;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use crate::error::ApiError;
use crate::members::{self, Member};
use crate::state::Shared;

/// When members and accounts came to be.
const CREATED: &str = "2026-01-02T03:04:05.000Z";

/// The caller: whoever the access token was issued for.
#[derive(Debug)]
pub(crate) struct Caller {
    member: &'static Member,
    claims: crate::jwt::Claims,
}

impl Caller {
    /// The member, if they granted that scope to the app.
    fn granted(&self, scope: &str) -> Result<&'static Member, ApiError> {
        if self.claims.allows(scope) { Ok(self.member) } else { Err(ApiError::unauthorized()) }
    }
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, ApiError> {
        let header = parts.headers.get(header::AUTHORIZATION).ok_or_else(ApiError::no_token)?;
        let token = bearer_token(header.to_str().unwrap_or_default()).ok_or_else(ApiError::no_token)?;
        let claims = shared.key.verify(token)?;
        let member = members::find(&claims.member_id).ok_or_else(ApiError::unauthorized)?;
        Ok(Self { member, claims })
    }
}

/// The token of `Bearer <token>`; the scheme is compared without case (RFC 9110 §11.1).
fn bearer_token(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    let token = token.trim_start();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
