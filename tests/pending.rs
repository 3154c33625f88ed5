//! Pending sign-ins: good once, for a while, in one binding, and sixteen at the most.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::functions::{binding, issue};
use coolsms_oauth2::protocol::pending::Pending;
use coolsms_oauth2::protocol::{Result, Value};
use serde_json::json;
use support::app::{MINUTE, NOW, REDIRECT_URI, our_binding, sign_in, spend, words};
use support::{Native, refusal, value};

fn with(states: &[&str]) -> Pending {
    let mut pending = Pending::default();
    for state in states {
        pending.add(sign_in(state, NOW), NOW);
    }
    pending
}

fn code<T>(result: Result<T>) -> &'static str {
    result.err().map_or("good", |error| error.code.as_str())
}

fn remembered(pending: &Pending) -> usize {
    pending.clone().into_value().items().len()
}

#[test]
fn a_state_is_good_once() {
    let mut pending = with(&["a", "b"]);
    assert_eq!(spend(&mut pending, "a", &our_binding(), NOW), Ok(sign_in("a", NOW)));
    assert_eq!(code(spend(&mut pending, "a", &our_binding(), NOW)), "state_replayed"); // S11
    assert_eq!(code(spend(&mut pending, "b", &our_binding(), NOW)), "good");
}

#[test]
fn a_replay_is_refused_after_storage_too() {
    let mut pending = with(&["a"]);
    assert!(spend(&mut pending, "a", &our_binding(), NOW).is_ok());
    let mut stored = Pending::from_value(pending.clone().into_value());
    assert_eq!(stored, pending);
    assert_eq!(code(spend(&mut stored, "a", &our_binding(), NOW)), "state_replayed"); // S11
}

#[test]
fn a_state_lives_as_long_as_it_was_given() {
    for (minutes, expected) in
        [(0.0, "good"), (9.999, "good"), (10.0, "state_expired"), (11.0, "state_expired"), (1e9, "state_expired")]
    {
        let mut pending = with(&["a"]);
        assert_eq!(code(spend(&mut pending, "a", &our_binding(), NOW + minutes * MINUTE)), expected, "{minutes}"); // S12
    }
}

#[test]
fn an_expired_state_is_purged() {
    let mut pending = with(&["a", "b"]);
    assert_eq!(code(spend(&mut pending, "a", &our_binding(), NOW + 11.0 * MINUTE)), "state_expired"); // S12
    assert!(!pending.knows("a") && pending.knows("b"));
    assert_eq!(code(spend(&mut pending, "a", &our_binding(), NOW + 11.0 * MINUTE)), "state_mismatch");
}

#[test]
fn a_clock_that_is_set_back_makes_no_state_live_longer() {
    for (minutes, expected) in [(-1.0, "good"), (-9.999, "good"), (-10.0, "state_expired"), (-600.0, "state_expired")] {
        let mut pending = with(&["a"]);
        assert_eq!(code(spend(&mut pending, "a", &our_binding(), NOW + minutes * MINUTE)), expected, "{minutes}"); // S49
    }
}

#[test]
fn a_clock_that_is_no_number_expires_every_state() {
    assert_eq!(code(spend(&mut with(&["a"]), "a", &our_binding(), f64::NAN)), "state_expired");
    assert!(!with(&["a"]).is_any_live(f64::NAN));
}

#[test]
fn a_state_is_bound_to_client_provider_redirect_uri_and_response_type() {
    let mut pending = with(&["a"]);
    for other in [
        json!({ "clientId": "other" }),
        json!({ "provider": "other" }),
        json!({ "redirectUri": "https://app.example/other" }),
        json!({ "redirectUri": "https://app.example/callback/" }),
        json!({ "responseType": "code" }),
        json!({ "clientId": "Our-App" }),
    ] {
        let other = support::app::binding(&other);
        assert_eq!(code(spend(&mut pending, "a", &other, NOW)), "state_mismatch", "{other:?}"); // S14
    }
    assert_eq!(code(spend(&mut pending, "a", &our_binding(), NOW)), "good"); // S10
}

#[test]
fn a_missing_and_a_wrong_state_are_told_apart_and_end_nothing() {
    let mut pending = with(&["a"]);
    let before = pending.clone();
    assert_eq!(code(spend(&mut pending, "", &our_binding(), NOW)), "missing_state"); // S10
    for wrong in ["b", "aa", "A", "a "] {
        assert_eq!(code(spend(&mut pending, wrong, &our_binding(), NOW)), "state_mismatch", "{wrong:?}");
    }
    assert_eq!(pending, before);
    assert_eq!(code(spend(&mut Pending::default(), "a", &our_binding(), NOW)), "state_mismatch"); // S9
}

#[test]
fn sixteen_are_remembered_and_the_oldest_gives_way() {
    let mut pending = Pending::default();
    for number in 0..40 {
        pending.add(sign_in(&number.to_string(), NOW), NOW);
        assert_eq!(remembered(&pending), 16.min(number + 1)); // S47
    }
    assert!(!pending.knows("23") && pending.knows("24") && pending.knows("39"));
}

#[test]
fn what_is_older_than_a_day_is_purged_by_the_next() {
    let day = 24.0 * 60.0 * MINUTE;
    for (later, expected) in [(day - 1.0, 3), (day, 1), (-day, 1)] {
        let mut pending = with(&["a", "b"]);
        pending.add(sign_in("c", NOW + later), NOW + later);
        assert_eq!(remembered(&pending), expected, "{later}"); // S47
    }
}

#[test]
fn spent_and_stale_ones_wait_for_nothing() {
    let mut pending = with(&["a"]);
    assert!(pending.is_any_live(NOW) && !pending.is_any_live(NOW + 10.0 * MINUTE));
    assert!(spend(&mut pending, "a", &our_binding(), NOW).is_ok());
    assert!(!pending.is_any_live(NOW) && pending.knows("a") && !pending.knows(""));
}

#[test]
fn storage_that_holds_something_else_does_no_harm() {
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
        let mut pending = Pending::from_value(value(&junk));
        assert!(!pending.is_any_live(NOW), "{junk}"); // S46
        assert!(spend(&mut pending, "a", &our_binding(), NOW).is_err(), "{junk}");
        pending.add(sign_in("b", NOW), NOW);
        assert_eq!(code(spend(&mut pending, "b", &our_binding(), NOW)), "good", "{junk}");
    }
}

#[test]
fn a_nonce_of_an_apps_own_is_bound_by_the_same_rules() {
    let bound = value(&json!({ "clientId": "our-app", "redirectUri": REDIRECT_URI, "scope": ["a", "b"] }));
    let issued = issue("n", &bound, NOW, &Native).unwrap();
    assert_eq!(binding(&bound, &Native), Ok(our_binding()));
    assert_eq!(
        (issued.0.get("scope"), issued.0.get("expiresAt").as_number()),
        (&words(&["a", "b"]), Some(NOW + 10.0 * MINUTE))
    );
    for (wrong, field) in [
        (json!({ "redirectUri": REDIRECT_URI }), "clientId"),
        (json!({ "clientId": "x" }), "redirectUri"),
        (json!({ "clientId": "x", "redirectUri": "/callback" }), "redirectUri"),
        (json!({ "clientId": "x", "redirectUri": REDIRECT_URI, "lifetimeSeconds": 0 }), "lifetimeSeconds"),
        (json!({ "clientId": "x", "redirectUri": REDIRECT_URI, "lifetimeSeconds": 86_401 }), "lifetimeSeconds"),
        (json!({ "clientId": "x", "redirectUri": REDIRECT_URI, "responseType": "id_token" }), "responseType"),
        (json!({ "clientId": "x", "redirectUri": REDIRECT_URI, "colour": "blue" }), "colour"),
        (json!("binding"), "binding"),
    ] {
        assert_eq!(refusal(issue("n", &value(&wrong), NOW, &Native)), ("invalid_request", field.into()), "{wrong}");
    }
    assert_eq!(refusal(binding(&Value::Null, &Native)), ("invalid_request", "clientId".into()));
}

#[test]
fn a_million_stored_records_are_read_as_the_youngest_sixteen() {
    let Value::List(ours) = with(&["ours"]).into_value() else { panic!("no list") };
    let mut records = vec![Value::object(); 1_000_000];
    records.extend(ours);
    let mut pending = Pending::from_value(Value::List(records));
    assert_eq!(remembered(&pending), 16); // S47
    assert_eq!(code(spend(&mut pending, "ours", &our_binding(), NOW)), "good");
}
