//! The pending sign-ins, and the states that guard them (RFC 6749 §10.12, RFC 9700 §4.7).
//!
//! A state is bound to client, provider, redirect URI and response type. It can be used once and for a limited time. Used
//! ones are remembered, so that a replay can be told from a forgery.

use core::ffi::CStr;

use super::error::Refusal;
use super::provider::ResponseType;
use super::{Code, Error, Result, Scope, Secret};
use crate::host::codec::{json, to_json};
use crate::host::storage::{random_letters, store, stored};
use crate::host::{List, Map, Record, Text, Value, record};

/// The key of the pending sign-ins in sessionStorage.
pub const STORAGE_KEY: &CStr = c"coolsms-oauth2.pending";
/// Random letters of a state, four bits each: 256 bits, as RFC 7636 §7.1 wants of a code verifier too.
pub const STATE_LENGTH: i32 = 64;
/// What the state of a sign-in by popup begins with, so that the popup's page knows whose response it has.
pub const POPUP: &CStr = c"popup-";
/// How many sign-ins are remembered; the oldest gives way.
const MAX_RECORDS: i32 = 16;
/// How many of before are remembered with a new one.
const MAX_OTHERS: i32 = MAX_RECORDS - 1;
/// How long a used or stale one is remembered at the most, in milliseconds: a day.
const MAX_AGE_MS: f64 = 86_400_000.0;

record! {
    /// A pending sign-in, or what is left of one that has ended.
    pub PendingSignIn {
        /// The app's client identifier.
        CLIENT_ID: Option<Text> = "clientId";
        /// The provider's id.
        PROVIDER: Option<Text> = "provider";
        /// The token endpoint and the API of its provider, where a client started it.
        ENDPOINTS: Option<Text> = "endpoints";
        /// The redirect URI.
        REDIRECT_URI: Option<Text> = "redirectUri";
        /// What was asked for.
        RESPONSE_TYPE: Option<ResponseType> = "responseType";
        /// The state that its response must carry.
        STATE: Option<Text> = "state";
        /// The scope that was asked for.
        SCOPE: Option<Scope> = "scope";
        /// When it started, in milliseconds since the epoch.
        ISSUED_AT: f64 = "issuedAt";
        /// When its state expires, in milliseconds since the epoch.
        EXPIRES_AT: f64 = "expiresAt";
        /// Where the user was: path, query and fragment.
        RETURN_TO: Option<Text> = "returnTo";
        /// The app's note, as JSON text.
        APP_STATE: Option<Text> = "appState";
        /// The code verifier (RFC 7636 §4.1).
        VERIFIER: Option<Secret> = "verifier";
        /// Whether its state has been used.
        IS_USED: bool = "used";
        /// The code of its response, which is still to be exchanged.
        CODE: Option<Secret> = "code";
        /// The document that exchanges its code, by the time at which it was created: one that is loaded meanwhile is another.
        EXCHANGED_IN: f64 = "exchangedIn";
    }
}

record! {
    /// What a state is bound to: the members of its sign-in by which that is known.
    pub Binding {
        /// The app's client identifier.
        CLIENT_ID: Text = "clientId";
        /// The provider's id.
        PROVIDER: Text = "provider";
        /// Its token endpoint and its API, with a space between them: two providers of one id are two.
        ENDPOINTS: Option<Text> = "endpoints";
        /// The redirect URI.
        REDIRECT_URI: Text = "redirectUri";
        /// What is asked for.
        RESPONSE_TYPE: Option<ResponseType> = "responseType";
    }
}

impl PendingSignIn {
    /// Starts one: `now` in milliseconds since the epoch, the lifetime in seconds.
    #[must_use]
    #[inline(never)]
    pub fn start(state: Text, binding: Binding, scope: Scope, now: f64, lifetime_seconds: f64) -> Self {
        let sign_in = Self(Map::copy(binding.0));
        sign_in.put(Self::STATE, Some(state));
        sign_in.put(Self::SCOPE, Some(scope));
        sign_in.put(Self::ISSUED_AT, now);
        sign_in.put(Self::EXPIRES_AT, now + lifetime_seconds * 1000.0);
        sign_in
    }

    /// What is left of it once it has ended: enough to tell a replay from a forgery, and nothing else.
    #[inline(never)]
    fn used(self) -> Self {
        let left = Self::new();
        left.put(Self::STATE, self.get(Self::STATE));
        left.put(Self::ISSUED_AT, self.get(Self::ISSUED_AT));
        left.put(Self::IS_USED, true);
        left
    }

    /// Unused and young. A clock that was set back does not make it live longer.
    #[must_use]
    #[inline(never)]
    pub fn is_live(self, now: f64) -> bool {
        let lifetime = self.get(Self::EXPIRES_AT) - self.get(Self::ISSUED_AT);
        !self.get(Self::IS_USED) && self.age(now) < lifetime
    }

    /// How far now is from its start, in milliseconds.
    fn age(self, now: f64) -> f64 {
        (now - self.get(Self::ISSUED_AT)).abs()
    }

    /// Whether it is bound to the same. One without endpoints is a state that an app generated.
    #[must_use]
    pub fn is_bound_to(self, binding: Binding) -> bool {
        binding.0.names().items().all(|name| {
            let own = self.0.get(name);
            own == binding.0.get(name) || (own.is_none() && name.is(c"endpoints"))
        })
    }

    /// An error of this sign-in tells the app where the user was.
    #[must_use]
    pub fn with_place(self, error: Error) -> Error {
        let refusal = error.refusal();
        refusal.set(Refusal::RETURN_TO, self.get(Self::RETURN_TO));
        refusal.set(Refusal::APP_STATE, self.get(Self::APP_STATE));
        error
    }
}

/// A state, a code verifier or a session's id: random, of letters that are unreserved (RFC 3986 §2.3).
///
/// # Errors
/// `no_randomness`: nothing weaker stands in for the platform's generator.
pub fn random_name() -> Result<Text> {
    random_letters(STATE_LENGTH).ok_or_else(|| Error::new(Code::NO_RANDOMNESS, c"the browser gave no random bytes"))
}

/// The pending sign-ins that this tab remembers, oldest first.
#[derive(Clone, Copy)]
pub struct Pending(List);

impl Pending {
    /// None.
    #[must_use]
    pub fn empty() -> Self {
        Self(List::new())
    }

    /// One alone, which no storage knows.
    #[must_use]
    pub fn only(sign_in: PendingSignIn) -> Self {
        let list = List::new();
        list.push(sign_in.0.value());
        Self(list)
    }

    /// Reads stored JSON text. Of more records than sixteen, it keeps the youngest.
    #[must_use]
    #[inline(never)]
    pub fn from_json(text: Text) -> Self {
        Self(json(text).and_then(Value::as_list).unwrap_or_default().last(MAX_RECORDS))
    }

    /// The text to store.
    #[must_use]
    pub fn to_json(self) -> Text {
        to_json(self.0.value())
    }

    /// The records, oldest first; what is none is passed over.
    pub fn records(self) -> impl Iterator<Item = PendingSignIn> {
        self.0.items().filter_map(|item| item.as_map().map(PendingSignIn))
    }

    /// These and a new one, without those that are older than a day, and the oldest beyond sixteen.
    #[must_use]
    pub fn with(self, sign_in: PendingSignIn, now: f64) -> Self {
        let kept = List::new();
        for old in Self(self.0.last(MAX_OTHERS)).records() {
            if old.age(now) < MAX_AGE_MS {
                kept.push(old.0.value());
            }
        }
        kept.push(sign_in.0.value());
        Self(kept)
    }

    /// These without the sign-ins of a client that are older than one of it which has ended: the user has abandoned them.
    #[must_use]
    pub fn without_older(self, ended: PendingSignIn, binding: Binding) -> Self {
        let others = List::new();
        let mut is_older = true;
        for record in self.records() {
            is_older &= record.get(PendingSignIn::STATE) != ended.get(PendingSignIn::STATE);
            if !is_older || record.get(PendingSignIn::IS_USED) || !record.is_bound_to(binding) {
                others.push(record.0.value());
            }
        }
        Self(others)
    }

    /// Whether a sign-in of that binding waits for its response.
    #[must_use]
    pub fn is_any_live(self, binding: Binding, now: f64) -> bool {
        self.records().any(|sign_in| sign_in.is_live(now) && sign_in.is_bound_to(binding))
    }

    /// Whether another client of this tab waits for the response with that state, which is not of this one.
    #[must_use]
    pub fn is_awaited(self, state: Text, now: f64) -> bool {
        self.find(state).is_some_and(|known| known.is_live(now))
    }

    /// Notes that the code of a sign-in, which has ended, is being exchanged: until then its place is kept, and whose it is.
    pub fn note_exchange(self, sign_in: PendingSignIn, binding: Binding, document: f64) {
        if let Some(left) = sign_in.get(PendingSignIn::STATE).and_then(|state| self.find(state)) {
            for name in binding.0.names().items() {
                left.0.put(name, binding.0.get(name));
            }
            left.put(PendingSignIn::EXCHANGED_IN, document);
            left.set(PendingSignIn::RETURN_TO, sign_in.get(PendingSignIn::RETURN_TO));
            left.set(PendingSignIn::APP_STATE, sign_in.get(PendingSignIn::APP_STATE));
        }
    }

    /// Takes back that note for the sign-ins that fit; the last of them.
    pub fn end_exchanges(self, fits: impl Fn(PendingSignIn) -> bool) -> (Self, Option<PendingSignIn>) {
        let is_ending = |record: &PendingSignIn| !record.get(PendingSignIn::EXCHANGED_IN).is_nan() && fits(*record);
        let Some(found) = self.records().filter(is_ending).last() else { return (self, None) };
        let left = List::new();
        for record in self.records() {
            left.push(if is_ending(&record) { record.used() } else { record }.0.value());
        }
        (Self(left), Some(found))
    }

    /// Uses a state: the live sign-in that it guards, of which little is left here. `now` is in milliseconds since the epoch.
    /// Only the sign-in that is found ends; a stale one is forgotten.
    ///
    /// # Errors
    /// `missing_state`; `state_replayed`, whatever the used state was bound to; `state_mismatch` where it is unknown or bound
    /// to something else; `state_expired`.
    #[inline(never)]
    pub fn take(self, state: Option<Text>, binding: Binding, now: f64) -> Result<PendingSignIn> {
        let Some(state) = state else {
            return Err(Error::new(Code::MISSING_STATE, c"the response has no state: it may be forged"));
        };
        let known = self.find(state);
        let is_used = known.is_some_and(|known| known.get(PendingSignIn::IS_USED));
        if is_used {
            return Err(Error::new(Code::STATE_REPLAYED, c"the response was used before"));
        }
        let Some(known) = known.filter(|known| known.is_bound_to(binding)) else {
            return Err(Error::new(Code::STATE_MISMATCH, c"the state is not of this tab: the response may be forged"));
        };
        let left = known.is_live(now).then(|| known.used().0.value());
        self.0.replace(known.0.value(), left);
        if left.is_some() {
            Ok(known)
        } else {
            Err(known.with_place(Error::new(Code::STATE_EXPIRED, c"the response came too late")))
        }
    }

    /// The sign-in of that state.
    fn find(self, state: Text) -> Option<PendingSignIn> {
        self.0.find(PendingSignIn::STATE.text(), state.value()).map(PendingSignIn)
    }
}

/// The error of a storage that cannot be read or written.
#[cold]
#[must_use]
pub fn unavailable() -> Error {
    Error::new(Code::STORAGE_UNAVAILABLE, c"sessionStorage is missing, blocked or full")
}

/// The pending sign-ins of this tab and the text that they were read from.
///
/// # Errors
/// `storage_unavailable`.
#[inline(never)]
pub fn load() -> Result<(Pending, Text)> {
    let text = stored(Text::from(STORAGE_KEY)).ok_or_else(unavailable)?;
    Ok((Pending::from_json(text), text))
}

/// Remembers one more sign-in.
///
/// # Errors
/// `storage_unavailable`; then those of before stand.
#[inline(never)]
pub fn add_pending(sign_in: PendingSignIn, now: f64) -> Result<()> {
    let (pending, _) = load()?;
    let text = pending.with(sign_in, now).to_json();
    if store(Text::from(STORAGE_KEY), Some(text)) { Ok(()) } else { Err(unavailable()) }
}

/// Stores the pending sign-ins after one may have ended. Where storing fails all are forgotten: a used state must not become
/// usable again.
///
/// # Errors
/// `storage_unavailable`, where not even that is possible.
#[inline(never)]
pub fn save(pending: Pending, before: Text) -> Result<()> {
    let (key, text) = (Text::from(STORAGE_KEY), pending.to_json());
    if text == before || store(key, Some(text)) || store(key, None) { Ok(()) } else { Err(unavailable()) }
}
