//! Sessions: what they hold, and when they end.

use crate::case::cases;
use crate::support::app::{MINUTE, NOW, merge, missing, plain, receive_tokens, signed_in, token};
use crate::support::{code, refusal, with, without_nulls};
use coolsms_oauth2::host::imports::world;
use serde_json::{Value as Json, json};

cases! {
    [S38] session_holds_what_response_says,
    [S38] session_shows_no_secret_and_stays_small,
    [S46] record_without_token_is_no_session,
    [S46] odd_record_grants_nothing,
    [S34 S49] session_ends_with_its_token,
    [S22] everything_is_missing_without_a_session,
    [S40] newer_copy_is_taken_and_keeps_the_refresh_token,
    [S36] copy_of_another_session_is_taken_where_one_is_awaited_alone,
    [S45] copy_brings_no_refresh_token_to_who_keeps_none,
}

/// JavaScript shows an app none of `accessToken`, `refreshToken`, `refreshes`, `rotatedAt` and `refreshAt`.
fn session_holds_what_response_says() {
    let response = "?lang=ko#access_token=s3cret&state={ours}&scope=a+b&expires_in=60&own=x&id_token=i";
    let session = signed_in(&plain(), response);
    let expected = json!({ "id": session["id"], "tokenType": "Bearer", "scope": ["a", "b"], "expiresAt": NOW + MINUTE,
        "refreshAt": NOW + MINUTE / 2, "extra": { "lang": "ko", "own": "x" }, "refreshes": 0, "accessToken": "s3cret" });
    assert_eq!(session, expected);
    assert_eq!(session["id"].as_str().map(str::len), Some(64));
    let silent = without_nulls(signed_in(&plain(), "#access_token=t&state={ours}&own=x"));
    assert_eq!((&silent["scope"], &silent["expiresAt"]), (&Json::Null, &json!(NOW + 86_400_000)));
}

fn record_without_token_is_no_session() {
    let junk =
        json!([null, 7, "t", [], {}, { "accessToken": "" }, { "accessToken": 7 }, { "id": "x", "expiresAt": 1e15 }]);
    for junk in junk.as_array().expect("a list") {
        assert_eq!(code(&token(junk, true)), "login_required", "{junk}");
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
    let short = signed_in(&plain(), "#access_token=t&state={ours}&expires_in=60");
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
}

fn everything_is_missing_without_a_session() {
    assert_eq!(missing(&Json::Null, &json!("a b")), Ok(json!(["a", "b"])));
    for odd in [json!(null), json!(7), json!("a\"b")] {
        assert_eq!(refusal(&missing(&Json::Null, &odd)), ("invalid_request", "needed"));
    }
}

/// A copy of session `a` after so many refreshes.
fn copy(refreshes: u32, changes: &Json) -> Json {
    let token = format!("t{refreshes}");
    with(json!({ "id": "a", "tokenType": "Bearer", "accessToken": token, "refreshes": refreshes }), changes)
}

/// What is named like a secret is none of an app's, and refreshes add no end of members.
fn session_shows_no_secret_and_stays_small() {
    let secrets = "&id_token=a&device_secret=b&idToken=c&access_token_secret=d&Client_Assertion=e&own=x";
    let session = signed_in(&plain(), &["#access_token=t&state={ours}", secrets].concat());
    assert_eq!(session["extra"], json!({ "own": "x" }));
    let mut session = with(session, &json!({ "refreshToken": "r" }));
    for refresh in 0..40 {
        let extra: String = (0..4).map(|at| format!(r#","own{refresh}_{at}":"x""#)).collect();
        let body = format!(r#"{{"access_token":"t","token_type":"Bearer"{extra}}}"#);
        session = receive_tokens(&plain(), &json!({ "session": session }), 200, &body).expect("refreshed");
    }
    let extra = session["extra"].as_object().expect("an object");
    assert_eq!((extra.len(), extra["own39_3"].as_str()), (64, Some("x")), "the newest stay");
}

fn newer_copy_is_taken_and_keeps_the_refresh_token() {
    let ours = |refreshes| copy(refreshes, &json!({ "refreshToken": "own" }));
    let other = json!({ "refreshToken": "new", "rotatedAt": 2 });
    for (sent, ours, is_outdated, expected) in [
        // Newer, with a refresh token or without.
        (copy(2, &other), ours(1), false, Some((2, "new"))),
        (copy(2, &json!({})), ours(1), false, Some((2, "own"))),
        (copy(2, &json!({ "rotatedAt": 1 })), ours(1), false, Some((2, "own"))),
        // Ours was replaced since, as the copy says, or a tombstone.
        (copy(2, &json!({ "rotatedAt": 2 })), ours(1), false, Some((2, ""))),
        (copy(2, &json!({})), ours(1), true, Some((2, ""))),
        (copy(2, &other), ours(1), true, Some((2, "new"))),
        // Of one age: only what ours lacks.
        (copy(2, &other), ours(2), false, None),
        (copy(2, &other), copy(2, &json!({})), false, Some((2, "new"))),
        (copy(2, &json!({})), copy(2, &json!({})), false, None),
        // Older: only what ours lacks, unless it was replaced since.
        (copy(1, &other), ours(2), false, None),
        (copy(1, &json!({ "refreshToken": "old" })), copy(2, &json!({})), false, Some((2, "old"))),
        (copy(1, &json!({ "refreshToken": "old" })), copy(2, &json!({ "rotatedAt": 2 })), false, None),
        (copy(1, &json!({ "refreshToken": "old" })), copy(2, &json!({})), true, None),
        // Refreshes that are no number are not more than any.
        (copy(1, &json!({ "refreshes": "2" })), ours(1), false, None),
    ] {
        let told = json!({ "sent": sent, "ours": ours, "isOutdated": is_outdated, "isAwaited": true });
        let expected = expected.map(|(refreshes, token)| {
            let newer = if ours["refreshes"] == refreshes { &ours } else { &sent };
            let own = if token.is_empty() { json!({}) } else { json!({ "refreshToken": token }) };
            with(with(newer.clone(), &json!({ "refreshes": refreshes })), &own)
        });
        assert_eq!(merge(&told), expected.unwrap_or_default(), "{told}");
    }
}

fn copy_of_another_session_is_taken_where_one_is_awaited_alone() {
    let sent = copy(3, &json!({ "refreshToken": "new" }));
    for (ours, is_awaited, is_taken) in [
        (Json::Null, true, true),
        (Json::Null, false, false),
        (copy(1, &json!({ "id": "b" })), true, false),
        (copy(1, &json!({ "id": null })), true, false),
    ] {
        let told = json!({ "sent": sent, "ours": ours, "isAwaited": is_awaited });
        assert_eq!(merge(&told), if is_taken { sent.clone() } else { Json::Null }, "{told}");
    }
}

fn copy_brings_no_refresh_token_to_who_keeps_none() {
    let sent = copy(3, &json!({ "refreshToken": "new" }));
    for ours in [Json::Null, copy(1, &json!({}))] {
        for (store, token) in [("discard", Json::Null), ("memory", json!("new")), ("session", json!("new"))] {
            let told = json!({ "sent": sent, "ours": ours, "isAwaited": true, "refreshTokenStore": store });
            assert_eq!(merge(&told)["refreshToken"], token, "{told}");
        }
    }
}
