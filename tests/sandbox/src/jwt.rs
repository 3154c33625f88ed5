//! Access tokens: JWTs with CoolSMS's payload, signed with a key that no one else has.
//!
//! The payload is exactly the documented one. Two tokens of the same second would then be equal,
//! so each carries a random `kid` in its header.

use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use parking_lot::RwLock;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;
use crate::members::Member;
use crate::random::random_string;

/// The payload of an access token.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Claims {
    pub(crate) member_id: String,
    pub(crate) account_id: String,
    pub(crate) client_id: String,
    /// What was granted, separated by spaces.
    pub(crate) scope: String,
    /// When it was issued, in seconds since the epoch.
    iat: u64,
    /// When it expires, in seconds since the epoch.
    exp: u64,
}

impl Claims {
    pub(crate) fn allows(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|granted| granted == scope)
    }
}

/// Signs tokens and checks them.
#[derive(Debug)]
pub(crate) struct TokenKey {
    secret: RwLock<String>,
    lifetime: Duration,
}

impl TokenKey {
    pub(crate) fn new(lifetime: Duration) -> Self {
        Self { secret: RwLock::new(random_string(64)), lifetime }
    }

    pub(crate) fn issue(
        &self,
        member: &Member,
        client_id: &str,
        scope: &str,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let now = jsonwebtoken::get_current_timestamp();
        let claims = Claims {
            member_id: member.id.to_owned(),
            account_id: member.account_id.to_owned(),
            client_id: client_id.to_owned(),
            scope: scope.to_owned(),
            iat: now,
            exp: now + self.lifetime.as_secs(),
        };
        let header = Header { kid: Some(random_string(8)), ..Header::default() };
        let key = EncodingKey::from_secret(self.secret.read().as_bytes());
        jsonwebtoken::encode(&header, &claims, &key)
    }

    /// The payload of a token that is ours, unaltered and unexpired.
    pub(crate) fn verify(&self, token: &str) -> Result<Claims, ApiError> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 0;
        // Expired from the second `exp` names, not after it (RFC 7519 §4.1.4).
        validation.reject_tokens_expiring_in_less_than = 1;
        let key = DecodingKey::from_secret(self.secret.read().as_bytes());
        jsonwebtoken::decode(token, &key, &validation).map(|data| data.claims).map_err(|_| ApiError::unauthorized())
    }

    /// Makes every token issued so far worthless: they were signed with a key now forgotten.
    pub(crate) fn replace(&self) {
        *self.secret.write() = random_string(64);
    }
}
