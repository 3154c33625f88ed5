//! The token endpoint: requests to it, its answers, and the session after a refresh.

use crate::case::cases;
use crate::support::app::{MINUTE, NOW, REDIRECT_URI, config, jwt, merge, signed_in, words};
use crate::support::rows::normal;
use crate::support::{Native, detail, shown, value};
use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::client::tokens::{Answer, Purpose, receive, request};
use coolsms_oauth2::protocol::{Error, Result, Value};
use serde_json::{Value as Json, json};

cases! {
    [S41 S44] refresh_sends_no_scope,
    [S7 S10] exchange_sends_redirect_uri_and_verifier,
    [] revocation_prefers_refresh_token,
    [S17 S21 S22 S38 S40] refresh_keeps_what_answer_omits,
    [S22] unknown_grant_stays_unknown,
    [S22 S45] exchange_begins_new_session,
    [S45] refresh_token_is_kept_if_configured,
    [S38 S43] only_invalid_grant_ends_session,
    [S19 S20 S24] answer_without_token_is_refused,
    [S21] odd_lifetimes_have_defined_meaning,
    [S49] refresh_is_due_before_expiry,
    [S38] repeated_secret_is_not_shown,
    [S40] new_refresh_token_replaces_old_in_discarding_client,
}

/// A server of RFC 6749, with every endpoint.
fn standard(changes: &Json) -> Config {
    let mut provider = json!({ "id": "p", "authorizationEndpoint": "https://auth.example/authorize",
        "tokenEndpoint": "https://auth.example/token", "revocationEndpoint": "https://auth.example/revoke" });
    merge(&mut provider, changes);
    config(&json!({ "provider": provider })).expect("it is valid")
}

/// CoolSMS, with its refresh token kept.
fn coolsms() -> Config {
    config(&json!({ "refreshTokenStore": "memory" })).expect("it is valid")
}

fn session(changes: &Json) -> Value {
    let mut session = json!({ "id": "one", "tokenType": "Bearer", "scope": ["a", "b"], "expiresAt": NOW, "extra": { "lang": "ko" },
        "refreshes": 4, "accessToken": "old", "refreshToken": "r3fresh" });
    merge(&mut session, changes);
    value(&session)
}

fn asked(config: &Config, purpose: Purpose, of: &Value) -> Json {
    crate::support::json(&request(config, purpose, of, &Native))
}

fn code() -> Value {
    value(&json!({ "state": "ours", "scope": ["a"], "verifier": "v3rifier", "code": "c0de" }))
}

fn refresh_sends_no_scope() {
    let standard = asked(&standard(&json!({})), Purpose::Refresh, &session(&json!({})));
    let parameters = json!({ "client_id": "our-app", "grant_type": "refresh_token", "refresh_token": "r3fresh" });

    assert_eq!(standard, json!({ "url": "https://auth.example/token", "isJson": false, "parameters": parameters }));
    let parameters = json!({ "grant_type": "refresh_token", "refresh_token": "r3fresh" });
    let url = "https://api.coolsms.co.kr/oauth2/v1/access_token";
    let coolsms = asked(&coolsms(), Purpose::Refresh, &session(&json!({})));
    assert_eq!(coolsms, json!({ "url": url, "isJson": true, "parameters": parameters }));
}

fn exchange_sends_redirect_uri_and_verifier() {
    let mut parameters = json!({ "client_id": "our-app", "grant_type": "authorization_code", "code": "c0de",
        "redirect_uri": REDIRECT_URI, "code_verifier": "v3rifier" });
    for (changes, is_json) in [(json!({}), false), (json!({ "tokenRequest": "json" }), true)] {
        let asked = asked(&standard(&changes), Purpose::Exchange, &code());

        assert_eq!(asked, json!({ "url": "https://auth.example/token", "isJson": is_json, "parameters": parameters }));
    }
    parameters["redirect_uri"] = json!([REDIRECT_URI, "?oauth_state=ours"].concat());
    let moved = asked(&standard(&json!({ "stateIn": "redirect_uri" })), Purpose::Exchange, &code());
    assert_eq!(moved["parameters"], parameters, "as it was sent");
}

fn revocation_prefers_refresh_token() {
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

fn refresh_keeps_what_answer_omits() {
    let expected = |changes: &Json| {
        let mut session =
            crate::support::json(&session(&json!({ "refreshes": 5, "accessToken": "new", "expiresAt": null })));
        merge(&mut session, changes);
        normal(&session)
    };
    let given = |changes: &Json| {
        let mut body = json!({ "access_token": "new", "token_type": "Bearer" });
        merge(&mut body, changes);
        crate::support::json(&refreshed(&body).expect("it is valid").0)
    };
    assert_eq!(given(&json!({})), expected(&json!({}))); // the old refresh token stays
    assert_eq!(given(&json!({ "refresh_token": "r2" })), expected(&json!({ "refreshToken": "r2", "rotatedAt": 5.0 })));
    assert_eq!(given(&json!({ "scope": "a" })), expected(&json!({ "scope": ["a"] })));
    assert_eq!(given(&json!({ "scope": ["a", "c"] })), expected(&json!({ "scope": ["a", "c"] })));
    let minute = json!({ "expiresAt": NOW + MINUTE, "freshUntil": NOW + MINUTE / 2.0 });
    assert_eq!(given(&json!({ "expires_in": 60 })), expected(&minute));
    let extra = json!({ "id_token": "i", "own": "x", "lang": "en", "number": 7 });
    assert_eq!(given(&extra), expected(&json!({ "extra": { "own": "x", "lang": "en" } })));
}

fn unknown_grant_stays_unknown() {
    let body = json!({ "access_token": "new", "token_type": "bearer" }).to_string();
    let after = answered(&coolsms(), &session(&json!({ "scope": null })), 200, &body).expect("it is valid");
    assert_eq!(after.0.get("scope"), &Value::Null);
    let token = jwt(&json!({ "scope": "c", "clientId": "our-app", "iat": 100, "exp": 160 }));
    let body = json!({ "access_token": token }).to_string();
    let after = answered(&coolsms(), &session(&json!({})), 200, &body).expect("CoolSMS's tokens are Bearer");
    assert_eq!((after.0.get("scope"), after.0.get("expiresAt").number()), (&words(&["c"]), NOW + MINUTE));
}

fn exchange_begins_new_session() {
    let body = json!({ "access_token": "t", "token_type": "Bearer", "refresh_token": "r" }).to_string();
    let kept = answered(&standard(&json!({})), &code(), 200, &body).expect("it is valid");
    assert_eq!(kept.0.get("id").text(), "two");
    assert_eq!(kept.0.get("scope"), &words(&["a"]), "as asked for");
    assert_eq!((kept.0.get("refreshToken").text(), kept.0.get("refreshes").number()), ("r", 0.0));
    let provider = crate::support::json(&standard(&json!({})).provider.0);
    let discards = config(&json!({ "provider": provider, "refreshTokenStore": "discard" })).expect("it is valid");
    let discarded = answered(&discards, &code(), 200, &body).expect("it is valid");
    assert_eq!(discarded.0.get("refreshToken"), &Value::Null);
}

fn refresh_token_is_kept_if_configured() {
    let response = "#access_token=t&refresh_token=r&state=ours";
    let kept = signed_in(&coolsms(), response).expect("signed in");
    assert!(kept.is_refreshable() && kept.0.get("refreshToken").is("r"));
    let plain = signed_in(&crate::support::app::plain(), response).expect("signed in");
    assert!(!plain.is_refreshable());
}

/// The code of a refusal, its status, and what else it says.
fn told(error: &Error) -> (&'static str, f64, Json) {
    let mut details = crate::support::json(&error.details);
    let status = details.as_object_mut().and_then(|details| details.remove("status")).and_then(|it| it.as_f64());
    (error.code.as_str(), status.unwrap_or_default(), details)
}

fn only_invalid_grant_ends_session() {
    let cases = [
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
        assert_eq!(told(&error), (expected, f64::from(status), words), "{status} {body}");
        assert!(!shown(&error).contains("r3fresh"));
    }
    let refused = answered(&standard(&json!({})), &code(), 400, "{\"error\":\"invalid_grant\"}").unwrap_err();
    assert_eq!(refused.code.as_str(), "token_error", "a code is no session that could end");
}

fn answer_without_token_is_refused() {
    for (body, expected) in [
        ("<html><h1>Welcome</h1></html>", "malformed_response"),
        ("", "malformed_response"),
        ("{\"access_token\":\"t\",\"token_ty", "malformed_response"),
        ("[]", "malformed_response"),
        ("\"t\"", "malformed_response"),
        ("{}", "malformed_response"),
        ("{\"access_token\":7,\"token_type\":\"Bearer\"}", "malformed_response"),
        ("{\"access_token\":null,\"token_type\":\"Bearer\"}", "malformed_response"),
        ("{\"access_token\":[\"t\"],\"token_type\":\"Bearer\"}", "malformed_response"),
        ("{\"access_token\":\"t\",\"token_type\":7}", "malformed_response"),
        ("{\"access_token\":\"t\",\"token_type\":[\"Bearer\"]}", "malformed_response"),
        ("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"refresh_token\":{}}", "malformed_response"),
        ("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"refresh_token\":7}", "malformed_response"),
        ("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"scope\":7}", "malformed_response"),
        ("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"scope\":[7]}", "malformed_response"),
        ("{\"access_token\":\"\",\"token_type\":\"Bearer\"}", "invalid_token"),
        ("{\"access_token\":\"t\\n\",\"token_type\":\"Bearer\"}", "invalid_token"),
        ("{\"access_token\":\"토큰\",\"token_type\":\"Bearer\"}", "invalid_token"),
        ("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"refresh_token\":\"r\\n\"}", "invalid_token"),
        ("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"refresh_token\":\"토큰\"}", "invalid_token"),
        ("{\"access_token\":\"t\"}", "unsupported_token_type"),
        ("{\"access_token\":\"t\",\"token_type\":\"mac\"}", "unsupported_token_type"),
    ] {
        let error = answered(&standard(&json!({})), &session(&json!({})), 200, body).unwrap_err();
        assert_eq!((error.code.as_str(), detail(&error, "status")), (expected, Some(&Value::Number(200.0))), "{body}");
    }
    let other = json!({ "access_token": jwt(&json!({ "clientId": "another-app" })) }).to_string();
    let error = answered(&coolsms(), &session(&json!({})), 200, &other).unwrap_err();
    assert_eq!(error.code.as_str(), "client_mismatch");
}

fn odd_lifetimes_have_defined_meaning() {
    let ten_years = 315_360_000.0;
    for (lifetime, seconds) in [
        (json!(60), Some(60.0)),
        (json!(60.9), Some(60.0)),
        (json!("60"), Some(60.0)),
        (json!("60.9"), Some(60.0)),
        (json!(1e308), Some(ten_years)),
        (json!(99_999_999_999_i64), Some(ten_years)),
        (json!(315_360_001), Some(ten_years)),
        (json!(0.9), None),
        (json!(0), None),
        (json!(-1), None),
        (json!(-1e308), None),
        (json!("NaN"), None),
        (json!("soon"), None),
        (json!(""), None),
        (json!(null), None),
        (json!(true), None),
        (json!([60]), None),
        (json!({ "seconds": 60 }), None),
    ] {
        let body = json!({ "access_token": "t", "token_type": "Bearer", "expires_in": lifetime });
        let end = refreshed(&body).expect("it is valid").0.get("expiresAt").as_number();
        assert_eq!(end, seconds.map(|seconds| NOW + seconds * 1000.0), "{lifetime}");
    }
}

fn refresh_is_due_before_expiry() {
    let given = |config: &Config, seconds: f64| {
        let body = json!({ "access_token": "new", "token_type": "Bearer", "expires_in": seconds }).to_string();
        answered(config, &session(&json!({})), 200, &body).expect("it is valid")
    };
    let usable = |session: &Session, later: f64, may_refresh| {
        let token = session.token(NOW + later * 1000.0, may_refresh).map(|token| token.map(String::from));
        token.map_err(|error| error.code.as_str())
    };
    let new = || Ok(Some("new".to_owned()));
    let hour = given(&standard(&json!({})), 3600.0);
    assert_eq!(usable(&hour, 3569.9, true), new());
    assert_eq!(usable(&hour, 3570.0, true), Ok(None));
    assert_eq!(usable(&hour, 1e9, true), Ok(None));
    assert_eq!(usable(&hour, 3570.0, false), new(), "it is still good");
    assert_eq!(usable(&hour, 3600.0, false), Err("login_required"));
    let mut alone = hour.clone();
    alone.0.replace("refreshToken", Value::Null);
    assert_eq!(usable(&alone, 3570.0, true), new(), "there is nothing to refresh it with");
    let short = given(&standard(&json!({})), 20.0);
    assert_eq!(usable(&short, 9.9, true), new(), "not refreshed for every call");
    assert_eq!(usable(&short, 10.0, true), Ok(None));
    let mut settings = crate::support::json(&standard(&json!({})).into_value());
    settings["clockSkewSeconds"] = json!(120);
    let careful = given(&config(&settings).expect("it is valid"), 3600.0);
    assert_eq!(usable(&careful, 3479.0, true), new());
    assert_eq!(usable(&careful, 3480.0, true), Ok(None));
    let mut unknown = hour;
    unknown.0.replace("expiresAt", Value::Null);
    unknown.0.replace("freshUntil", Value::Null);
    assert_eq!(usable(&unknown, 1e9, true), new(), "a token without a known expiry counts as valid");
}

fn repeated_secret_is_not_shown() {
    let body =
        json!({ "error": "invalid_request", "error_description": "Invalid refresh token: r3fresh", "error_uri": "u" });
    let error = answered(&standard(&json!({})), &session(&json!({})), 400, &body.to_string()).unwrap_err();
    assert_eq!(told(&error), ("token_error", 400.0, json!({ "error": "invalid_request", "errorUri": "u" })));
    let body = json!({ "error": "c0de was used" }).to_string();
    let error = answered(&standard(&json!({})), &code(), 400, &body).unwrap_err();
    assert!(!shown(&error).contains("c0de"), "{}", shown(&error));
}

fn new_refresh_token_replaces_old_in_discarding_client() {
    let provider = crate::support::json(&standard(&json!({})).provider.0);
    let discards = config(&json!({ "provider": provider, "refreshTokenStore": "discard" })).expect("it is valid");
    let body = json!({ "access_token": "t", "token_type": "Bearer", "refresh_token": "r2" }).to_string();
    let after = answered(&discards, &session(&json!({})), 200, &body).expect("it is valid");
    assert!(after.0.get("refreshToken").is("r2"));
}
