//! Addresses that may be responses: the whole way through `callback::receive`, with pending, used and expired
//! sign-ins, and one of another app.
//!
//! A token is accepted only with the state of a pending sign-in of this client, and once; any other response ends no
//! sign-in; no token is shown.

use std::sync::LazyLock;

use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::protocol::Code;
use coolsms_oauth2::protocol::pending::{Binding, Pending, SignIn};
use coolsms_oauth2::protocol::response::MAX_BYTES;
use serde_json::json;
use url::form_urlencoded;

use super::SECRET;
use crate::support::app::{MINUTE, NOW, REDIRECT_URI, arrive, config, told, use_state};
use crate::support::{shown, value};

/// Clients that differ in how they read a response, and the parameter that holds their state.
static CLIENTS: LazyLock<Vec<(Config, &str)>> = LazyLock::new(|| {
    let endpoint = "https://auth.example/authorize";
    let provider = |more: (&str, &str)| {
        json!({ "provider":
        { "id": "own", "authorizationEndpoint": endpoint, "responseType": "token", (more.0): more.1 } })
    };
    let clients = [
        (json!({}), "state"),
        (provider(("issuer", "https://auth.example")), "state"),
        (provider(("responseIn", "query")), "state"),
        (provider(("stateIn", "redirect_uri")), "oauth_state"),
    ];
    clients.into_iter().map(|(changes, state)| (config(&changes).expect("it is good"), state)).collect()
});

/// Judges an address, or what stands behind the redirect URI, and the same with a secret in each place for one.
pub fn check(input: &str) {
    let url = if input.starts_with("https://") { input.to_owned() } else { [REDIRECT_URI, input].concat() };
    if url.contains(SECRET) {
        return;
    }
    let marked = with_secret(&url);
    for (client, state) in CLIENTS.iter() {
        judge(client, state, &url);
        judge(client, state, &marked);
    }
}

fn judge(client: &Config, state: &str, url: &str) {
    let mut pending = sign_ins(client);
    let before = pending.clone();
    let states = values(url, state);
    let is_live = |pending: &Pending| use_state(&mut pending.clone(), "ours", &client.binding(), NOW).is_ok();

    match arrive(client, &mut pending, url, NOW) {
        None => {
            assert_eq!(pending, before, "an address that is no response changed something");
            let is_token = url.starts_with(&[REDIRECT_URI, "#access_token="].concat());
            assert!(!is_token, "a token stays in the address");
        }
        Some(Ok((session, place))) => {
            assert_eq!(states, ["ours"], "a token was accepted without its state");
            assert_eq!(place.get("returnTo").text(), "/ours", "it is another sign-in");
            assert_eq!(values(url, "access_token"), [session.access_token()], "it is another token");
            assert!(url.len() <= MAX_BYTES && !session.access_token().is_empty());
            assert!(!is_live(&pending), "the state is still valid");
            let again = arrive(client, &mut pending, url, NOW).expect("it is a response still");
            assert_eq!(again.expect_err("it was used").code, Code::StateReplayed);
            // What an app sees of a session, and what remains of the sign-in.
            let visible = format!("{session:?} {:?} {place:?} {pending:?}", told(&session));
            assert!(!visible.contains(SECRET), "a token is shown: {visible}");
        }
        Some(Err(error)) => {
            assert!(!shown(&error).contains(SECRET), "a token is shown: {}", shown(&error));
            assert!(!format!("{pending:?}").contains(SECRET), "a token is remembered");
        }
    }
    if !states.iter().any(|state| state == "ours") {
        assert!(is_live(&pending), "a response of another state ended the sign-in");
    }
}

/// A pending sign-in, a used one, an expired one, and one of another app.
fn sign_ins(client: &Config) -> Pending {
    let of = |state: &str, binding: Binding, minutes_ago: f64| {
        let mut sign_in = SignIn::new(state, binding, "users:read", NOW - minutes_ago * MINUTE, 600.0);
        sign_in.0.set_text("returnTo", &["/", state].concat());
        sign_in
    };
    let mut used = of("old", client.binding(), 2.0);
    used.end();
    let another = value(&json!({ "clientId": "another-app", "redirectUri": REDIRECT_URI }));
    let theirs = Binding::new(&another, client.provider.get("id").text(), "token");
    let mut pending = Pending::default();
    for sign_in in
        [used, of("stale", client.binding(), 11.0), of("theirs", theirs, 1.0), of("ours", client.binding(), 1.0)]
    {
        pending.add(sign_in, NOW);
    }
    pending
}

/// Every value of that name in query and fragment, as the browser's rules decode it.
fn values(url: &str, name: &str) -> Vec<String> {
    let (front, fragment) = url.split_once('#').unwrap_or((url, ""));
    let query = front.split_once('?').map_or("", |(_, query)| query);
    let pairs = [query, fragment].into_iter().flat_map(|part| form_urlencoded::parse(part.as_bytes()));
    pairs.filter(|(known, _)| known == name).map(|(_, value)| value.into_owned()).collect()
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
    let fragment = fragment.map(|fragment| ["#", &marked(fragment)].concat()).unwrap_or_default();
    [base, &query, &fragment].concat()
}
