//! What members have granted: authorization codes, and refresh tokens.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use serde::Serialize;

use crate::members::Member;
use crate::random::random_string;

/// What one member granted to one app.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) client_id: String,
    pub(crate) member: &'static Member,
    /// Separated by spaces.
    pub(crate) scope: String,
}

/// A code that waits for its exchange.
#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) grant: Grant,
    /// As it stood in the authorize request; the exchange must repeat it byte for byte.
    pub(crate) redirect_uri: String,
    /// What its verifier must prove (RFC 7636), if it was asked for with PKCE.
    pub(crate) challenge: Option<String>,
    expires: Instant,
}

/// The answer of the token endpoint. CoolSMS names no lifetime: the token's own `exp` tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tokens {
    /// A JWT.
    pub access_token: String,
    /// Only with the first access token: a refresh brings no new one, unless the sandbox rotates them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Always `Bearer`.
    pub token_type: &'static str,
}

#[derive(Debug, Default)]
struct Book {
    codes: HashMap<String, Code>,
    refresh_tokens: HashMap<String, Grant>,
}

/// Codes and refresh tokens that are still good.
#[derive(Debug, Default)]
pub(crate) struct Grants(Mutex<Book>);

impl Grants {
    pub(crate) fn new_code(
        &self,
        grant: Grant,
        redirect_uri: String,
        challenge: Option<String>,
        life: Duration,
    ) -> String {
        let code = random_string(32);
        let entry = Code { grant, redirect_uri, challenge, expires: Instant::now() + life };
        self.0.lock().codes.insert(code.clone(), entry);
        code
    }

    /// Takes the code out if it was issued to that app. Expired ones are forgotten.
    pub(crate) fn spend_code(&self, code: &str, client_id: &str) -> Option<Code> {
        let mut book = self.0.lock();
        let now = Instant::now();
        book.codes.retain(|_, entry| entry.expires > now);
        if book.codes.get(code)?.grant.client_id != client_id {
            return None;
        }
        book.codes.remove(code)
    }

    pub(crate) fn new_refresh_token(&self, grant: Grant) -> String {
        let token = random_string(48);
        self.0.lock().refresh_tokens.insert(token.clone(), grant);
        token
    }

    pub(crate) fn refresh(&self, token: &str) -> Option<Grant> {
        self.0.lock().refresh_tokens.get(token).cloned()
    }

    /// The same, once: the token is spent.
    pub(crate) fn spend_refresh_token(&self, token: &str) -> Option<Grant> {
        self.0.lock().refresh_tokens.remove(token)
    }

    /// Forgets every code and refresh token.
    pub(crate) fn clear(&self) {
        *self.0.lock() = Book::default();
    }
}
