//! Addresses that may be responses: the whole way through `callback::receive`, with pending, used and expired
//! sign-ins, and one of another app.
//!
//! A token is accepted only with the state of a pending sign-in of this client, and once; any other response ends no
//! sign-in; no token is shown. What any provider's rules read in an address is well formed.

use std::sync::LazyLock;

use coolsms_oauth2::host::imports::{World, world};
use coolsms_oauth2::protocol::response::MAX_LIFETIME;
use serde_json::{Value as Json, json};
use url::form_urlencoded;

use crate::support::app::{
    MINUTE, NOW, REDIRECT_URI, client_of, ours, parse_response, plain, receive, remember, remembered, sign_in,
    verify_state,
};
use crate::support::rows::{settings, state_of};
use crate::support::{SECRET, shows_no_secret};

/// As `protocol::callback_url` has it.
const LONGEST: usize = 65_536;

/// Clients that differ in how they read a response, and the parameter that holds their state.
static CLIENTS: LazyLock<[(Json, &str); 4]> = LazyLock::new(|| {
    [
        (plain(), "state"),
        (client_of("issuer"), "state"),
        (client_of("in-query"), "state"),
        (client_of("no-echo"), "oauth_state"),
    ]
});

/// Judges an address, or what stands behind the redirect URI, and the same with a secret in each place for one.
pub fn check(input: &str) {
    let url = if input.starts_with("https://") { input.to_owned() } else { [REDIRECT_URI, input].concat() };
    if url.contains(SECRET) {
        return;
    }
    ["coolsms", "strict", "either", "code", "no-echo"]
        .map(settings)
        .iter()
        .for_each(|provider| is_well_formed(input, provider));
    let marked = with_secret(&url);
    for (client, state) in CLIENTS.iter() {
        judge(client, state, &url);
        judge(client, state, &marked);
    }
}

/// What is true of every response that is read, by the rules of any provider.
fn is_well_formed(url: &str, provider: &Json) {
    let response = parse_response(url, provider).unwrap_or_default();
    if response.is_null() {
        return;
    }
    let success = response["accessToken"].as_str().or(response["code"].as_str());
    assert!(success.is_some() || response["error"].as_str().is_some_and(|error| !error.is_empty()));
    assert!(success.is_none_or(|it| !it.is_empty() && it.bytes().all(|byte| (0x20..=0x7e).contains(&byte))), "{url}");
    assert!(response["expiresIn"].as_f64().is_none_or(|lifetime| (1.0..=MAX_LIFETIME).contains(&lifetime)), "{url}");
    let name = if provider["stateIn"] == "redirect_uri" { "oauth_state" } else { "state" };
    // An empty one is none, and there are not two.
    assert_eq!(response["state"].as_str().unwrap_or_default(), values(url, name).concat(), "{url}");
}

fn judge(client: &Json, state: &str, url: &str) {
    world(|it| *it = World::default());
    let before = sign_ins(client);
    remember(&before);
    let states = values(url, state);
    let outcome = receive(client, url);
    let after = remembered();
    match outcome {
        Ok(Json::Null) => {
            assert_eq!(after, before, "an address that is no response changed something");
            let is_token = url.starts_with(&[REDIRECT_URI, "#access_token="].concat());
            let is_another_s = states.contains(&state_of("theirs"));
            assert!(!is_token || is_another_s, "a token stays in the address");
        }
        Ok(result) => {
            let token = result["session"]["accessToken"].as_str().expect("a token");
            assert_eq!(states, [ours()], "a token was accepted without its state");
            assert_eq!(result["returnTo"], "/ours", "it is another sign-in");
            assert_eq!(values(url, "access_token"), [token], "it is another token");
            assert!(url.encode_utf16().count() <= LONGEST && !token.is_empty());
            assert!(!is_live(client), "the state is still valid");
            let again = receive(client, url).expect_err("it was used");
            assert_eq!(again["code"], "state_replayed");
            // What remains of the sign-in, and what an app may see of a session.
            let extra = &result["session"]["extra"];
            assert!(extra.as_object().expect("an object").keys().all(|name| !name.ends_with("_token")), "{extra}");
        }
        Err(error) => shows_no_secret(&error),
    }
    shows_no_secret(&json!(after));
    if !states.iter().any(|state| *state == ours()) {
        remember(&after);
        assert!(is_live(client), "a response of another state ended the sign-in");
    }
}

/// Whether the state could be used now. It is used.
fn is_live(client: &Json) -> bool {
    verify_state(&ours(), &json!({ "provider": client["provider"]["id"] })).is_ok()
}

/// A used sign-in, an expired one, one of another app, and a pending one.
fn sign_ins(client: &Json) -> Vec<Json> {
    let of = |state: &str, minutes_ago: i64, client_id: &str| {
        let start = NOW - minutes_ago * MINUTE;
        let changes = json!({ "clientId": client_id, "state": state_of(state), "issuedAt": start, "expiresAt": start + 10 * MINUTE,
            "returnTo": (["/", state].concat()) });
        sign_in(client, &changes)
    };
    let mut used = of("old", 2, "our-app");
    used["used"] = json!(true);
    vec![used, of("stale", 11, "our-app"), of("theirs", 1, "another-app"), of("ours", 1, "our-app")]
}

/// Every value of that name in query and fragment, as the browser's rules decode it.
fn values(url: &str, name: &str) -> Vec<String> {
    let (front, fragment) = url.split_once('#').unwrap_or((url, ""));
    let query = front.split_once('?').map_or("", |(_, query)| query);
    let (_, fragment) = without_mark(fragment);
    let pairs = [query, fragment].into_iter().flat_map(|part| form_urlencoded::parse(part.as_bytes()));
    pairs.filter(|(known, _)| known == name).map(|(_, value)| value.into_owned()).collect()
}

/// A fragment, cut after the mark that a router may have put before it.
fn without_mark(fragment: &str) -> (&str, &str) {
    let length = ["!/", "/"].into_iter().find(|mark| fragment.starts_with(mark)).map_or(0, str::len);
    fragment.split_at(length)
}

/// The address with the secret at the beginning of every token and code.
fn with_secret(url: &str) -> String {
    let (front, fragment) = url.split_once('#').map_or((url, None), |(front, fragment)| (front, Some(fragment)));
    let (base, query) = front.split_once('?').map_or((front, None), |(base, query)| (base, Some(query)));
    let mark = |piece: &str| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        let decoded = form_urlencoded::parse(name.as_bytes()).next();
        let is_secret = decoded.is_some_and(|(name, _)| matches!(&*name, "access_token" | "refresh_token" | "code"));
        if is_secret { [name, "=", SECRET, value].concat() } else { piece.to_owned() }
    };
    let marked = |part: &str| part.split('&').map(mark).collect::<Vec<_>>().join("&");
    let query = query.map(|query| ["?", &marked(query)].concat()).unwrap_or_default();
    let fragment = fragment.map(without_mark);
    let fragment = fragment.map(|(mark, fragment)| ["#", mark, &marked(fragment)].concat()).unwrap_or_default();
    [base, &query, &fragment].concat()
}
