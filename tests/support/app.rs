//! The example app of these tests: `https://app.example`, client `our-app`, signed in to CoolSMS.

use coolsms_oauth2::client::callback::{Accepted, Arrival, receive};
use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::client::functions;
use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::client::sign_in::{Here, start};
use coolsms_oauth2::protocol::pending::{Binding, Pending, STATE_BYTES, SignIn};
use coolsms_oauth2::protocol::{Result, Value, scope};
use serde_json::{Value as Json, json};

use super::{Native, address, value};

/// The origin of the app.
pub const PAGE: &str = "https://app.example";
/// Where its responses arrive.
pub const REDIRECT_URI: &str = "https://app.example/callback";
/// Now, in milliseconds since the epoch.
pub const NOW: f64 = 1_700_000_000_000.0;
/// A minute, in milliseconds.
pub const MINUTE: f64 = 60_000.0;

/// What its states are bound to.
pub const BINDING: Binding<'static> =
    Binding { client_id: "our-app", provider: "coolsms", redirect_uri: REDIRECT_URI, response_type: "token" };

/// Its settings, some of them replaced.
pub fn settings(changes: &Json) -> Json {
    let mut settings = json!({ "clientId": "our-app", "redirectUri": REDIRECT_URI, "scope": "users:read cash:read" });
    merge(&mut settings, changes);
    settings
}

/// Puts the members of one object over those of another.
pub fn merge(object: &mut Json, changes: &Json) {
    let changes = changes.as_object().expect("an object").clone();
    object.as_object_mut().expect("an object").extend(changes);
}

/// Its configuration, some of it replaced.
pub fn config(changes: &Json) -> Result<Config> {
    Config::new(value(&settings(changes)), PAGE, &Native)
}

/// Its configuration as it is.
pub fn plain() -> Config {
    config(&json!({})).expect("the example is good")
}

/// Starts a sign-in from a page of the app.
pub fn start_from(page: &str, config: &Config, options: &Json, random: u8) -> Result<(SignIn, String)> {
    let here =
        Here { page: &address(page), now: NOW, random: &[random; STATE_BYTES], app_state: Some("{\"draft\":7}") };
    start(config, &value(options), &here, &Native)
}

/// Starts a sign-in from the app's inbox.
pub fn start_with(config: &Config, options: &Json) -> Result<(SignIn, String)> {
    start_from("https://app.example/inbox?tab=2#top", config, options, 7)
}

/// A sign-in of the app.
pub fn sign_in(state: &str, now: f64) -> SignIn {
    SignIn::new(state, &BINDING, "users:read cash:read", now, 600.0)
}

/// What comes of an address at that time.
pub fn arrive(config: &Config, pending: &mut Pending, url: &str, now: f64) -> Option<Result<Accepted>> {
    receive(config, pending, Arrival { url, now, session_id: "session-1".into() }, &Native)
}

/// The session that a response begins, or why it begins none.
pub fn signed_in(config: &Config, response: &str) -> Result<Session> {
    let mut pending = Pending::default();
    let binding = config.binding();
    pending.add(SignIn::new("ours", &binding, "users:read cash:read", NOW, 600.0), NOW);
    let url = [REDIRECT_URI, response].concat();
    arrive(config, &mut pending, &url, NOW).expect("it is a callback").map(|(session, _)| session)
}

/// The address that starts a sign-in by hand, as `buildAuthorizeUrl` makes it.
pub fn authorize_url(request: &Json) -> Result<String> {
    functions::authorize_url(&value(request), &Native)
}

/// What of a scope a session lacks; `None` where that is no scope.
pub fn missing(session: &Session, needed: &Json) -> Option<Json> {
    let needed = scope::read(&value(needed))?;
    Some(super::json(&Value::List(session.missing(&needed))))
}

/// An unsigned JWT of this payload: the client reads them as a hint alone.
pub fn jwt(payload: &Json) -> String {
    let mut bytes = payload.to_string().into_bytes();
    // The crate's own writer takes whole groups of three bytes; JSON may end in spaces.
    bytes.resize(bytes.len().next_multiple_of(3), b' ');
    ["eyJhbGciOiJub25lIn0", &coolsms_oauth2::protocol::base64url::encode(&bytes), "c2ln"].join(".")
}

/// A list of words as a value.
pub fn words(words: &[&str]) -> Value {
    Value::List(words.iter().map(|word| Value::Text((*word).into())).collect())
}
