//! Starting a sign-in: what to remember, and where to go.

use super::config::Config;
use crate::protocol::address::Address;
use crate::protocol::authorize::{self, Request};
use crate::protocol::chars::is_url_trick;
use crate::protocol::pending::{self, STATE_BYTES, SignIn};
use crate::protocol::schema::{Kind, Schema, check};
use crate::protocol::{Code, Error, Platform, Result, Value, scope};

/// The options of a sign-in. `index.d.ts` documents each.
pub const OPTIONS: &Schema = &[
    ("scope", Kind::Scope, false),
    ("returnTo", Kind::Text, false),
    ("appState", Kind::Any, false),
    ("params", Kind::Texts, false),
];

/// What the shell knows when a sign-in starts.
pub struct Here<'a> {
    /// The page's address.
    pub page: &'a Address,
    /// Milliseconds since the epoch.
    pub now: f64,
    /// From the platform's CSPRNG.
    pub random: &'a [u8; STATE_BYTES],
    /// The app's note as JSON text.
    pub app_state: Option<&'a str>,
}

/// Starts a sign-in by redirect (RFC 6749 §4.2.1): what to store before leaving, and the address to go to.
///
/// # Errors
/// `invalid_request`, naming the option.
pub fn start(config: &Config, options: &Value, here: &Here<'_>, platform: &dyn Platform) -> Result<(SignIn, String)> {
    check(options, OPTIONS, Code::InvalidRequest, "options", platform)?;
    let own_scope = options.get("scope").and_then(scope::read);
    let scope = own_scope.as_deref().unwrap_or(&config.scope);
    let state = pending::state(here.random);
    let binding = config.binding();
    let request = Request {
        client_id: binding.client_id,
        redirect_uri: binding.redirect_uri,
        response_type: binding.response_type,
        scope,
        state: &state,
        params: options.get("params"),
    };
    let url = authorize::url(&request, &config.provider)?;
    let target = match options.text("returnTo") {
        Some(target) => platform.url(target, Some(&here.page.href)).filter(|_| !is_url_trick(target)),
        None => Some(here.page.clone()),
    };
    let return_to = target.filter(|target| target.origin == here.page.origin).and_then(|target| place(&target));
    if return_to.is_none() {
        let reason = "a place on this page's own origin is needed";
        return Err(Error::field(Code::InvalidRequest, "returnTo", reason));
    }
    let mut sign_in = SignIn::new(&state, &binding, scope, here.now, config.state_lifetime_seconds());
    sign_in.0.set_text("returnTo", return_to.as_deref());
    sign_in.0.set_text("appState", here.app_state);
    Ok((sign_in, url))
}

/// Path, query and fragment, for the app to go back to. A path of two slashes would name another host when it is
/// resolved again (RFC 9700 §4.11: open redirects), so it starts with one.
fn place(address: &Address) -> Option<String> {
    let place = address.place();
    (!place.is_empty()).then(|| ["/", place.trim_start_matches('/')].concat())
}
