//! Pending sign-ins: their states are valid once, for a limited time, in one binding, and there are sixteen at most.

use crate::case::cases;
use crate::support::app::{
    MINUTE, NOW, REDIRECT_URI, at, generate_state, ours, plain, receive, remember, remembered, sign_in, store,
    verify_state,
};
use crate::support::{code, flow, named, refusal};
use coolsms_oauth2::client::functions;
use coolsms_oauth2::host::imports::world;
use serde_json::{Value as Json, json};

cases! {
    [S11] state_is_valid_once,
    [S7 S11 S47] of_a_used_sign_in_little_is_left,
    [S12 S49] state_is_valid_within_its_lifetime_only,
    [S12] expired_state_is_purged,
    [S10 S14] state_is_valid_in_its_binding_only,
    [S9 S10] missing_and_wrong_state_have_own_codes,
    [S47] seventeenth_replaces_oldest,
    [S47] records_older_than_a_day_are_purged,
    [] used_and_expired_states_are_not_live,
    [S46] invalid_storage_is_ignored,
    [S14] generated_state_is_bound_and_dated,
    [] invalid_binding_is_named,
    [S47] million_stored_records_become_sixteen,
}

/// Remembers sign-ins of the app with these states, which start now.
fn pending(states: &[&str]) {
    let plain = plain();
    remember(&states.iter().map(|state| sign_in(&plain, &json!({ "state": state }))).collect::<Vec<_>>());
}

/// What comes of a state.
fn used(state: &str) -> String {
    code(&verify_state(state, &json!({}))).to_owned()
}

/// The states that are remembered.
fn states() -> Vec<String> {
    remembered().iter().map(|record| record["state"].as_str().expect("a state").to_owned()).collect()
}

fn state_is_valid_once() {
    let [a, b] = [(); 2].map(|()| generate_state(&json!({})).expect("a state"));
    let [a, b] = [&a, &b].map(|state| state.as_str().expect("a text"));
    let issued = remembered();
    assert_eq!(verify_state(a, &json!({})), Ok(issued[0].clone()));
    assert_eq!([a, b, b, a].map(used), ["state_replayed", "ok", "state_replayed", "state_replayed"]);
}

fn of_a_used_sign_in_little_is_left() {
    let whole = sign_in(&plain(), &json!({ "returnTo": "/inbox", "appState": "7", "verifier": "v3rifier" }));
    remember(std::slice::from_ref(&whole));
    assert_eq!(verify_state(&ours(), &json!({})), Ok(whole.clone()));
    let left = remembered().remove(0);
    assert_eq!(left, json!({ "state": whole["state"], "issuedAt": whole["issuedAt"], "used": true }));
}

/// A clock that was set back, or is none, does not make it live longer.
fn state_is_valid_within_its_lifetime_only() {
    let lifetime = 600_000.0;
    for (later, expected) in [
        (0.0, "ok"),
        (lifetime - 1.0, "ok"),
        (lifetime, "state_expired"),
        (1e300, "state_expired"),
        (-60_000.0, "ok"),
        (1.0 - lifetime, "ok"),
        (-lifetime, "state_expired"),
        (-1e300, "state_expired"),
        (f64::NAN, "state_expired"),
    ] {
        pending(&["a"]);
        world(|it| it.now = NOW as f64 + later);
        assert_eq!(used("a"), expected, "{later}");
    }
}

fn expired_state_is_purged() {
    pending(&["a", "b"]);
    at(NOW + 11 * MINUTE);
    assert_eq!((used("a").as_str(), states()), ("state_expired", vec!["b".to_owned()]));
    assert_eq!(used("a"), "state_mismatch");
}

fn state_is_valid_in_its_binding_only() {
    pending(&["a"]);
    for other in [
        json!({ "clientId": "other" }),
        json!({ "provider": "other" }),
        json!({ "redirectUri": "https://app.example/other" }),
        json!({ "redirectUri": "https://app.example/callback/" }),
        json!({ "responseType": "code" }),
        json!({ "clientId": "Our-App" }),
    ] {
        assert_eq!(code(&verify_state("a", &other)), "state_mismatch", "{other}");
    }
    assert_eq!(used("a"), "ok");
    let other = verify_state("a", &json!({ "clientId": "other" }));
    assert_eq!(code(&other), "state_replayed", "it was used, whoever asks");
}

fn missing_and_wrong_state_have_own_codes() {
    pending(&["a"]);
    let before = remembered();
    assert_eq!(used(""), "missing_state");
    assert_eq!(["b", "aa", "A", "a "].map(used), ["state_mismatch"; 4]);
    assert_eq!(remembered(), before);
    remember(&[]);
    assert_eq!(used("a"), "state_mismatch");
}

fn seventeenth_replaces_oldest() {
    let issued: Vec<Json> = (0..40).map(|_| generate_state(&json!({})).expect("a state")).collect();
    assert_eq!(json!(states()), json!(issued[24..]));
}

fn records_older_than_a_day_are_purged() {
    let day = 24 * 60 * MINUTE;
    for (later, expected) in [(day - 1, 3), (day, 1), (-day, 1)] {
        pending(&["a", "b"]);
        at(NOW + later);
        assert!(generate_state(&json!({})).is_ok());
        assert_eq!(remembered().len(), expected, "{later}");
    }
}

/// An error without a state is told while a sign-in waits, and the app's own otherwise.
fn used_and_expired_states_are_not_live() {
    let client = plain();
    let arrives = || {
        let before = remembered();
        let outcome = receive(&client, &[REDIRECT_URI, "?error=access_denied"].concat());
        remember(&before);
        outcome.map_or_else(|error| error["code"].clone(), |_| json!("the app's own"))
    };
    pending(&["a"]);
    assert_eq!(arrives(), "missing_state");
    at(NOW + 10 * MINUTE);
    assert_eq!(arrives(), "the app's own");
    at(NOW);
    assert_eq!(used("a"), "ok");
    assert_eq!(arrives(), "the app's own");
}

fn invalid_storage_is_ignored() {
    for junk in [
        json!(null),
        json!(7),
        json!("x"),
        json!({ "a": 1 }),
        json!([1, [], {}, null]),
        json!([{ "state": "a" }]),
        json!([{ "state": 7, "issuedAt": "now" }]),
        json!([{ "state": "a", "clientId": "our-app", "provider": "coolsms", "redirectUri": REDIRECT_URI,
            "responseType": "token", "expiresAt": "never" }]),
    ] {
        store(&junk.to_string());
        assert!(verify_state("a", &json!({})).is_err(), "{junk}");
        let state = generate_state(&json!({})).expect("a state");
        assert_eq!(used(state.as_str().expect("a text")), "ok", "{junk}");
    }
}

fn generated_state_is_bound_and_dated() {
    let state = generate_state(&json!({ "scope": ["a", "b"] })).expect("a state");
    assert_eq!(remembered(), [sign_in(&plain(), &json!({ "state": state, "scope": ["a", "b"] }))]);
    let state = generate_state(&json!({ "lifetimeSeconds": 60, "provider": "p", "responseType": "code" }));
    let other = json!({ "state": state.expect("a state"), "expiresAt": NOW + MINUTE, "provider": "p",
        "responseType": "code", "scope": [] });
    assert_eq!(remembered()[1], sign_in(&plain(), &other));
}

fn invalid_binding_is_named() {
    let wrong = json!([{ "clientId": null }, { "redirectUri": null }, { "redirectUri": "/callback" }, { "colour": "blue" },
        { "lifetimeSeconds": 0 }, { "lifetimeSeconds": 86_401 }, { "responseType": "id_token" }]);
    for (wrong, field) in named(&wrong) {
        for outcome in [generate_state(wrong), verify_state("a", wrong)] {
            assert_eq!(refusal(&outcome), ("invalid_request", field), "{wrong}");
        }
    }
    for (wrong, field) in [(json!("binding"), "binding"), (json!(null), "clientId")] {
        assert_eq!(refusal(&flow(functions::generate_state, &wrong)), ("invalid_request", field));
        let check = json!({ "state": "a", "expected": wrong });
        assert_eq!(refusal(&flow(functions::verify_state, &check)), ("invalid_request", field));
    }
}

fn million_stored_records_become_sixteen() {
    let records = "{},".repeat(1_000_000);
    store(&["[", &records, &sign_in(&plain(), &json!({})).to_string(), "]"].concat());
    assert_eq!(used(&ours()), "ok");
    assert_eq!(remembered().len(), 16);
}
