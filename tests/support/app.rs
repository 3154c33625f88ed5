//! The example app of these tests: `https://app.example`, client `our-app`, signed in to CoolSMS.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use coolsms_oauth2::client::call::{Call, permit};
use coolsms_oauth2::client::callback::{Arrival, Outcome, receive};
use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::client::functions;
use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::client::sign_in::{Here, start};
use coolsms_oauth2::protocol::address::Address;
use coolsms_oauth2::protocol::pending::{self, Binding, Pending, STATE_BYTES, SignIn};
use coolsms_oauth2::protocol::{Result, Value, scope};
use serde_json::{Value as Json, json};

use super::{Native, value};

/// The origin of the app.
pub const PAGE: &str = "https://app.example";
/// Where its responses arrive.
pub const REDIRECT_URI: &str = "https://app.example/callback";
/// Now, in milliseconds since the epoch.
pub const NOW: f64 = 1_700_000_000_000.0;
/// A minute, in milliseconds.
pub const MINUTE: f64 = 60_000.0;

/// What its states are bound to.
pub fn our_binding() -> Binding {
    binding(&json!({}))
}

/// What they are bound to, some of it replaced.
pub fn binding(changes: &Json) -> Binding {
    let mut bound = json!({ "clientId": "our-app", "provider": "coolsms", "redirectUri": REDIRECT_URI,
        "responseType": "token" });
    merge(&mut bound, changes);
    let bound = value(&bound);
    Binding::new(&bound, bound.get("provider").text(), bound.get("responseType").text())
}

/// Uses the state: ends its sign-in, and returns what it was.
pub fn use_state(pending: &mut Pending, state: &str, binding: &Binding, now: f64) -> Result<SignIn> {
    let sign_in = pending.find(state, binding, now)?;
    let before = sign_in.clone();
    sign_in.end();
    Ok(before)
}

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
    config(&json!({})).expect("the example is valid")
}

/// Starts a sign-in from a page of the app.
pub fn start_from(page: &str, config: &Config, options: &Json, random: u8) -> Result<(SignIn, String)> {
    let here = Here { page, now: NOW, state: &pending::state(&[random; STATE_BYTES]), proof: ("", "") };
    let mut options = value(options);
    options.set_text("appState", "{\"draft\":7}");
    start(config, &options, &here, &Native)
}

/// Starts a sign-in from the app's inbox.
pub fn start_with(config: &Config, options: &Json) -> Result<(SignIn, String)> {
    start_from("https://app.example/inbox?tab=2#top", config, options, 7)
}

/// A sign-in of the app.
pub fn sign_in(state: &str, now: f64) -> SignIn {
    SignIn::new(state, our_binding(), "users:read cash:read", now, 600.0)
}

/// A session, and the place where its sign-in started.
pub type Accepted = (Session, Value);

/// The outcome of a URL at that time; `None` where it is no callback.
pub fn arrive(config: &Config, pending: &mut Pending, url: &str, now: f64) -> Option<Result<Accepted>> {
    match receive(config, pending, &Arrival { url, now, session_id: "session-1" }, &Native) {
        Outcome::NoCallback => None,
        Outcome::Refused(error) => Some(Err(error)),
        Outcome::SignedIn(mut result) => Some(Ok((Session(result.take("session")), result))),
    }
}

/// What an app does not see of a session.
const PRIVATE: [&str; 5] = ["accessToken", "refreshToken", "refreshes", "rotatedAt", "freshUntil"];

/// What an app may know of a session: everything but the tokens. The package's JavaScript does the same.
pub fn told(session: &Session) -> Value {
    Value::Map(session.0.members().iter().filter(|(name, _)| !PRIVATE.contains(&name.as_str())).cloned().collect())
}

/// The `Authorization` header of a call, or the refusal. `needed` is the scope that the app names.
pub fn prepare(
    config: &Config,
    session: Option<&Session>,
    method: &str,
    target: &Address,
    needed: Option<&str>,
    now: f64,
) -> Result<String> {
    let options = value(&json!({ "scope": needed }));
    let call = Call { method, target, options: &options, may_refresh: false };
    let permit = permit(config, session.unwrap_or(&Session::default()), &call, now, &Native)?;
    Ok(permit.expect("a refresh is not allowed here").authorization)
}

/// The session that a response begins, or the refusal.
pub fn signed_in(config: &Config, response: &str) -> Result<Session> {
    let mut pending = Pending::default();
    let binding = config.binding();
    pending.add(SignIn::new("ours", binding, "users:read cash:read", NOW, 600.0), NOW);
    let url = [REDIRECT_URI, response].concat();
    arrive(config, &mut pending, &url, NOW).expect("it is a callback").map(|(session, _)| session)
}

/// The authorization URL, as `buildAuthorizeUrl` makes it.
pub fn authorize_url(request: &Json) -> Result<String> {
    functions::authorize_url(value(request), &Native)
}

/// The words of a scope that a session lacks; `None` where it is no scope.
pub fn missing(session: &Session, needed: &Json) -> Option<Json> {
    let needed = scope::read(&value(needed))?;
    Some(super::json(&session.missing(&needed)))
}

/// An unsigned JWT of this payload: the client reads them as a hint alone.
pub fn jwt(payload: &Json) -> String {
    let payload = BASE64_URL_SAFE_NO_PAD.encode(payload.to_string());
    ["eyJhbGciOiJub25lIn0", &payload, "c2ln"].join(".")
}

/// A list of words as a value.
pub fn words(words: &[&str]) -> Value {
    Value::List(words.iter().map(|word| Value::Text((*word).into())).collect())
}
