//! Pending sign-ins: valid once, for a limited time, in one binding, and sixteen at most.

use crate::case::cases;
use crate::support::app::{MINUTE, NOW, REDIRECT_URI, our_binding, sign_in, use_state, words};
use crate::support::{Native, refusal, value};
use coolsms_oauth2::client::functions::{binding, issue};
use coolsms_oauth2::protocol::pending::Pending;
use coolsms_oauth2::protocol::{Result, Value};
use serde_json::json;

cases! {
    [S11] state_is_valid_once,
    [S11] replay_is_refused_after_storage,
    [S12] state_expires_after_lifetime,
    [S12] expired_state_is_purged,
    [S49] clock_set_back_does_not_extend_lifetime,
    [S49] invalid_clock_expires_every_state,
    [S10 S14] state_is_valid_in_its_binding_only,
    [S9 S10] missing_and_wrong_state_have_own_codes,
    [S47] seventeenth_replaces_oldest,
    [S47] records_older_than_a_day_are_purged,
    [] used_and_expired_states_are_not_live,
    [S46] invalid_storage_is_ignored,
    [] generated_state_has_same_rules,
    [S47] million_stored_records_become_sixteen,
}

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

fn state_is_valid_once() {
    let mut pending = with(&["a", "b"]);
    assert_eq!(use_state(&mut pending, "a", &our_binding(), NOW), Ok(sign_in("a", NOW)));
    assert_eq!(code(use_state(&mut pending, "a", &our_binding(), NOW)), "state_replayed");
    assert_eq!(code(use_state(&mut pending, "b", &our_binding(), NOW)), "good");
}

fn replay_is_refused_after_storage() {
    let mut pending = with(&["a"]);
    assert!(use_state(&mut pending, "a", &our_binding(), NOW).is_ok());
    let mut stored = Pending::from_value(pending.clone().into_value());
    assert_eq!(stored, pending);
    assert_eq!(code(use_state(&mut stored, "a", &our_binding(), NOW)), "state_replayed");
}

fn state_expires_after_lifetime() {
    for (minutes, expected) in
        [(0.0, "good"), (9.999, "good"), (10.0, "state_expired"), (11.0, "state_expired"), (1e9, "state_expired")]
    {
        let mut pending = with(&["a"]);
        assert_eq!(code(use_state(&mut pending, "a", &our_binding(), NOW + minutes * MINUTE)), expected, "{minutes}");
    }
}

fn expired_state_is_purged() {
    let mut pending = with(&["a", "b"]);
    assert_eq!(code(use_state(&mut pending, "a", &our_binding(), NOW + 11.0 * MINUTE)), "state_expired");
    assert!(!pending.knows("a") && pending.knows("b"));
    assert_eq!(code(use_state(&mut pending, "a", &our_binding(), NOW + 11.0 * MINUTE)), "state_mismatch");
}

fn clock_set_back_does_not_extend_lifetime() {
    for (minutes, expected) in [(-1.0, "good"), (-9.999, "good"), (-10.0, "state_expired"), (-600.0, "state_expired")] {
        let mut pending = with(&["a"]);
        assert_eq!(code(use_state(&mut pending, "a", &our_binding(), NOW + minutes * MINUTE)), expected, "{minutes}");
    }
}

fn invalid_clock_expires_every_state() {
    assert_eq!(code(use_state(&mut with(&["a"]), "a", &our_binding(), f64::NAN)), "state_expired");
    assert!(!with(&["a"]).is_any_live(f64::NAN));
}

fn state_is_valid_in_its_binding_only() {
    let mut pending = with(&["a"]);
    for other in [
        json!({ "clientId": "other" }),
        json!({ "provider": "other" }),
        json!({ "redirectUri": "https://app.example/other" }),
        json!({ "redirectUri": "https://app.example/callback/" }),
        json!({ "responseType": "code" }),
        json!({ "clientId": "Our-App" }),
    ] {
        let other = crate::support::app::binding(&other);
        assert_eq!(code(use_state(&mut pending, "a", &other, NOW)), "state_mismatch", "{other:?}");
    }
    assert_eq!(code(use_state(&mut pending, "a", &our_binding(), NOW)), "good");
}

fn missing_and_wrong_state_have_own_codes() {
    let mut pending = with(&["a"]);
    let before = pending.clone();
    assert_eq!(code(use_state(&mut pending, "", &our_binding(), NOW)), "missing_state");
    for wrong in ["b", "aa", "A", "a "] {
        assert_eq!(code(use_state(&mut pending, wrong, &our_binding(), NOW)), "state_mismatch", "{wrong:?}");
    }
    assert_eq!(pending, before);
    assert_eq!(code(use_state(&mut Pending::default(), "a", &our_binding(), NOW)), "state_mismatch");
}

fn seventeenth_replaces_oldest() {
    let mut pending = Pending::default();
    for number in 0..40 {
        pending.add(sign_in(&number.to_string(), NOW), NOW);
        assert_eq!(remembered(&pending), 16.min(number + 1));
    }
    assert!(!pending.knows("23") && pending.knows("24") && pending.knows("39"));
}

fn records_older_than_a_day_are_purged() {
    let day = 24.0 * 60.0 * MINUTE;
    for (later, expected) in [(day - 1.0, 3), (day, 1), (-day, 1)] {
        let mut pending = with(&["a", "b"]);
        pending.add(sign_in("c", NOW + later), NOW + later);
        assert_eq!(remembered(&pending), expected, "{later}");
    }
}

fn used_and_expired_states_are_not_live() {
    let mut pending = with(&["a"]);
    assert!(pending.is_any_live(NOW) && !pending.is_any_live(NOW + 10.0 * MINUTE));
    assert!(use_state(&mut pending, "a", &our_binding(), NOW).is_ok());
    assert!(!pending.is_any_live(NOW) && pending.knows("a") && !pending.knows(""));
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
        let mut pending = Pending::from_value(value(&junk));
        assert!(!pending.is_any_live(NOW), "{junk}");
        assert!(use_state(&mut pending, "a", &our_binding(), NOW).is_err(), "{junk}");
        pending.add(sign_in("b", NOW), NOW);
        assert_eq!(code(use_state(&mut pending, "b", &our_binding(), NOW)), "good", "{junk}");
    }
}

fn generated_state_has_same_rules() {
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

fn million_stored_records_become_sixteen() {
    let Value::List(ours) = with(&["ours"]).into_value() else { panic!("no list") };
    let mut records = vec![Value::object(); 1_000_000];
    records.extend(ours);
    let mut pending = Pending::from_value(Value::List(records));
    assert_eq!(remembered(&pending), 16);
    assert_eq!(code(use_state(&mut pending, "ours", &our_binding(), NOW)), "good");
}
