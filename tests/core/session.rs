//! Sessions: what they hold, and when they end.

use crate::case::cases;
use crate::support::app::{MINUTE, NOW, at, missing, plain, signed_in, token};
use crate::support::{code, refusal, without_nulls};
use coolsms_oauth2::host::imports::world;
use serde_json::{Value as Json, json};

cases! {
    [S38] session_holds_what_response_says,
    [S45] refresh_token_is_not_kept_by_default,
    [S46] record_without_token_is_no_session,
    [S46] odd_record_grants_nothing,
    [S34 S49] session_ends_with_its_token,
    [S22] missing_scopes_follow_grant,
}

/// JavaScript shows an app none of `accessToken`, `refreshToken`, `refreshes`, `rotatedAt` and `refreshAt`.
fn session_holds_what_response_says() {
    let response = "?lang=ko#access_token=s3cret&state=ours&scope=a+b&expires_in=60&own=x&id_token=i";
    let session = signed_in(&plain(), response);
    let expected = json!({ "id": session["id"], "tokenType": "Bearer", "scope": ["a", "b"], "expiresAt": NOW + MINUTE,
        "refreshAt": NOW + MINUTE / 2, "extra": { "lang": "ko", "own": "x" }, "refreshes": 0, "accessToken": "s3cret" });
    assert_eq!(session, expected);
    assert_eq!(session["id"].as_str().map(str::len), Some(64));
    let silent = without_nulls(signed_in(&plain(), "#access_token=t&state=ours&own=x"));
    assert_eq!((&silent["scope"], &silent["expiresAt"]), (&Json::Null, &json!(NOW + 86_400_000)));
}

fn refresh_token_is_not_kept_by_default() {
    let session = signed_in(&plain(), "#access_token=s3cret&refresh_token=r3fresh&state=ours").to_string();
    assert!(session.contains("s3cret") && !session.contains("r3fresh"), "{session}");
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
        assert_eq!(code(&token(&junk, true)), "login_required", "{junk}");
    }
}

fn odd_record_grants_nothing() {
    for scope in [json!([1, { "a": 2 }]), json!("a"), json!(7), json!({})] {
        let odd = json!({ "accessToken": "t", "scope": scope, "expiresAt": "soon", "extra": null });
        assert_eq!(token(&odd, true), Ok(json!("t")));
        assert_eq!(missing(&odd, &json!("a")), Ok(json!(["a"])), "what cannot be read grants nothing");
    }
}

fn session_ends_with_its_token() {
    let short = signed_in(&plain(), "#access_token=t&state=ours&expires_in=60");
    for (now, expected) in [
        (NOW as f64, "ok"),
        ((NOW + MINUTE - 1) as f64, "ok"),
        ((NOW + MINUTE) as f64, "login_required"),
        (1e300, "login_required"),
        (f64::INFINITY, "login_required"),
        (f64::NAN, "login_required"),
    ] {
        world(|it| it.now = now);
        assert_eq!(code(&token(&short, true)), expected, "{now}");
    }
    at(NOW);
}

fn missing_scopes_follow_grant() {
    let session = |parameters: &str| signed_in(&plain(), &["#access_token=t&state=ours", parameters].concat());
    for (session, needed, lacks) in [
        (session(""), "a b", json!([])),
        (session("&scope=b"), "a b c", json!(["a", "c"])),
        (session("&scope=b"), "", json!([])),
        (session("&scope=*"), "a b", json!([])),
        (session("&scope="), "a", json!(["a"])),
        (Json::Null, "a b", json!(["a", "b"])),
    ] {
        assert_eq!(missing(&session, &json!(needed)), Ok(lacks));
    }
    for odd in [json!(null), json!(7), json!("a\"b")] {
        assert_eq!(refusal(&missing(&Json::Null, &odd)), ("invalid_request", "needed"));
    }
}
