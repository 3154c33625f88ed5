//! The sign-ins under way, and the nonces that guard them (RFC 6749 §10.12, RFC 9700 §4.7).
//!
//! A nonce is bound to client, provider, redirect URI and response type; it is good once and for a while.
//! Spent ones are remembered, so that a replay can be told from a forgery.

use super::{Code, Error, Result, Value, base64url};

/// Random bytes in a nonce: 192 bits, 32 characters.
pub const STATE_BYTES: usize = 24;
/// How many sign-ins are remembered; the oldest gives way.
const MAX_RECORDS: usize = 16;
/// How long an ended or stale one is remembered at the most, in milliseconds: a day.
const MAX_AGE_MS: f64 = 86_400_000.0;

/// What a nonce is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Binding<'a> {
    /// The client identifier.
    pub client_id: &'a str,
    /// The provider's id.
    pub provider: &'a str,
    /// The redirect URI.
    pub redirect_uri: &'a str,
    /// What was asked for.
    pub response_type: &'a str,
}

impl<'a> Binding<'a> {
    const fn members(&self) -> [(&'static str, &'a str); 4] {
        [
            ("clientId", self.client_id),
            ("provider", self.provider),
            ("redirectUri", self.redirect_uri),
            ("responseType", self.response_type),
        ]
    }
}

/// A sign-in under way: `state`, its binding, `scope`, `issuedAt` and `expiresAt` (milliseconds since the
/// epoch), and, where a client started it, `returnTo` and `appState` (JSON text).
#[derive(Clone, Debug, PartialEq)]
pub struct SignIn(pub Value);

impl SignIn {
    /// Starts one: `now` in milliseconds since the epoch.
    #[must_use]
    pub fn new(state: &str, binding: &Binding<'_>, scope: &str, now: f64, lifetime_seconds: f64) -> Self {
        let mut record = Value::object();
        record.set_text("state", Some(state));
        for (name, value) in binding.members() {
            record.set_text(name, Some(value));
        }
        record.set_text("scope", Some(scope));
        record.set_number("issuedAt", Some(now));
        record.set_number("expiresAt", Some(now + lifetime_seconds * 1000.0));
        Self(record)
    }

    /// Unspent and young. A clock that was set back does not make it live longer.
    fn is_live(&self, now: f64) -> bool {
        let time = |name| self.0.number(name).unwrap_or_default();
        !self.0.flag("spent") && self.age(now) < time("expiresAt") - time("issuedAt")
    }

    /// How far now is from its start, in milliseconds.
    fn age(&self, now: f64) -> f64 {
        (now - self.0.number("issuedAt").unwrap_or_default()).abs()
    }

    fn is_bound_to(&self, binding: &Binding<'_>) -> bool {
        binding.members().into_iter().all(|(name, value)| self.0.text(name) == Some(value))
    }
}

/// The nonce made of random bytes: unreserved characters only.
#[must_use]
pub fn state(random: &[u8; STATE_BYTES]) -> String {
    base64url::encode(random)
}

/// All sign-ins that this tab remembers, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pending(Vec<SignIn>);

impl Pending {
    /// Reads what was stored.
    #[must_use]
    pub fn from_value(value: &Value) -> Self {
        Self(value.as_list().iter().cloned().map(SignIn).collect())
    }

    /// What to store.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::List(self.0.iter().map(|sign_in| sign_in.0.clone()).collect())
    }

    /// Remembers a new sign-in; purges what is older than a day, and the oldest beyond sixteen.
    pub fn add(&mut self, sign_in: SignIn, now: f64) {
        self.0.retain(|old| old.age(now) < MAX_AGE_MS);
        if self.0.len() >= MAX_RECORDS {
            self.0.remove(0);
        }
        self.0.push(sign_in);
    }

    /// Whether any sign-in waits for its response.
    #[must_use]
    pub fn is_any_live(&self, now: f64) -> bool {
        self.0.iter().any(|sign_in| sign_in.is_live(now))
    }

    /// Whether that nonce was issued here, whatever became of it.
    #[must_use]
    pub fn knows(&self, state: Option<&str>) -> bool {
        state.is_some() && self.0.iter().any(|sign_in| sign_in.0.text("state") == state)
    }

    /// Ends the sign-in that the nonce guards, and returns it. `now` is in milliseconds since the epoch.
    ///
    /// # Errors
    /// `missing_state`; `state_mismatch` where the nonce is unknown or bound to something else;
    /// `state_replayed`; `state_expired`. Sign-ins that are still live stay untouched; a stale one is purged.
    #[inline(never)]
    pub fn spend(&mut self, state: Option<&str>, binding: &Binding<'_>, now: f64) -> Result<SignIn> {
        if state.is_none() {
            return Err(Error::new(Code::MissingState, "the response carries no state: it may be forged"));
        }
        let mut known = self.0.iter_mut();
        let Some(sign_in) = known.find(|known| known.0.text("state") == state && known.is_bound_to(binding)) else {
            return Err(Error::new(
                Code::StateMismatch,
                "this client issued no such state in this tab: the response may be forged, or belong to another tab",
            ));
        };
        if sign_in.0.flag("spent") {
            return Err(Error::new(Code::StateReplayed, "this response was used before"));
        }
        if !sign_in.is_live(now) {
            self.0.retain(|known| known.0.text("state") != state);
            return Err(Error::new(Code::StateExpired, "the response came too late: sign in again"));
        }
        let spent = sign_in.clone();
        sign_in.0.set("spent", Value::Bool(true));
        Ok(spent)
    }
}
