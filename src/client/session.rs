//! A session: a token and what is known of it.

use super::config::{ClientConfig, DEFAULT_CLOCK_SKEW_SECONDS, RefreshTokenStore};
use crate::host::{Field, List, Map, Record, Text, record};
use crate::protocol::response::Response;
use crate::protocol::scope::missing;
use crate::protocol::token::TokenInfo;
use crate::protocol::{Code, Error, Result, Scope, Secret};

record! {
    /// A token and what is known of it. JavaScript holds it, and gives it back with each call.
    pub Session {
        /// A random name, which it keeps through refreshes and in all tabs.
        ID: Text = "id";
        /// `Bearer` (RFC 6750).
        TOKEN_TYPE: Text = "tokenType";
        /// The granted words; missing where the provider did not say.
        SCOPE: Option<List> = "scope";
        /// When the token expires, in milliseconds since the epoch; missing where the provider did not say.
        EXPIRES_AT: Option<f64> = "expiresAt";
        /// From when on the token is refreshed before a use, in milliseconds since the epoch.
        REFRESH_AT: Option<f64> = "refreshAt";
        /// Further parameters of the response, as texts.
        EXTRA: Map = "extra";
        /// When it began, in milliseconds since the epoch: later than every session that was forgotten before.
        STARTED_AT: Option<f64> = "startedAt";
        /// How many refreshes it has seen.
        REFRESHES: f64 = "refreshes";
        /// After how many refreshes the refresh token was last replaced.
        ROTATED_AT: Option<f64> = "rotatedAt";
        /// The token (RFC 6749 §1.4).
        ACCESS_TOKEN: Option<Secret> = "accessToken";
        /// The refresh token (RFC 6749 §1.5), where it is kept.
        REFRESH_TOKEN: Option<Secret> = "refreshToken";
    }
}

impl Session {
    /// The session that a token response begins: `now` in milliseconds since the epoch, `id` random.
    #[must_use]
    #[inline(never)]
    pub fn begin(
        id: Text,
        token: Secret,
        response: Response,
        info: &TokenInfo,
        config: ClientConfig,
        now: f64,
    ) -> Self {
        let session = Self::new();
        session.put(Self::ID, id);
        session.put(Self::TOKEN_TYPE, Text::from(c"Bearer"));
        session.put(Self::SCOPE, info.scope.and_then(Scope::granted));
        session.put(Self::EXPIRES_AT, info.lifetime_seconds.map(|seconds| now + seconds * 1000.0));
        if let Some(seconds) = info.lifetime_seconds {
            // A token that lives no longer than the skew is not refreshed for every call.
            let skew = config.get(ClientConfig::CLOCK_SKEW_SECONDS).unwrap_or(DEFAULT_CLOCK_SKEW_SECONDS);
            session.put(Self::REFRESH_AT, Some(now + (seconds - skew).max(seconds / 2.0) * 1000.0));
        }
        let extra = Map::new();
        copy_missing(response.extra, extra);
        session.put(Self::EXTRA, extra);
        session.put(Self::REFRESHES, 0.0);
        session.put(Self::ACCESS_TOKEN, Some(token));
        session
    }

    /// The session after it was refreshed (RFC 6749 §6): what the answer does not say stays as it was, and so does the
    /// refresh token unless a new one came.
    #[must_use]
    pub fn after(self, before: Self) -> Self {
        self.put(Self::ID, before.get(Self::ID));
        self.set(Self::STARTED_AT, before.get(Self::STARTED_AT));
        let count = before.get(Self::REFRESHES);
        let refreshes = if count.is_nan() { 1.0 } else { count + 1.0 };
        let (own, old) = (self.get(Self::REFRESH_TOKEN), before.get(Self::REFRESH_TOKEN));
        let is_kept = own.is_none() || own == old;
        self.set(Self::ROTATED_AT, if is_kept { before.get(Self::ROTATED_AT) } else { Some(refreshes) });
        self.put(Self::REFRESHES, refreshes);
        self.put(Self::SCOPE, self.get(Self::SCOPE).or(before.get(Self::SCOPE)));
        self.set(Self::REFRESH_TOKEN, own.or(old));
        copy_missing(before.get(Self::EXTRA), self.get(Self::EXTRA));
        self
    }

    /// Whether there is a token, and it is still good at that time (milliseconds since the epoch). A token without a known
    /// expiry counts as valid.
    #[must_use]
    pub fn is_fresh(self, now: f64) -> bool {
        self.is_before(Self::EXPIRES_AT, now)
    }

    #[inline(never)]
    fn is_before(self, end: Field<Self, Option<f64>>, now: f64) -> bool {
        self.get(Self::ACCESS_TOKEN).is_some() && self.get(end).is_none_or(|end| now < end)
    }

    /// Whether a refresh token is held.
    #[must_use]
    #[inline(never)]
    pub fn is_refreshable(self) -> bool {
        self.get(Self::REFRESH_TOKEN).is_some()
    }

    /// The token, if it is still good.
    ///
    /// # Errors
    /// `login_required`.
    #[inline(never)]
    pub fn check(self, now: f64) -> Result<Secret> {
        match self.get(Self::ACCESS_TOKEN) {
            Some(token) if self.is_fresh(now) => Ok(token),
            _ => Err(Error::new(Code::LOGIN_REQUIRED, c"the user is not signed in, or the session has expired")),
        }
    }

    /// The token, for a use right now; `None` asks for a refresh first, where the token has expired or is about to and a
    /// refresh may and can be made.
    ///
    /// # Errors
    /// `login_required`.
    #[inline(never)]
    pub fn token(self, now: f64, may_refresh: bool) -> Result<Option<Secret>> {
        let is_fresh = self.is_fresh(now) && self.is_before(Self::REFRESH_AT, now);
        if may_refresh && self.is_refreshable() && !is_fresh {
            return Ok(None);
        }
        self.check(now).map(Some)
    }
}

/// The words of `needed` that a session lacks: nothing where the grant is unknown, all of them where the user is not signed
/// in, or where the grant is no list.
#[must_use]
#[inline(never)]
pub fn missing_scopes(session: Option<Session>, needed: Scope) -> List {
    let Some(session) = session else { return needed.words() };
    let granted = session.0.get(Session::SCOPE.text());
    granted.map_or_else(List::new, |granted| missing(granted.as_list().unwrap_or_default(), needed))
}

/// How many further parameters a session has at the most: each refresh may bring others.
const MAX_EXTRA: i32 = 64;

/// Copies the texts of one map that another lacks. An `id_token` and its like are no less secret than the others.
#[inline(never)]
fn copy_missing(from: Map, to: Map) {
    let room = usize::try_from(MAX_EXTRA.saturating_sub(to.names().list().length())).unwrap_or(0);
    let is_shown = |name: &Text| {
        from.text(*name).is_some() && !name.lower().fits(c"token|secret|assertion") && to.get(*name).is_none()
    };
    for name in from.names().items().filter(is_shown).take(room) {
        to.put(name, from.get(name));
    }
}

record! {
    /// What asks for the token of a session.
    pub TokenOf {
        /// The session, where there is one.
        SESSION: Option<Session> = "session";
        /// Whether a refresh may come first.
        MAY_REFRESH: bool = "mayRefresh";
    }
}

record! {
    /// What asks which scope words a session lacks.
    pub ScopeQuestion {
        /// The session, where there is one.
        SESSION: Option<Session> = "session";
        /// The scope that is needed.
        NEEDED: Option<Scope> = "needed";
    }
}

/// The token of a session, for a use right now; `None` asks for a refresh first.
///
/// # Errors
/// `login_required`.
pub fn token_of(input: TokenOf, now: f64) -> Result<Option<Secret>> {
    let session = input.get(TokenOf::SESSION).unwrap_or_else(Session::new);
    session.token(now, input.get(TokenOf::MAY_REFRESH))
}

/// The needed words that a session lacks.
///
/// # Errors
/// `invalid_request`, where `needed` is no scope.
pub fn missing_of(input: ScopeQuestion) -> Result<List> {
    let name = ScopeQuestion::NEEDED.text();
    let refuse = || Error::field(Code::INVALID_REQUEST, name, c"must be scope words, in a string or an array");
    let needed = input.get(ScopeQuestion::NEEDED).ok_or_else(refuse)?;
    Ok(missing_scopes(input.get(ScopeQuestion::SESSION), needed))
}

record! {
    /// A copy of a session that another document stored or sent, and what this document has.
    pub OtherCopy {
        /// The copy.
        SENT: Session = "sent";
        /// The session of this document, where there is one.
        OURS: Option<Session> = "ours";
        /// Whether a document without a session takes the one that was sent.
        IS_AWAITED: bool = "isAwaited";
        /// Whether it is known that the refresh token of this document was replaced elsewhere.
        IS_OUTDATED: bool = "isOutdated";
        /// Where this document keeps a refresh token.
        REFRESH_TOKEN_STORE: Option<RefreshTokenStore> = "refreshTokenStore";
    }
}

/// The session to hold when there is another copy; `None` keeps ours. The copy with more refreshes counts. If it has no
/// refresh token, it gets that of the older one, unless that was replaced since: sending an old one may end both
/// (RFC 9700 §4.14).
#[must_use]
pub fn merge(copy: OtherCopy) -> Option<Session> {
    let sent = Session(Map::copy(copy.get(OtherCopy::SENT).0));
    if copy.get(OtherCopy::REFRESH_TOKEN_STORE) == Some(RefreshTokenStore::Discard) {
        sent.put(Session::REFRESH_TOKEN, None);
    }
    let Some(ours) = copy.get(OtherCopy::OURS) else {
        return if copy.get(OtherCopy::IS_AWAITED) { Some(sent) } else { None };
    };
    let is_newer = sent.get(Session::REFRESHES) > ours.get(Session::REFRESHES);
    let (newer, older) = if is_newer { (sent, ours) } else { (ours, sent) };
    let is_replaced = copy.get(OtherCopy::IS_OUTDATED)
        || newer.get(Session::ROTATED_AT).is_some_and(|rotated_at| rotated_at > older.get(Session::REFRESHES));
    let older_token = older.get(Session::REFRESH_TOKEN).filter(|_| !is_replaced);
    let knows_more = older_token.is_some() && !newer.is_refreshable();
    let merged = Session(Map::copy(newer.0));
    if knows_more {
        merged.put(Session::REFRESH_TOKEN, older_token);
    }
    if ours.is(Session::ID, sent.get(Session::ID)) && (is_newer || knows_more) { Some(merged) } else { None }
}
