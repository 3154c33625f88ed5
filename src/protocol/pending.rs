//! The sign-ins under way, and the nonces that guard them (RFC 6749 §10.12, RFC 9700 §4.7).
//!
//! A nonce is bound to client, provider, redirect URI and response type; it is good once and for a while.
//! Spent ones are remembered, so that a replay can be told from a forgery.

use super::{Code, Error, Result, Value, scope};

/// Random bytes for a nonce. Four bits of each make a letter: 256 bits, as RFC 7636 §7.1 wants of a code verifier too.
pub const STATE_BYTES: usize = 64;
/// What the nonce of a sign-in by popup begins with, so that the popup's page knows whose response it has. `capture.ts`
/// looks for the same.
pub const POPUP: &str = "popup-";
/// How many sign-ins are remembered; the oldest gives way.
const MAX_RECORDS: usize = 16;
/// How long an ended or stale one is remembered at the most, in milliseconds: a day.
const MAX_AGE_MS: f64 = 86_400_000.0;

/// What a nonce is bound to: an object of `clientId`, `provider`, `redirectUri` and `responseType`.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding(Value);

impl Binding {
    /// Binds to an app (an object of `clientId` and `redirectUri`), a provider's id, and a response type.
    #[must_use]
    #[inline(never)]
    pub fn new(app: &Value, provider: &str, response_type: &str) -> Self {
        let mut binding = Value::object();
        binding.set_copy("clientId", app.get("clientId"));
        binding.set_text("provider", provider);
        binding.set_copy("redirectUri", app.get("redirectUri"));
        binding.set_text("responseType", response_type);
        Self(binding)
    }
}

/// A sign-in under way: its binding, `state`, `scope` (a list of words), `issuedAt` and `expiresAt` (milliseconds since the
/// epoch), and, where a client started it, `returnTo`, `appState` (JSON text) and `verifier` (RFC 7636 §4.1).
#[derive(Clone, Debug, PartialEq)]
pub struct SignIn(pub Value);

impl SignIn {
    /// Starts one: `now` in milliseconds since the epoch.
    #[must_use]
    #[inline(never)]
    pub fn new(state: &str, Binding(mut record): Binding, scope: &str, now: f64, lifetime_seconds: f64) -> Self {
        record.set_text("state", state);
        record.set("scope", scope::list(scope));
        record.set_number("issuedAt", now);
        record.set_number("expiresAt", now + lifetime_seconds * 1000.0);
        Self(record)
    }

    /// Ends it, and gives back what it was. What is left tells a replay from a forgery; all else has no use any more, and so
    /// no place in the store.
    pub fn end(&mut self) -> Value {
        let text = |name| self.0.get(name).text();
        let Binding(mut left) = Binding::new(&self.0, text("provider"), text("responseType"));
        left.set_text("state", text("state"));
        left.set_number("issuedAt", self.0.get("issuedAt").number());
        left.set("spent", Value::Bool(true));
        core::mem::replace(&mut self.0, left)
    }

    fn is_spent(&self) -> bool {
        self.0.get("spent").is_true()
    }

    /// Unspent and young. A clock that was set back does not make it live longer.
    #[inline(never)]
    fn is_live(&self, now: f64) -> bool {
        let lifetime = self.0.get("expiresAt").number() - self.0.get("issuedAt").number();
        !self.is_spent() && self.age(now) < lifetime
    }

    /// How far now is from its start, in milliseconds.
    fn age(&self, now: f64) -> f64 {
        (now - self.0.get("issuedAt").number()).abs()
    }

    fn is_bound_to(&self, binding: &Binding) -> bool {
        binding.0.members().iter().all(|(name, value)| self.0.get(name).is(value.text()))
    }
}

/// The nonce, or the code verifier, made of random bytes: the letters a to p, which are unreserved (RFC 3986 §2.3).
#[must_use]
pub fn state(random: &[u8]) -> String {
    let mut state = String::new();
    for byte in random {
        state.push(char::from(b'a'.wrapping_add(byte & 15)));
    }
    state
}

/// All sign-ins that this tab remembers, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pending(Vec<SignIn>);

impl Pending {
    /// Reads what was stored: the youngest, where somebody has put more there.
    #[must_use]
    pub fn from_value(value: Value) -> Self {
        let Value::List(records) = value else { return Self::default() };
        let more = records.len().saturating_sub(MAX_RECORDS);
        Self(records.into_iter().skip(more).map(SignIn).collect())
    }

    /// What to store.
    #[must_use]
    pub fn into_value(self) -> Value {
        Value::List(self.0.into_iter().map(|sign_in| sign_in.0).collect())
    }

    /// Remembers a new sign-in; purges what is older than a day, and the oldest beyond sixteen.
    pub fn add(&mut self, sign_in: SignIn, now: f64) {
        let mut too_many = self.0.len().saturating_sub(MAX_RECORDS - 1);
        self.0.retain(|old| {
            let gives_way = too_many > 0;
            too_many = too_many.saturating_sub(1);
            !gives_way && old.age(now) < MAX_AGE_MS
        });
        self.0.push(sign_in);
    }

    /// Whether any sign-in waits for its response.
    #[must_use]
    pub fn is_any_live(&self, now: f64) -> bool {
        self.0.iter().any(|sign_in| sign_in.is_live(now))
    }

    /// Whether that nonce was issued here, whatever became of it.
    #[must_use]
    pub fn knows(&self, state: &str) -> bool {
        self.0.iter().any(|sign_in| sign_in.0.get("state").is(state))
    }

    /// The live sign-in that the nonce guards, to be ended by the caller. `now` is in milliseconds since the epoch;
    /// an empty nonce is none.
    ///
    /// # Errors
    /// `missing_state`; `state_mismatch` where the nonce is unknown or bound to something else;
    /// `state_replayed`; `state_expired`. Sign-ins that are still live stay untouched; a stale one is purged.
    #[inline(never)]
    pub fn find(&mut self, state: &str, binding: &Binding, now: f64) -> Result<&mut SignIn> {
        if state.is_empty() {
            return Err(Error::new(Code::MissingState, "the response has no state: it may be forged"));
        }
        let is_it = |known: &SignIn| known.0.get("state").is(state) && known.is_bound_to(binding);
        let at = self.0.iter().position(is_it).unwrap_or(usize::MAX);
        let is_stale = self.0.get(at).is_some_and(|known| !known.is_spent() && !known.is_live(now));
        if is_stale {
            self.0.retain(|known| !is_it(known));
            return Err(Error::new(Code::StateExpired, "the response came too late"));
        }
        match self.0.get_mut(at) {
            Some(known) if known.is_spent() => Err(Error::new(Code::StateReplayed, "the response was used before")),
            Some(known) => Ok(known),
            None => Err(Error::new(Code::StateMismatch, "the state is not of this tab: the response may be forged")),
        }
    }
}
