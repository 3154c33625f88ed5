//! Starting a sign-in: what to remember, and where to go.

use super::config::{Config, DEFAULT_STATE_LIFETIME_SECONDS};
use crate::protocol::address::split;
use crate::protocol::authorize::{self, Request};
use crate::protocol::chars::is_url_trick;
use crate::protocol::parameters::carries;
use crate::protocol::pending::{POPUP, SignIn};
use crate::protocol::schema::{Kind, Schema, check};
use crate::protocol::text::joined;
use crate::protocol::{Code, Error, Platform, Result, Value, scope};

/// The options of a sign-in. `types.ts` documents each; `appState` is here JSON text.
pub const OPTIONS: &Schema = &[
    ("scope", Kind::Scope, false),
    ("returnTo", Kind::Text, false),
    ("appState", Kind::Text, false),
    ("params", Kind::Texts, false),
];

/// What the shell knows when a sign-in starts.
pub struct Here<'a> {
    /// The page's address.
    pub page: &'a str,
    /// Milliseconds since the epoch.
    pub now: f64,
    /// The nonce, from [`crate::protocol::pending::state`].
    pub state: &'a str,
    /// For a code: its verifier, of the same making, and the challenge that is the verifier's SHA-256, as base64url
    /// (RFC 7636 §4.2). Else empty.
    pub proof: (&'a str, &'a str),
}

/// Starts a sign-in (RFC 6749 §4.1.1, §4.2.1): what to remember, and the address to go to. By a popup
/// ([`POPUP`]), there is no place to come back to.
///
/// # Errors
/// `invalid_request`, naming the option.
pub fn start(config: &Config, options: &Value, here: &Here<'_>, platform: &impl Platform) -> Result<(SignIn, String)> {
    check(options, OPTIONS, Code::InvalidRequest, "options", platform)?;
    let scope = scope::read(options.get("scope")).unwrap_or_else(|| config.scope());
    let (verifier, challenge) = here.proof;
    let params = options.get("params");
    let request = Request { app: &config.settings, scope: &scope, state: here.state, challenge, params };
    let url = authorize::url(&request, &config.provider, platform)?;
    let lifetime = config.settings.get("stateLifetimeSeconds").as_number().unwrap_or(DEFAULT_STATE_LIFETIME_SECONDS);
    let mut sign_in = SignIn::new(here.state, config.binding(), &scope, here.now, lifetime);
    if !here.state.starts_with(POPUP) {
        sign_in.0.set_text("returnTo", &return_to(options.get("returnTo").as_text(), here.page, platform)?);
    }
    if !verifier.is_empty() {
        sign_in.0.set_text("verifier", verifier);
    }
    sign_in.0.set_copy("appState", options.get("appState"));
    Ok((sign_in, url))
}

/// Path, query and fragment, for the app to go back to. A path of two slashes would name another host when it is
/// resolved again (RFC 9700 §4.11: open redirects), so it starts with one.
fn return_to(wanted: Option<&str>, page: &str, platform: &impl Platform) -> Result<String> {
    let here = platform.address(page, None);
    let there = platform.address(wanted.unwrap_or(page), Some(page));
    if wanted.is_some_and(is_url_trick) || there.origin != here.origin || there.place().is_empty() {
        return Err(Error::field(Code::InvalidRequest, "returnTo", "a place on this page's origin is needed"));
    }
    let mut place = there.place();
    // A token that nobody has handled, such as a forged one, is nothing to come back to, nor to store.
    if carries(place, "access_token", platform) {
        place = split(place).0;
    }
    while let Some(shorter) = place.strip_prefix('/') {
        place = shorter;
    }
    Ok(joined("/", place))
}
