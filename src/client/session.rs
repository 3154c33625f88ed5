//! A session: a token and what is known of it.

use crate::protocol::response::Response;
use crate::protocol::token::Known;
use crate::protocol::{Code, Error, Result, Value, scope};

/// What a sign-in ends in, as it is stored: `id`, `tokenType`, `scope`, `expiresAt`, `extra`, and `accessToken`.
#[derive(Clone, PartialEq)]
pub struct Session(Value);

impl core::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Session")
    }
}

const ACCESS_TOKEN: &str = "accessToken";

impl Session {
    /// The session that a token response begins: `now` in milliseconds since the epoch, `id` random.
    #[must_use]
    pub fn new(id: String, response: &Response, known: &Known, now: f64) -> Self {
        let expires_at = known.lifetime_seconds.map(|seconds| now + seconds * 1000.0);
        let members = [
            ("id", Value::Text(id)),
            ("tokenType", Value::Text("Bearer".into())),
            ("scope", known.scope.as_deref().map_or(Value::Null, scope::list)),
            ("expiresAt", expires_at.map_or(Value::Null, Value::Number)),
            ("extra", response.extra()),
            (ACCESS_TOKEN, Value::Text(response.get("access_token").unwrap_or_default().into())),
        ];
        Self(Value::Map(members.into_iter().map(|(name, value)| (name.into(), value)).collect()))
    }

    /// Reads what was stored; `None` where it is no session of ours.
    #[must_use]
    pub fn from_stored(value: Value) -> Option<Self> {
        value.text(ACCESS_TOKEN).is_some_and(|token| !token.is_empty()).then_some(Self(value))
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.0.text("id")
    }

    /// What to store.
    #[must_use]
    pub const fn to_stored(&self) -> &Value {
        &self.0
    }

    /// What an app may know of it: everything but the token.
    #[must_use]
    pub fn to_public(&self) -> Value {
        Value::Map(self.0.members().iter().filter(|(name, _)| name != ACCESS_TOKEN).cloned().collect())
    }

    /// The token (RFC 6750).
    #[must_use]
    pub fn access_token(&self) -> &str {
        self.0.text(ACCESS_TOKEN).unwrap_or_default()
    }

    /// Whether the token is still good at that time (milliseconds since the epoch). An unknown end is not known
    /// to have come.
    #[must_use]
    pub fn is_fresh(&self, now: f64) -> bool {
        self.0.number("expiresAt").is_none_or(|end| now < end)
    }

    /// What of `needed` was not granted; nothing where the grant is unknown.
    #[must_use]
    pub fn missing(&self, needed: &str) -> Vec<Value> {
        let Some(granted) = self.0.get("scope") else { return Vec::new() };
        let words: Vec<&str> = granted.as_list().iter().filter_map(Value::as_text).collect();
        scope::missing(&words.join(" "), needed)
    }
}

/// The session, if there is one that can still be used.
///
/// # Errors
/// `login_required`.
pub fn fresh(session: Option<&Session>, now: f64) -> Result<&Session> {
    session
        .filter(|session| session.is_fresh(now))
        .ok_or_else(|| Error::new(Code::LoginRequired, "nobody is signed in, or the sign-in has expired"))
}
