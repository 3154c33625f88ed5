//! A session: a token and what is known of it.

use crate::protocol::response::Response;
use crate::protocol::token::Known;
use crate::protocol::{Code, Error, Result, Value, scope};

/// What a sign-in ends in, as it is stored: `id`, `tokenType`, `scope`, `expiresAt`, `extra`, and `accessToken`.
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
    pub fn new(id: &str, mut response: Response, known: &Known, now: f64) -> Self {
        let mut session = Value::object();
        session.set_text("id", id);
        session.set_text("tokenType", "Bearer");
        session.put("scope", known.scope.as_deref().map_or(Value::Null, scope::list));
        let end = known.lifetime_seconds.map(|seconds| now + seconds * 1000.0);
        session.put("expiresAt", end.map_or(Value::Null, Value::Number));
        session.put("extra", core::mem::take(&mut response.extra));
        session.set_text("accessToken", response.get("access_token").text());
        Self(session)
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
