//! Sessions: what an app sees of them, what is stored, and when they end.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::session::Session;
use serde_json::json;
use support::app::{MINUTE, NOW, plain, signed_in, told, words};
use support::rows::normal;
use support::{json, value};

fn session(response: &str) -> Session {
    signed_in(&plain(), response).expect("signed in")
}

#[test]
fn an_app_sees_everything_but_the_tokens() {
    let session =
        session("?lang=ko#access_token=s3cret&refresh_token=r3fresh&state=ours&scope=a+b&expires_in=60&own=x");
    let expected = json!({ "id": "session-1", "tokenType": "Bearer", "scope": ["a", "b"], "expiresAt": NOW + MINUTE,
        "extra": { "lang": "ko", "own": "x" } });
    assert_eq!(json(&told(&session)), normal(&expected)); // S38
    assert_eq!(session.access_token(), "s3cret");
    assert_eq!(format!("{session:?}"), "Session"); // S38
}

#[test]
fn a_refresh_token_is_stored_nowhere() {
    let session = session("#access_token=s3cret&refresh_token=r3fresh&state=ours");
    let stored = json(&session.0).to_string();
    assert!(stored.contains("s3cret") && !stored.contains("r3fresh"), "{stored}");
}

#[test]
fn what_holds_no_token_is_no_session() {
    for junk in [
        json!(null),
        json!(7),
        json!("t"),
        json!([]),
        json!({}),
        json!({ "accessToken": "" }),
        json!({ "accessToken": 7 }),
        json!({ "id": "x", "expiresAt": 1e15 }),
    ] {
        assert!(!Session(value(&junk)).is_fresh(NOW), "{junk}"); // S46
    }
}

#[test]
fn an_odd_record_with_a_token_is_read_without_harm() {
    let stored = json!({ "accessToken": "t", "scope": [1, { "a": 2 }], "expiresAt": "soon", "extra": null });
    let session = Session(value(&stored));
    assert!(session.is_fresh(NOW));
    assert_eq!(session.missing("a"), words(&["a"]), "what cannot be read grants nothing");
}

#[test]
fn a_session_ends_with_its_token() {
    let short = session("#access_token=t&state=ours&expires_in=60");
    assert!(short.check(NOW).is_ok() && short.check(NOW + MINUTE - 1.0).is_ok());
    for later in [MINUTE, MINUTE * 1e6, f64::INFINITY, f64::NAN] {
        let error = short.check(NOW + later).unwrap_err();
        assert_eq!(error.code.as_str(), "login_required", "{later}"); // S49
    }
    assert_eq!(Session::default().check(NOW).unwrap_err().code.as_str(), "login_required"); // S34
}

#[test]
fn an_unknown_grant_lacks_nothing_known_and_a_narrow_one_says_what() {
    assert_eq!(session("#access_token=t&state=ours").missing("a b"), words(&[])); // S22
    let narrow = session("#access_token=t&state=ours&scope=b");
    assert_eq!(narrow.missing("a b c"), words(&["a", "c"]));
    assert_eq!(narrow.missing(""), words(&[]));
    assert_eq!(session("#access_token=t&state=ours&scope=*").missing("a b"), words(&[]));
    assert_eq!(session("#access_token=t&state=ours&scope=").missing("a"), words(&["a"]));
}
