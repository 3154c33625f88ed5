//! The token endpoint: requests to it, its answers, and the session after a refresh.

use crate::case::cases;
use crate::support::app::{
    MINUTE, NOW, REDIRECT_URI, at, config, jwt, plain, receive_tokens, revocation_request, signed_in, standard, token,
    token_request,
};
use crate::support::{Outcome, code, named, with, without_nulls};
use coolsms_oauth2::host::imports::world;
use serde_json::{Value as Json, json};

cases! {
    [S41 S44] refresh_sends_no_scope,
    [S7 S10] exchange_sends_redirect_uri_and_verifier,
    [] revocation_prefers_refresh_token,
    [S17 S21 S22 S38 S40] refresh_keeps_what_answer_omits,
    [S22] unknown_grant_stays_unknown,
    [S46] odd_session_is_refreshed,
    [S22 S45] exchange_begins_new_session,
    [S45] refresh_token_is_kept_if_configured,
    [S38 S43] only_invalid_grant_ends_session,
    [S19 S20 S24] answer_without_token_is_refused,
    [S21] odd_lifetimes_have_defined_meaning,
    [S49] refresh_is_due_before_expiry,
    [S38] repeated_secret_is_not_shown,
    [S40] new_refresh_token_replaces_old_in_discarding_client,
}

/// CoolSMS, with its refresh token kept.
fn coolsms() -> Json {
    config(&json!({ "refreshTokenStore": "memory" })).expect("it is valid")
}

/// A standard client that keeps no refresh token.
fn discarding() -> Json {
    config(&json!({ "provider": standard(&json!({}))["provider"], "refreshTokenStore": "discard" }))
        .expect("it is valid")
}

/// A session that is to be refreshed or revoked.
fn session(changes: &Json) -> Json {
    let session = json!({ "id": "one", "tokenType": "Bearer", "scope": ["a", "b"], "expiresAt": NOW,
        "extra": { "lang": "ko" }, "refreshes": 4, "accessToken": "old", "refreshToken": "r3fresh" });
    json!({ "session": with(session, changes) })
}

/// A sign-in whose code is to be exchanged.
fn sign_in() -> Json {
    json!({ "signIn": { "state": "ours", "scope": ["a"], "verifier": "v3rifier", "code": "c0de" } })
}

fn refresh_sends_no_scope() {
    let parameters = json!({ "grant_type": "refresh_token", "refresh_token": "r3fresh" });
    let url = "https://api.coolsms.co.kr/oauth2/v1/access_token";
    let expected = json!({ "url": url, "isJson": true, "parameters": parameters });
    assert_eq!(token_request(&coolsms(), &session(&json!({}))), expected);
    let parameters = with(parameters, &json!({ "client_id": "our-app" }));
    let expected = json!({ "url": "https://auth.example/token", "isJson": false, "parameters": parameters });
    assert_eq!(token_request(&standard(&json!({})), &session(&json!({}))), expected);
}

fn exchange_sends_redirect_uri_and_verifier() {
    let moved = [REDIRECT_URI, "?oauth_state=ours"].concat();
    for (changes, is_json, redirect_uri) in [
        (json!({}), false, REDIRECT_URI),
        (json!({ "tokenRequest": "json" }), true, REDIRECT_URI),
        (json!({ "stateIn": "redirect_uri" }), false, &moved), // as it was sent
    ] {
        let parameters = json!({ "client_id": "our-app", "grant_type": "authorization_code", "code": "c0de",
            "redirect_uri": redirect_uri, "code_verifier": "v3rifier" });
        let expected = json!({ "url": "https://auth.example/token", "isJson": is_json, "parameters": parameters });
        assert_eq!(token_request(&standard(&changes), &sign_in()), expected);
    }
}

fn revocation_prefers_refresh_token() {
    let client = standard(&json!({ "tokenRequest": "json" }));
    for (changes, token, hint) in
        [(json!({}), "r3fresh", "refresh_token"), (json!({ "refreshToken": null }), "old", "access_token")]
    {
        let parameters = json!({ "client_id": "our-app", "token": token, "token_type_hint": hint });
        let expected = json!({ "url": "https://auth.example/revoke", "isJson": false, "parameters": parameters });
        assert_eq!(revocation_request(&client, &session(&changes)), expected);
    }
    assert_eq!(revocation_request(&coolsms(), &session(&json!({}))), Json::Null, "CoolSMS has no such endpoint");
}

/// What a standard client makes of this answer.
fn answered(of: &Json, status: u16, body: &Json) -> Outcome {
    receive_tokens(&standard(&json!({})), of, status, &body.to_string())
}

/// What a refresh gives, with this answer.
fn refreshed(body: &Json) -> Outcome {
    answered(&session(&json!({})), 200, body)
}

/// A token response with these members too.
fn tokens(changes: &Json) -> Json {
    with(json!({ "access_token": "new", "token_type": "Bearer" }), changes)
}

fn refresh_keeps_what_answer_omits() {
    for (answer, change) in [
        (json!({}), json!({})), // the old refresh token stays
        (json!({ "refresh_token": "r2" }), json!({ "refreshToken": "r2", "rotatedAt": 5 })),
        (json!({ "refresh_token": "r3fresh" }), json!({})),
        (json!({ "scope": "a" }), json!({ "scope": ["a"] })),
        (json!({ "scope": ["a", "c"] }), json!({ "scope": ["a", "c"] })),
        (json!({ "expires_in": 60 }), json!({ "expiresAt": NOW + MINUTE, "refreshAt": NOW + MINUTE / 2 })),
        (
            json!({ "id_token": "i", "own": "x", "lang": "en", "number": 7 }),
            json!({ "extra": { "own": "x", "lang": "en" } }),
        ),
    ] {
        let usual = json!({ "refreshes": 5, "accessToken": "new", "expiresAt": null });
        let expected = session(&with(usual, &change))["session"].take();
        assert_eq!(refreshed(&tokens(&answer)), Ok(expected), "{answer}");
    }
}

fn unknown_grant_stays_unknown() {
    let body = json!({ "access_token": "new", "token_type": "bearer" }).to_string();
    let after = receive_tokens(&coolsms(), &session(&json!({ "scope": null })), 200, &body).expect("it is valid");
    assert_eq!(after["scope"], Json::Null);
    let token = jwt(&json!({ "scope": "c", "clientId": "our-app", "iat": 100, "exp": 160 }));
    let body = json!({ "access_token": token }).to_string();
    let after = receive_tokens(&coolsms(), &session(&json!({})), 200, &body).expect("CoolSMS's tokens are Bearer");
    assert_eq!((&after["scope"], &after["expiresAt"]), (&json!(["c"]), &json!(NOW + MINUTE)));
}

/// It comes from sessionStorage, or from another tab.
fn odd_session_is_refreshed() {
    for odd in [json!([1, { "a": 2 }]), json!("a"), json!({}), json!(7)] {
        let odd = json!({ "scope": odd, "extra": odd, "refreshes": odd, "id": odd, "expiresAt": odd });
        let after = answered(&session(&odd), 200, &tokens(&json!({}))).expect("it is valid");
        assert_eq!((&after["accessToken"], &after["refreshToken"]), (&json!("new"), &json!("r3fresh")), "{odd}");
    }
}

fn exchange_begins_new_session() {
    let body = tokens(&json!({ "refresh_token": "r" }));
    let kept = answered(&sign_in(), 200, &body).expect("it is valid");
    let expected = json!({ "id": kept["id"], "tokenType": "Bearer", "scope": ["a"], "extra": {}, "refreshes": 0,
        "accessToken": "new", "refreshToken": "r" });
    assert_eq!(without_nulls(kept), expected, "with the scope that was asked for");
    let discarded = receive_tokens(&discarding(), &sign_in(), 200, &body.to_string()).expect("it is valid");
    assert_eq!((&discarded["accessToken"], &discarded["refreshToken"]), (&json!("new"), &Json::Null));
}

fn refresh_token_is_kept_if_configured() {
    let response = "#access_token=t&refresh_token=r&state={ours}";
    assert_eq!(signed_in(&coolsms(), response)["refreshToken"], "r");
    assert_eq!(signed_in(&plain(), response)["refreshToken"], Json::Null);
}

fn only_invalid_grant_ends_session() {
    for (status, body, expected) in [
        (400, json!({ "error": "invalid_grant", "error_description": "gone" }), "login_required"),
        (400, json!({ "errorCode": "InvalidRefreshToken", "errorMessage": "gone" }), "login_required"),
        (403, json!({ "errorCode": "InvalidGrant" }), "login_required"),
        (200, json!({ "error": "invalid_grant" }), "login_required"),
        (400, json!({ "error": "invalid_client" }), "token_error"),
        (401, json!({ "error": "unauthorized_client" }), "token_error"),
        (429, json!({ "errorCode": "TooManyRequests" }), "token_error"),
        (400, json!({ "errorCode": "ValidationError" }), "token_error"),
        (500, json!({ "errorCode": "InternalError" }), "token_error"),
        (503, json!(null), "token_error"),
        (201, json!({ "access_token": "t", "token_type": "Bearer" }), "token_error"),
    ] {
        let error = answered(&session(&json!({})), status, &body).expect_err("a refusal");
        let words = json!({ "error": body["error"], "errorDescription": body["error_description"],
            "errorCode": body["errorCode"], "errorMessage": body["errorMessage"], "code": expected, "status": status,
            "message": error["message"] });
        assert!(!error.to_string().contains("r3fresh"));
        assert_eq!(error, without_nulls(words), "{status} {body}");
    }
    let refused = answered(&sign_in(), 400, &json!({ "error": "invalid_grant" }));
    assert_eq!(code(&refused), "token_error", "a code is no session that could end");
}

fn answer_without_token_is_refused() {
    let refused = |expected: &str, body: &str| {
        let error = receive_tokens(&standard(&json!({})), &session(&json!({})), 200, body).expect_err("a refusal");
        assert_eq!((&error["code"], &error["status"]), (&json!(expected), &json!(200)), "{body}");
    };
    for body in ["<html><h1>Welcome</h1></html>", "", "{\"access_token\":\"t\",\"token_ty", "[]", "\"t\"", "{}"] {
        refused("malformed_response", body);
    }
    let malformed = json!([{ "access_token": 7 }, { "access_token": null }, { "access_token": ["t"] }, { "token_type": 7 },
        { "token_type": ["Bearer"] }, { "refresh_token": {} }, { "refresh_token": 7 }, { "scope": 7 }, { "scope": [7] }]);
    let invalid = json!([{ "access_token": "" }, { "access_token": "t\n" }, { "access_token": "토큰" },
        { "refresh_token": "r\n" }, { "refresh_token": "토큰" }]);
    let unsupported = json!([{ "token_type": null }, { "token_type": "mac" }]);
    for (expected, answers) in
        [("malformed_response", malformed), ("invalid_token", invalid), ("unsupported_token_type", unsupported)]
    {
        named(&answers).for_each(|(answer, _)| refused(expected, &tokens(answer).to_string()));
    }
    let other = json!({ "access_token": jwt(&json!({ "clientId": "another-app" })) }).to_string();
    assert_eq!(code(&receive_tokens(&coolsms(), &session(&json!({})), 200, &other)), "client_mismatch");
}

fn odd_lifetimes_have_defined_meaning() {
    let ten_years = 315_360_000;
    for (lifetimes, seconds) in [
        (json!([60, 60.9, "60", "60.9"]), Some(60)),
        (json!([1e308, 99_999_999_999_i64, 315_360_001]), Some(ten_years)),
        (json!([0.9, 0, -1, -1e308, "NaN", "soon", "", null, true, [60], { "seconds": 60 }]), None),
    ] {
        for lifetime in lifetimes.as_array().expect("a list") {
            let after = refreshed(&tokens(&json!({ "expires_in": lifetime }))).expect("it is valid");
            assert_eq!(after["expiresAt"].as_i64(), seconds.map(|seconds| NOW + seconds * 1000), "{lifetime}");
        }
    }
}

fn refresh_is_due_before_expiry() {
    let given = |config: &Json, seconds: i64| {
        at(NOW);
        let body = tokens(&json!({ "expires_in": seconds })).to_string();
        receive_tokens(config, &session(&json!({})), 200, &body).expect("it is valid")
    };
    let usable = |session: &Json, later: f64, may_refresh| {
        world(|it| it.now = NOW as f64 + later * 1000.0);
        token(session, may_refresh).map_err(|error| error["code"].clone())
    };
    let (new, refresh) = (Ok(json!("new")), Ok(Json::Null));
    let hour = given(&standard(&json!({})), 3600);
    assert_eq!(usable(&hour, 3569.9, true), new);
    assert_eq!(usable(&hour, 3570.0, true), refresh);
    assert_eq!(usable(&hour, 1e9, true), refresh);
    assert_eq!(usable(&hour, 3570.0, false), new, "it is still good");
    assert_eq!(usable(&hour, 3600.0, false), Err(json!("login_required")));
    let alone = with(hour.clone(), &json!({ "refreshToken": null }));
    assert_eq!(usable(&alone, 3570.0, true), new, "there is nothing to refresh it with");
    let short = given(&standard(&json!({})), 20);
    assert_eq!(usable(&short, 9.9, true), new, "not refreshed for every call");
    assert_eq!(usable(&short, 10.0, true), refresh);
    let careful = with(standard(&json!({})), &json!({ "clockSkewSeconds": 120 }));
    let careful = given(&config(&careful).expect("it is valid"), 3600);
    assert_eq!(usable(&careful, 3479.0, true), new);
    assert_eq!(usable(&careful, 3480.0, true), refresh);
    let unknown = with(hour, &json!({ "expiresAt": null, "refreshAt": null }));
    assert_eq!(usable(&unknown, 1e9, true), new, "a token without a known expiry counts as valid");
}

fn repeated_secret_is_not_shown() {
    let body =
        json!({ "error": "invalid_request", "error_description": "Invalid refresh token: r3fresh", "error_uri": "u" });
    for (of, body) in [
        (session(&json!({})), body),
        (session(&json!({})), json!({ "error": "invalid_request", "error_uri": "u", "errorMessage": "no old" })),
        (sign_in(), json!({ "error": "c0de was used", "error_uri": "u", "errorCode": "v3rifier?" })),
    ] {
        let error = answered(&of, 400, &body).expect_err("a refusal");
        let shown = error.to_string();
        assert!(["r3fresh", "old", "c0de", "v3rifier"].iter().all(|secret| !shown.contains(secret)), "{shown}");
        assert_eq!((&error["code"], &error["errorUri"]), (&json!("token_error"), &json!("u")));
    }
}

fn new_refresh_token_replaces_old_in_discarding_client() {
    let body = tokens(&json!({ "refresh_token": "r2" })).to_string();
    let after = receive_tokens(&discarding(), &session(&json!({})), 200, &body).expect("it is valid");
    assert_eq!(after["refreshToken"], "r2");
}
