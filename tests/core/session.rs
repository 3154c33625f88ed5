//! Sessions: what an app sees of them, what is stored, and when they end.

use crate::case::cases;
use crate::support::app::{MINUTE, NOW, plain, signed_in, told, words};
use crate::support::rows::normal;
use crate::support::{json, value};
use coolsms_oauth2::client::session::Session;
use serde_json::json;

cases! {
    [S38] app_sees_no_token,
    [S45] refresh_token_is_not_stored_by_default,
    [S46] record_without_token_is_no_session,
    [S46] odd_record_grants_nothing,
    [S34 S49] session_ends_with_its_token,
    [S22] missing_scopes_follow_grant,
}

fn session(response: &str) -> Session {
    signed_in(&plain(), response).expect("signed in")
}

fn app_sees_no_token() {
    let session =
        session("?lang=ko#access_token=s3cret&refresh_token=r3fresh&state=ours&scope=a+b&expires_in=60&own=x");
    let expected = json!({ "id": "session-1", "tokenType": "Bearer", "scope": ["a", "b"], "expiresAt": NOW + MINUTE,
        "extra": { "lang": "ko", "own": "x" } });
    assert_eq!(json(&told(&session)), normal(&expected));
    assert_eq!(session.access_token(), "s3cret");
    assert_eq!(format!("{session:?}"), "Session");
}

fn refresh_token_is_not_stored_by_default() {
    let session = session("#access_token=s3cret&refresh_token=r3fresh&state=ours");
    let stored = json(&session.0).to_string();
    assert!(stored.contains("s3cret") && !stored.contains("r3fresh"), "{stored}");
}

fn record_without_token_is_no_session() {
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
        assert!(!Session(value(&junk)).is_fresh(NOW), "{junk}");
    }
}

fn odd_record_grants_nothing() {
    let stored = json!({ "accessToken": "t", "scope": [1, { "a": 2 }], "expiresAt": "soon", "extra": null });
    let session = Session(value(&stored));
    assert!(session.is_fresh(NOW));
    assert_eq!(session.missing("a"), words(&["a"]), "what cannot be read grants nothing");
}

fn session_ends_with_its_token() {
    let short = session("#access_token=t&state=ours&expires_in=60");
    assert!(short.check(NOW).is_ok() && short.check(NOW + MINUTE - 1.0).is_ok());
    for later in [MINUTE, MINUTE * 1e6, f64::INFINITY, f64::NAN] {
        let error = short.check(NOW + later).unwrap_err();
        assert_eq!(error.code.as_str(), "login_required", "{later}");
    }
    assert_eq!(Session::default().check(NOW).unwrap_err().code.as_str(), "login_required");
}

fn missing_scopes_follow_grant() {
    assert_eq!(session("#access_token=t&state=ours").missing("a b"), words(&[]));
    let narrow = session("#access_token=t&state=ours&scope=b");
    assert_eq!(narrow.missing("a b c"), words(&["a", "c"]));
    assert_eq!(narrow.missing(""), words(&[]));
    assert_eq!(session("#access_token=t&state=ours&scope=*").missing("a b"), words(&[]));
    assert_eq!(session("#access_token=t&state=ours&scope=").missing("a"), words(&["a"]));
}
