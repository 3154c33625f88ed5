//! What members have granted, and what stands for it: authorization codes, access tokens and refresh tokens.

use std::collections::HashMap;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rand::distr::{Alphanumeric, SampleString};
use serde::Serialize;
use serde_json::{Value, json};

use crate::members::Member;

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
}

/// The answer of the token endpoint. CoolSMS names no lifetime: the token's own `exp` tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tokens {
    /// A JWT with CoolSMS's payload. Nobody but the sandbox could verify its signature, so it has none to speak of.
    pub access_token: String,
    /// Only with the first access token: a refresh brings no new one, unless the sandbox rotates them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Always `Bearer`.
    pub token_type: &'static str,
}

/// What is still good.
#[derive(Debug, Default)]
pub(crate) struct Grants {
    codes: HashMap<String, Code>,
    refresh_tokens: HashMap<String, Grant>,
    /// With the second from which on a token is expired (RFC 7519 §4.1.4).
    access_tokens: HashMap<String, (Grant, u64)>,
}

impl Grants {
    pub(crate) fn add_code(&mut self, code: Code) -> String {
        let name = random_string(32);
        self.codes.insert(name.clone(), code);
        name
    }

    /// Takes the code out if it was issued to that app.
    pub(crate) fn spend_code(&mut self, code: &str, client_id: &str) -> Option<Code> {
        if self.codes.get(code)?.grant.client_id != client_id {
            return None;
        }
        self.codes.remove(code)
    }

    pub(crate) fn issue(&mut self, grant: &Grant, lifetime_seconds: u64, with_refresh_token: bool) -> Tokens {
        let now = seconds_since_the_epoch();
        let expires = now + lifetime_seconds;
        let access_token = jwt(&json!({
            "memberId": grant.member.id,
            "accountId": grant.member.account_id,
            "clientId": grant.client_id,
            "scope": grant.scope,
            "iat": now,
            "exp": expires,
        }));
        self.access_tokens.insert(access_token.clone(), (grant.clone(), expires));
        let refresh_token = with_refresh_token.then(|| random_string(48));
        if let Some(token) = &refresh_token {
            self.refresh_tokens.insert(token.clone(), grant.clone());
        }
        Tokens { access_token, refresh_token, token_type: "Bearer" }
    }

    /// What a token that is ours and not expired was issued for.
    pub(crate) fn of_access_token(&self, token: &str) -> Option<Grant> {
        let (grant, expires) = self.access_tokens.get(token)?;
        (seconds_since_the_epoch() < *expires).then(|| grant.clone())
    }

    /// What a refresh token stands for; where it is spent by that, it is good no more.
    pub(crate) fn of_refresh_token(&mut self, token: &str, is_spent: bool) -> Option<Grant> {
        if is_spent { self.refresh_tokens.remove(token) } else { self.refresh_tokens.get(token).cloned() }
    }

    pub(crate) fn expire_access_tokens(&mut self) {
        self.access_tokens.clear();
    }
}

/// Letters and digits, each worth almost 6 bits.
pub(crate) fn random_string(length: usize) -> String {
    Alphanumeric.sample_string(&mut rand::rng(), length)
}

fn jwt(payload: &Value) -> String {
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let [header, payload] = [&header, payload].map(|part| BASE64_URL_SAFE_NO_PAD.encode(part.to_string()));
    format!("{header}.{payload}.{}", random_string(43))
}

fn seconds_since_the_epoch() -> u64 {
    std::time::UNIX_EPOCH.elapsed().map_or(0, |elapsed| elapsed.as_secs())
}
