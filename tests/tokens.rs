//! The token endpoint: what goes there, what its answer is worth, and what a session is after a refresh.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::client::tokens::{Answer, Purpose, receive, request};
use coolsms_oauth2::protocol::{Error, Result, Value};
use serde_json::{Value as Json, json};
use support::app::{MINUTE, NOW, REDIRECT_URI, config, jwt, merge, signed_in, words};
use support::rows::normal;
use support::{Native, detail, shown, value};

/// A server of RFC 6749, with every endpoint.
fn standard(changes: &Json) -> Config {
    let mut provider = json!({ "id": "p", "authorizationEndpoint": "https://auth.example/authorize",
        "tokenEndpoint": "https://auth.example/token", "revocationEndpoint": "https://auth.example/revoke" });
    merge(&mut provider, changes);
    config(&json!({ "provider": provider })).expect("it is good")
}

/// CoolSMS, with its refresh token kept.
fn coolsms() -> Config {
    config(&json!({ "refreshTokenStore": "memory" })).expect("it is good")
}

fn session(changes: &Json) -> Value {
    let mut session = json!({ "id": "one", "tokenType": "Bearer", "scope": ["a", "b"], "expiresAt": NOW, "extra": { "lang": "ko" },
        "refreshes": 4, "accessToken": "old", "refreshToken": "r3fresh" });
    merge(&mut session, changes);
    value(&session)
}

fn asked(config: &Config, purpose: Purpose, of: &Value) -> Json {
    support::json(&request(config, purpose, of, &Native))
}

fn code() -> Value {
    value(&json!({ "state": "ours", "scope": ["a"], "verifier": "v3rifier", "code": "c0de" }))
}

#[test]
fn a_refresh_is_a_form_with_the_client_or_coolsmss_json_alone_and_asks_for_no_scope() {
    let standard = asked(&standard(&json!({})), Purpose::Refresh, &session(&json!({})));
    let parameters = json!({ "client_id": "our-app", "grant_type": "refresh_token", "refresh_token": "r3fresh" });
    // S41, S44
    assert_eq!(standard, json!({ "url": "https://auth.example/token", "isJson": false, "parameters": parameters }));
    let parameters = json!({ "grant_type": "refresh_token", "refresh_token": "r3fresh" });
    let url = "https://api.coolsms.co.kr/oauth2/v1/access_token";
    let coolsms = asked(&coolsms(), Purpose::Refresh, &session(&json!({})));
    assert_eq!(coolsms, json!({ "url": url, "isJson": true, "parameters": parameters })); // S41, S44
}

#[test]
fn an_exchange_repeats_the_redirect_uri_and_proves_itself() {
    let mut parameters = json!({ "client_id": "our-app", "grant_type": "authorization_code", "code": "c0de",
        "redirect_uri": REDIRECT_URI, "code_verifier": "v3rifier" });
    for (changes, is_json) in [(json!({}), false), (json!({ "tokenRequest": "json" }), true)] {
        let asked = asked(&standard(&changes), Purpose::Exchange, &code());
        // S7
        assert_eq!(asked, json!({ "url": "https://auth.example/token", "isJson": is_json, "parameters": parameters }));
    }
    parameters["redirect_uri"] = json!([REDIRECT_URI, "?oauth_state=ours"].concat());
    let moved = asked(&standard(&json!({ "stateIn": "redirect_uri" })), Purpose::Exchange, &code());
    assert_eq!(moved["parameters"], parameters, "as it was sent"); // S10
}

#[test]
fn a_revocation_gives_back_the_token_that_lives_longest() {
    let revoked = |session: &Value| asked(&standard(&json!({ "tokenRequest": "json" })), Purpose::Revoke, session);
    let expected = |token: &str, hint: &str| {
        let parameters = json!({ "client_id": "our-app", "token": token, "token_type_hint": hint });
        json!({ "url": "https://auth.example/revoke", "isJson": false, "parameters": parameters })
    };
    assert_eq!(revoked(&session(&json!({}))), expected("r3fresh", "refresh_token"));
    assert_eq!(revoked(&session(&json!({ "refreshToken": null }))), expected("old", "access_token"));
    assert_eq!(asked(&coolsms(), Purpose::Revoke, &session(&json!({}))), json!(null), "CoolSMS has no such endpoint");
}

fn answered(config: &Config, of: &Value, status: u16, body: &str) -> Result<Session> {
    receive(config, of, &Answer { status: status.into(), body, now: NOW, session_id: "two" }, &Native)
}

/// What a refresh gives, with this answer.
fn refreshed(body: &Json) -> Result<Session> {
    answered(&standard(&json!({})), &session(&json!({})), 200, &body.to_string())
}

#[test]
fn what_an_answer_does_not_say_stays_as_it_was() {
    let expected = |changes: &Json| {
        let mut session = support::json(&session(&json!({ "refreshes": 5, "accessToken": "new", "expiresAt": null })));
        merge(&mut session, changes);
        normal(&session)
    };
    let given = |changes: &Json| {
        let mut body = json!({ "access_token": "new", "token_type": "Bearer" });
        merge(&mut body, changes);
        support::json(&refreshed(&body).expect("it is good").0)
    };
    assert_eq!(given(&json!({})), expected(&json!({}))); // S40: the old refresh token stays
    assert_eq!(given(&json!({ "refresh_token": "r2" })), expected(&json!({ "refreshToken": "r2", "rotatedAt": 5.0 }))); // S40
    assert_eq!(given(&json!({ "scope": "a" })), expected(&json!({ "scope": ["a"] }))); // S22
    assert_eq!(given(&json!({ "scope": ["a", "c"] })), expected(&json!({ "scope": ["a", "c"] })));
    let minute = json!({ "expiresAt": NOW + MINUTE, "freshUntil": NOW + MINUTE / 2.0 });
    assert_eq!(given(&json!({ "expires_in": 60 })), expected(&minute)); // S21
    let extra = json!({ "id_token": "i", "own": "x", "lang": "en", "number": 7 });
    assert_eq!(given(&extra), expected(&json!({ "extra": { "own": "x", "lang": "en" } }))); // S17, S38
}

#[test]
fn a_grant_that_is_unknown_stays_unknown() {
    let body = json!({ "access_token": "new", "token_type": "bearer" }).to_string();
    let after = answered(&coolsms(), &session(&json!({ "scope": null })), 200, &body).expect("it is good");
    assert_eq!(after.0.get("scope"), &Value::Null); // S22
    let token = jwt(&json!({ "scope": "c", "clientId": "our-app", "iat": 100, "exp": 160 }));
    let body = json!({ "access_token": token }).to_string();
    let after = answered(&coolsms(), &session(&json!({})), 200, &body).expect("CoolSMS's tokens are Bearer");
    assert_eq!((after.0.get("scope"), after.0.get("expiresAt").number()), (&words(&["c"]), NOW + MINUTE)); // S22
}

#[test]
fn a_code_begins_a_session_of_its_own() {
    let body = json!({ "access_token": "t", "token_type": "Bearer", "refresh_token": "r" }).to_string();
    let kept = answered(&standard(&json!({})), &code(), 200, &body).expect("it is good");
    assert_eq!(kept.0.get("id").text(), "two");
    assert_eq!(kept.0.get("scope"), &words(&["a"]), "as asked for"); // S22
    assert_eq!((kept.0.get("refreshToken").text(), kept.0.get("refreshes").number()), ("r", 0.0));
    let provider = support::json(&standard(&json!({})).provider.0);
    let discards = config(&json!({ "provider": provider, "refreshTokenStore": "discard" })).expect("it is good");
    let discarded = answered(&discards, &code(), 200, &body).expect("it is good");
    assert_eq!(discarded.0.get("refreshToken"), &Value::Null); // S45
}

#[test]
fn an_implicit_response_has_its_refresh_token_kept_where_the_app_says_so() {
    let response = "#access_token=t&refresh_token=r&state=ours";
    let kept = signed_in(&coolsms(), response).expect("signed in");
    assert!(kept.is_refreshable() && kept.0.get("refreshToken").is("r"));
    let plain = signed_in(&support::app::plain(), response).expect("signed in");
    assert!(!plain.is_refreshable()); // S45
}

/// The code of a refusal, its status, and what else it says.
fn told(error: &Error) -> (&'static str, f64, Json) {
    let mut details = support::json(&error.details);
    let status = details.as_object_mut().and_then(|details| details.remove("status")).and_then(|it| it.as_f64());
    (error.code.as_str(), status.unwrap_or_default(), details)
}

#[test]
fn a_refresh_token_that_is_good_no_longer_ends_the_session_and_nothing_else_does() {
    let cases = [
        (400, json!({ "error": "invalid_grant", "error_description": "gone" }), "login_required"),
        (400, json!({ "errorCode": "InvalidRefreshToken", "errorMessage": "gone" }), "login_required"),
        (403, json!({ "errorCode": "InvalidGrant" }), "login_required"),
        (200, json!({ "error": "invalid_grant" }), "login_required"),
        (400, json!({ "error": "invalid_client" }), "token_error"),
        (401, json!({ "error": "unauthorized_client" }), "token_error"),
        (429, json!({ "errorCode": "TooManyRequests" }), "token_error"),
        (500, json!({ "errorCode": "InternalError" }), "token_error"),
        (503, json!(null), "token_error"),
        (201, json!({ "access_token": "t", "token_type": "Bearer" }), "token_error"),
    ];
    for (status, body, expected) in cases {
        let error = answered(&standard(&json!({})), &session(&json!({})), status, &body.to_string()).unwrap_err();
        let mut words = json!({});
        for (member, name) in [
            ("error", "error"),
            ("error_description", "errorDescription"),
            ("errorCode", "errorCode"),
            ("errorMessage", "errorMessage"),
        ] {
            if !body[member].is_null() {
                words[name] = body[member].clone();
            }
        }
        assert_eq!(told(&error), (expected, f64::from(status), words), "{status} {body}"); // S43
        assert!(!shown(&error).contains("r3fresh")); // S38
    }
    let spent = answered(&standard(&json!({})), &code(), 400, "{\"error\":\"invalid_grant\"}").unwrap_err();
    assert_eq!(spent.code.as_str(), "token_error", "a code is no session that could end");
}

#[test]
fn an_answer_that_is_no_token_is_refused_by_a_code_of_its_own() {
    for (body, expected) in [
        ("<html><h1>Welcome</h1></html>", "malformed_response"),
        ("", "malformed_response"),
        ("{\"access_token\":\"t\",\"token_ty", "malformed_response"),
        ("[]", "malformed_response"),
        ("\"t\"", "malformed_response"),
        ("{}", "malformed_response"),
        ("{\"access_token\":7,\"token_type\":\"Bearer\"}", "malformed_response"),
        ("{\"access_token\":null,\"token_type\":\"Bearer\"}", "malformed_response"),
        ("{\"access_token\":\"t\",\"token_type\":[\"Bearer\"]}", "malformed_response"),
        ("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"refresh_token\":{}}", "malformed_response"),
        ("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"scope\":7}", "malformed_response"),
        ("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"scope\":[7]}", "malformed_response"),
        ("{\"access_token\":\"\",\"token_type\":\"Bearer\"}", "invalid_token"),
        ("{\"access_token\":\"t\\n\",\"token_type\":\"Bearer\"}", "invalid_token"), // S19
        ("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"refresh_token\":\"토큰\"}", "invalid_token"),
        ("{\"access_token\":\"t\"}", "unsupported_token_type"), // S20
        ("{\"access_token\":\"t\",\"token_type\":\"mac\"}", "unsupported_token_type"),
    ] {
        let error = answered(&standard(&json!({})), &session(&json!({})), 200, body).unwrap_err();
        assert_eq!((error.code.as_str(), detail(&error, "status")), (expected, Some(&Value::Number(200.0))), "{body}");
    }
    let other = json!({ "access_token": jwt(&json!({ "clientId": "another-app" })) }).to_string();
    let error = answered(&coolsms(), &session(&json!({})), 200, &other).unwrap_err();
    assert_eq!(error.code.as_str(), "client_mismatch"); // S24
}

#[test]
fn every_odd_lifetime_in_json_has_its_meaning() {
    let ten_years = 315_360_000.0;
    for (lifetime, seconds) in [
        (json!(60), Some(60.0)),
        (json!(60.9), Some(60.0)),
        (json!("60"), Some(60.0)),
        (json!("60.9"), Some(60.0)),
        (json!(1e308), Some(ten_years)),
        (json!(315_360_001), Some(ten_years)),
        (json!(0.9), None),
        (json!(0), None),
        (json!(-1), None),
        (json!("soon"), None),
        (json!(""), None),
        (json!(null), None),
        (json!(true), None),
        (json!([60]), None),
        (json!({ "seconds": 60 }), None),
    ] {
        let body = json!({ "access_token": "t", "token_type": "Bearer", "expires_in": lifetime });
        let end = refreshed(&body).expect("it is good").0.get("expiresAt").as_number();
        assert_eq!(end, seconds.map(|seconds| NOW + seconds * 1000.0), "{lifetime}"); // S21
    }
}

#[test]
fn a_token_is_refreshed_before_its_end_by_the_skew_where_that_can_be() {
    let given = |config: &Config, seconds: f64| {
        let body = json!({ "access_token": "new", "token_type": "Bearer", "expires_in": seconds }).to_string();
        answered(config, &session(&json!({})), 200, &body).expect("it is good")
    };
    let usable = |session: &Session, later: f64, may_refresh| {
        let token = session.token(NOW + later * 1000.0, may_refresh).map(|token| token.map(String::from));
        token.map_err(|error| error.code.as_str())
    };
    let new = || Ok(Some("new".to_owned()));
    let hour = given(&standard(&json!({})), 3600.0);
    assert_eq!(usable(&hour, 3569.9, true), new());
    assert_eq!(usable(&hour, 3570.0, true), Ok(None)); // S49
    assert_eq!(usable(&hour, 1e9, true), Ok(None)); // S49
    assert_eq!(usable(&hour, 3570.0, false), new(), "it is still good");
    assert_eq!(usable(&hour, 3600.0, false), Err("login_required"));
    let mut alone = hour.clone();
    alone.0.replace("refreshToken", Value::Null);
    assert_eq!(usable(&alone, 3570.0, true), new(), "there is nothing to refresh it with");
    let short = given(&standard(&json!({})), 20.0);
    assert_eq!(usable(&short, 9.9, true), new(), "not refreshed for every call");
    assert_eq!(usable(&short, 10.0, true), Ok(None));
    let mut settings = support::json(&standard(&json!({})).into_value());
    settings["clockSkewSeconds"] = json!(120);
    let careful = given(&config(&settings).expect("it is good"), 3600.0);
    assert_eq!(usable(&careful, 3479.0, true), new());
    assert_eq!(usable(&careful, 3480.0, true), Ok(None));
    let mut unknown = hour;
    unknown.0.replace("expiresAt", Value::Null);
    unknown.0.replace("freshUntil", Value::Null);
    assert_eq!(usable(&unknown, 1e9, true), new(), "an unknown end is not known to have come");
}

#[test]
fn what_was_sent_is_not_told_where_a_server_repeats_it() {
    let body =
        json!({ "error": "invalid_request", "error_description": "Invalid refresh token: r3fresh", "error_uri": "u" });
    let error = answered(&standard(&json!({})), &session(&json!({})), 400, &body.to_string()).unwrap_err();
    assert_eq!(told(&error), ("token_error", 400.0, json!({ "error": "invalid_request", "errorUri": "u" }))); // S38
    let body = json!({ "error": "c0de is spent" }).to_string();
    let error = answered(&standard(&json!({})), &code(), 400, &body).unwrap_err();
    assert!(!shown(&error).contains("c0de"), "{}", shown(&error)); // S38
}

#[test]
fn a_refresh_token_that_a_session_has_gives_way_to_the_newest_whatever_this_client_would_keep() {
    let provider = support::json(&standard(&json!({})).provider.0);
    let discards = config(&json!({ "provider": provider, "refreshTokenStore": "discard" })).expect("it is good");
    let body = json!({ "access_token": "t", "token_type": "Bearer", "refresh_token": "r2" }).to_string();
    let after = answered(&discards, &session(&json!({})), 200, &body).expect("it is good");
    assert!(after.0.get("refreshToken").is("r2")); // S40
}
