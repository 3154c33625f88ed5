//! The example app of these tests: `https://app.example`, client `our-app`, signed in to CoolSMS. The world around it is that
//! of the thread.

use std::sync::LazyLock;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use coolsms_oauth2::client::{
    api_error, call, callback, config as configuration, functions, session, sign_in as starting, tokens,
};
use coolsms_oauth2::host::Value;
use coolsms_oauth2::host::imports::world;
use coolsms_oauth2::host::storage::now;
use coolsms_oauth2::protocol::pending::STORAGE_KEY;
use serde_json::{Value as Json, json};
use url::form_urlencoded::byte_serialize;

use super::rows::{settings as provider_settings, state_of};
use super::{Outcome, answer, flow, with};

/// The origin of the app.
pub const PAGE: &str = "https://app.example";
/// Where its responses arrive.
pub const REDIRECT_URI: &str = "https://app.example/callback";
/// The page from which its sign-ins start.
pub const INBOX: &str = "https://app.example/inbox?tab=2#top";
/// Now, in milliseconds since the epoch, as a new world has it.
pub const NOW: i64 = 1_700_000_000_000;
/// A minute, in milliseconds.
pub const MINUTE: i64 = 60_000;

/// Sets the clock, in milliseconds since the epoch.
pub fn at(now: i64) {
    world(|it| it.now = now as f64);
}

/// The app's settings, some of them replaced.
pub fn settings(changes: &Json) -> Json {
    let own = json!({ "clientId": "our-app", "redirectUri": REDIRECT_URI, "scope": "users:read cash:read" });
    with(own, changes)
}

/// Opens a client with these settings.
pub fn open(settings: &Json) -> Outcome {
    flow(configuration::open, &json!({ "settings": settings, "origin": PAGE }))
}

/// Opens the app's client, some of its settings replaced.
pub fn config(changes: &Json) -> Outcome {
    open(&settings(changes))
}

/// The app's client as it is.
pub fn plain() -> Json {
    static PLAIN: LazyLock<Json> = LazyLock::new(|| config(&json!({})).expect("the example is valid"));
    PLAIN.clone()
}

/// The app's client for that provider of `providers.json`.
pub fn client_of(provider: &str) -> Json {
    config(&json!({ "provider": provider_settings(provider) })).expect("the provider is valid")
}

/// The app's client for a provider with every endpoint, for a code, some of the provider's settings replaced.
pub fn standard(changes: &Json) -> Json {
    let provider = json!({ "id": "p", "issuer": "https://auth.example", "tokenEndpoint": "https://auth.example/token",
        "authorizationEndpoint": "https://auth.example/authorize", "revocationEndpoint": "https://auth.example/revoke" });
    config(&json!({ "provider": with(provider, changes) })).expect("it is valid")
}

/// The state of the pending sign-in; `{ours}` in a URL stands for it.
pub fn ours() -> String {
    state_of("ours")
}

/// A pending sign-in of a client, which started now, some of its members replaced.
pub fn sign_in(config: &Json, changes: &Json) -> Json {
    let own = json!({ "clientId": config["clientId"], "provider": config["provider"]["id"],
        "redirectUri": config["redirectUri"], "responseType": config["responseType"], "state": ours(),
        "scope": ["users:read", "cash:read"], "issuedAt": NOW, "expiresAt": NOW + 10 * MINUTE });
    with(own, changes)
}

/// Puts pending sign-ins into sessionStorage, in the place of what is there.
pub fn remember(records: &[Json]) {
    store(&Json::from(records).to_string());
}

/// Puts a text into sessionStorage where the pending sign-ins are.
pub fn store(text: &str) {
    world(|it| it.stored.insert(key(), text.to_owned()));
}

/// The pending sign-ins in sessionStorage.
pub fn remembered() -> Vec<Json> {
    let stored = world(|it| it.stored.get(&key()).cloned());
    stored.map_or(Vec::new(), |text| serde_json::from_str(&text).expect("JSON"))
}

fn key() -> String {
    STORAGE_KEY.to_str().expect("ASCII").to_owned()
}

/// Starts a sign-in, `context` telling of it what is not as usual: where it goes.
pub fn start(config: &Json, context: &Json) -> Outcome {
    flow(starting::start, &with(json!({ "config": config, "page": INBOX }), context))
}

/// A sign-in that starts with these options, by redirect: what is remembered, and where it goes.
pub fn started(config: &Json, options: &Json) -> (Json, String) {
    let started = start(config, &json!({ "options": options })).expect("it starts");
    let url = started["url"].as_str().expect("a URL").to_owned();
    (remembered().pop().expect("it is remembered"), url)
}

/// The parameters of a URL's query of that name.
pub fn parameter(url: &str, name: &str) -> Vec<String> {
    let url = url::Url::parse(url).expect("a URL");
    url.query_pairs().filter(|(known, _)| known == name).map(|(_, value)| value.into()).collect()
}

/// What a URL means to a client; null where it is no response to it.
pub fn receive(config: &Json, url: &str) -> Outcome {
    receive_in(1.0, config, url)
}

/// The same in the document that was created then.
pub fn receive_in(document: f64, config: &Json, url: &str) -> Outcome {
    flow(callback::receive, &json!({ "config": config, "url": url.replace("{ours}", &ours()), "document": document }))
}

/// What comes of this response to the one sign-in that is pending.
pub fn arrived(config: &Json, response: &str) -> Outcome {
    remember(&[sign_in(config, &json!({ "returnTo": "/inbox", "appState": "{\"draft\":7}" }))]);
    receive(config, &[config["redirectUri"].as_str().expect("a URL"), response].concat())
}

/// The session that this response begins.
pub fn signed_in(config: &Json, response: &str) -> Json {
    arrived(config, response).expect("signed in")["session"].clone()
}

/// The permit of a call by GET, or what `context` says of it; null asks for a refresh.
pub fn permit(config: &Json, session: &Json, url: &str, context: &Json) -> Outcome {
    let permit = |context| call::permit(context, now());
    flow(permit, &with(json!({ "config": config, "session": session, "url": url, "method": "GET" }), context))
}

/// What an answer of that status means whose `WWW-Authenticate` header is this: null where it is for the app.
pub fn check_answer(status: u16, challenge: &str) -> Outcome {
    check_answer_of(&json!({}), status, challenge)
}

/// The same for a call of which `context` tells more.
pub fn check_answer_of(context: &Json, status: u16, challenge: &str) -> Outcome {
    let check = |context| call::check_answer(context).map(|()| None::<Value>);
    flow(check, &with(json!({ "status": status, "challenge": challenge }), context))
}

/// What the body of a refused call says.
pub fn api_error(body: &str) -> Json {
    answer(api_error::read, &json!(body))
}

/// The token of a session for a use right now; null asks for a refresh.
pub fn token(session: &Json, may_refresh: bool) -> Outcome {
    flow(|input| session::token_of(input, now()), &json!({ "session": session, "mayRefresh": may_refresh }))
}

/// The session to hold when there is another copy; null keeps ours.
pub fn merge(copy: &Json) -> Json {
    answer(session::merge, copy)
}

/// What a session lacks.
pub fn missing(session: &Json, needed: &Json) -> Outcome {
    flow(session::missing_of, &json!({ "session": session, "needed": needed }))
}

/// What is sent to the token endpoint for a `signIn` or a `session`.
pub fn token_request(config: &Json, of: &Json) -> Json {
    answer(tokens::request, &with(json!({ "config": config }), of))
}

/// What is sent to the revocation endpoint for a `session`.
pub fn revocation_request(config: &Json, of: &Json) -> Json {
    answer(tokens::revocation, &with(json!({ "config": config }), of))
}

/// What the answer to a [`token_request`] means.
pub fn receive_tokens(config: &Json, of: &Json, status: u16, body: &str) -> Outcome {
    flow(tokens::receive, &with(json!({ "config": config, "status": status, "body": body }), of))
}

/// A state bound to the app, or to what differs from it.
pub fn generate_state(changes: &Json) -> Outcome {
    flow(functions::generate_state, &with(json!({ "clientId": "our-app", "redirectUri": REDIRECT_URI }), changes))
}

/// Uses a state of the app, or of what differs from it.
pub fn verify_state(state: &str, changes: &Json) -> Outcome {
    let expected = with(json!({ "clientId": "our-app", "redirectUri": REDIRECT_URI }), changes);
    flow(functions::verify_state, &json!({ "state": state, "expected": expected }))
}

/// The URL that starts a sign-in of the app where it ties it together itself, some of its request replaced.
pub fn authorize_url(changes: &Json) -> Outcome {
    let own = json!({ "clientId": "our-app", "redirectUri": REDIRECT_URI, "state": "s" });
    flow(functions::authorize_url, &with(own, changes))
}

/// The response in a URL, as that provider gives it; null is CoolSMS.
pub fn parse_response(url: &str, provider: &Json) -> Outcome {
    flow(functions::parse_response, &json!({ "url": url, "provider": provider }))
}

/// The session that this token begins, in a response that goes on with `more`, after a sign-in that asked for `requested`.
pub fn session_of(client: &Json, requested: &Json, token: &str, more: &str) -> Outcome {
    remember(&[sign_in(client, &json!({ "scope": requested }))]);
    let token: String = byte_serialize(token.as_bytes()).collect();
    let url = [REDIRECT_URI, "#state={ours}&token_type=Bearer&access_token=", &token, more].concat();
    receive(client, &url).map(|result| result["session"].clone())
}

/// An unsigned JWT of this payload, JSON or a text that is none: the client reads them as a hint alone.
pub fn jwt(payload: &impl ToString) -> String {
    let payload = BASE64_URL_SAFE_NO_PAD.encode(payload.to_string());
    ["eyJhbGciOiJub25lIn0", &payload, "c2ln"].join(".")
}
