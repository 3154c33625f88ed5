//! A session: a token and what is known of it.

use super::config::{Config, DEFAULT_CLOCK_SKEW_SECONDS};
use crate::protocol::response::Response;
use crate::protocol::token::Known;
use crate::protocol::{Code, Error, Result, Value, scope};

/// What a sign-in ends in, as it is held: `id`, `tokenType`, `scope`, `expiresAt`, `extra`, how many `refreshes` it has
/// seen, after how many of them the refresh token was last replaced (`rotatedAt`), `freshUntil` (from when on it is
/// refreshed before a use), `accessToken`, and `refreshToken` where it is kept.
#[derive(Clone, Default, PartialEq)]
pub struct Session(pub Value);

impl core::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Session")
    }
}

impl Session {
    /// The session that a token response begins: `now` in milliseconds since the epoch, `id` random.
    #[must_use]
    pub fn new(id: &str, response: &Response, known: &Known, config: &Config, now: f64) -> Self {
        let mut session = Value::object();
        session.set_text("id", id);
        session.set_text("tokenType", "Bearer");
        session.put("scope", known.scope.as_deref().map_or(Value::Null, scope::list));
        let end = known.lifetime_seconds.map(|seconds| now + seconds * 1000.0);
        session.put("expiresAt", end.map_or(Value::Null, Value::Number));
        if let Some(seconds) = known.lifetime_seconds {
            // A token that lives no longer than the skew is not refreshed for every call.
            let skew = config.settings.get("clockSkewSeconds").as_number().unwrap_or(DEFAULT_CLOCK_SKEW_SECONDS);
            session.set_number("freshUntil", now + (seconds - skew).max(seconds / 2.0) * 1000.0);
        }
        // An `id_token` and its like are no less secret than the others.
        let mut extra = Value::object();
        for (name, value) in response.extra.members() {
            if !name.ends_with("_token") {
                extra.set_copy(name, value);
            }
        }
        session.put("extra", extra);
        session.set_number("refreshes", 0.0);
        session.set_text("accessToken", response.get("access_token").text());
        Self(session)
    }

    /// The session after it was refreshed (RFC 6749 §6): what the answer does not say stays as it was, and so does the
    /// refresh token unless a new one came.
    #[must_use]
    pub fn after(mut self, before: &Value) -> Self {
        self.0.replace("id", before.get("id").clone());
        let refreshes = Value::Number(before.get("refreshes").number() + 1.0);
        let is_kept = !self.is_refreshable() || self.0.get("refreshToken") == before.get("refreshToken");
        self.0.set("rotatedAt", if is_kept { before.get("rotatedAt") } else { &refreshes }.clone());
        self.0.replace("refreshes", refreshes);
        if self.0.get("scope").is_null() {
            self.0.replace("scope", before.get("scope").clone());
        }
        if self.0.get("refreshToken").is_null() {
            self.0.set_copy("refreshToken", before.get("refreshToken"));
        }
        let mut extra = self.0.take("extra");
        for (name, value) in before.get("extra").members() {
            if extra.get(name).is_null() {
                extra.set_copy(name, value);
            }
        }
        self.0.replace("extra", extra);
        self
    }

    /// The token (RFC 6750); empty where nobody is signed in.
    #[must_use]
    pub fn access_token(&self) -> &str {
        self.0.get("accessToken").text()
    }

    /// Whether there is a token, and it is still good at that time (milliseconds since the epoch). An unknown end is
    /// not known to have come.
    #[must_use]
    pub fn is_fresh(&self, now: f64) -> bool {
        !self.access_token().is_empty() && self.0.get("expiresAt").as_number().is_none_or(|end| now < end)
    }

    /// Whether a refresh token is held.
    #[must_use]
    pub fn is_refreshable(&self) -> bool {
        !self.0.get("refreshToken").text().is_empty()
    }

    /// Refuses a use without a token that is still good.
    ///
    /// # Errors
    /// `login_required`.
    pub fn check(&self, now: f64) -> Result<()> {
        if self.is_fresh(now) {
            return Ok(());
        }
        Err(Error::new(Code::LoginRequired, "nobody is signed in, or the sign-in has expired"))
    }

    /// The token, for a use right now; `None` asks for a refresh first, where the token has ended or is about to and a
    /// refresh may and can be made.
    ///
    /// # Errors
    /// `login_required`.
    pub fn token(&self, now: f64, may_refresh: bool) -> Result<Option<&str>> {
        let is_fresh = self.is_fresh(now) && self.0.get("freshUntil").as_number().is_none_or(|end| now < end);
        if may_refresh && self.is_refreshable() && !is_fresh {
            return Ok(None);
        }
        self.check(now)?;
        Ok(Some(self.access_token()))
    }

    /// What of `needed` was not granted, as a list: nothing where the grant is unknown, all of it where nobody is
    /// signed in.
    #[must_use]
    #[inline(never)]
    pub fn missing(&self, needed: &str) -> Value {
        if self.0.get("scope").is_null() && !self.0.is_null() {
            return scope::list("");
        }
        let mut granted = String::new();
        for word in self.0.get("scope").items() {
            granted.push_str(word.text());
            granted.push(' ');
        }
        scope::missing(&granted, needed)
    }
}
