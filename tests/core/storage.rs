//! sessionStorage that is full, cannot be written or is blocked, and a browser without randomness: what each flow answers, and
//! what is left in storage.

use crate::case::cases;
use crate::support::app::{
    REDIRECT_URI, arrived, generate_state, ours, plain, receive, remember, remembered, sign_in, start, verify_state,
};
use crate::support::{Outcome, code, flow};
use coolsms_oauth2::client::callback;
use coolsms_oauth2::host::Value;
use coolsms_oauth2::host::imports::{Storage, world};
use coolsms_oauth2::protocol::pending;
use serde_json::{Value as Json, json};

cases! {
    [S46] failing_storage_is_told_or_forgets_all,
    [S46] popup_needs_no_storage,
    [S2] nothing_starts_without_randomness,
    [S2] session_begins_without_randomness,
    [] sign_in_of_a_popup_stays_unused,
}

/// A flow, and what comes of it where sessionStorage works, is full, is only read, and is blocked.
type Case<'a> = (&'a dyn Fn() -> Outcome, [&'a str; 4]);

fn failing_storage_is_told_or_forgets_all() {
    const NO: &str = "storage_unavailable";
    const OTHER: &str = "state_mismatch";
    let arrives = |response: &str| receive(&plain(), &[REDIRECT_URI, response].concat());
    let cases: [Case; 8] = [
        (&|| start(&plain(), &json!({})), ["ok, changed", NO, NO, NO]),
        (&|| generate_state(&json!({})), ["ok, changed", NO, NO, NO]),
        (&|| verify_state(&ours(), &json!({})), ["ok, changed", "ok, gone", NO, NO]),
        (&|| verify_state("no", &json!({})), [OTHER, OTHER, OTHER, NO]),
        (&|| arrives("#access_token=t&state={ours}"), ["ok, changed", "ok, gone", NO, NO]),
        (&|| arrives("#error=e&state={ours}"), ["authorization_error, changed", "authorization_error, gone", NO, NO]),
        (&|| arrives("#access_token=t&state=no"), [OTHER, OTHER, OTHER, NO]),
        (&|| arrives("#error=e&state=no"), ["null"; 4]),
    ];
    for (number, (flow, expected)) in cases.iter().enumerate() {
        let modes = [Storage::Works, Storage::Full, Storage::ReadOnly, Storage::Blocked];
        for (storage, expected) in modes.into_iter().zip(expected) {
            remember(&[sign_in(&plain(), &json!({}))]);
            let before = remembered();
            world(|it| it.storage = storage);
            let outcome = flow();
            let left = match remembered() {
                left if left == before => "",
                left if left.is_empty() => ", gone",
                _ => ", changed",
            };
            let code = if outcome == Ok(Json::Null) { "null" } else { code(&outcome) };
            assert_eq!([code, left].concat(), *expected, "{number}, {storage:?}");
        }
    }
}

fn popup_needs_no_storage() {
    world(|it| it.storage = Storage::Blocked);
    let client = plain();
    let started = start(&client, &json!({ "isPopup": true })).expect("it starts");
    let state = started["signIn"]["state"].as_str().expect("a state");
    let url = [REDIRECT_URI, "#access_token=t&state=", state].concat();
    let context = json!({ "config": client, "url": url, "signIn": started["signIn"] });
    assert_eq!(flow(callback::receive, &context).expect("signed in")["session"]["accessToken"], "t");
    assert_eq!(remembered(), [] as [Json; 0]);
}

fn nothing_starts_without_randomness() {
    world(|it| it.random = None);
    for outcome in [
        start(&plain(), &json!({})),
        start(&plain(), &json!({ "isPopup": true })),
        generate_state(&json!({})),
        flow(|_: Option<Value>| pending::random_name(), &Json::Null),
    ] {
        assert_eq!(code(&outcome), "no_randomness");
    }
    assert_eq!(remembered(), [] as [Json; 0]);
}

fn session_begins_without_randomness() {
    world(|it| it.random = None);
    assert_eq!(arrived(&plain(), "#access_token=t&state={ours}").expect("signed in")["session"]["id"], "");
}

/// It is JavaScript's.
fn sign_in_of_a_popup_stays_unused() {
    let client = plain();
    remember(&[sign_in(&client, &json!({}))]);
    let stored = remembered().remove(0);
    let url = [REDIRECT_URI, "#access_token=t&state=", &ours()].concat();
    let popup = json!({ "config": client, "url": url, "signIn": stored });
    let sessions = [(); 2].map(|()| flow(callback::receive, &popup).expect("signed in")["session"].clone());
    assert_ne!(sessions[0]["id"], sessions[1]["id"]);
    assert_eq!(remembered(), [stored]);
}
