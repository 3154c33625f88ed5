//! Calls to an API: what is refused, in which order, what is sent, and what an answer and the body of an error mean.

use crate::case::cases;
use crate::support::app::{
    MINUTE, NOW, api_error, at, check_answer, check_answer_of, config, permit, plain, signed_in, standard,
};
use crate::support::{Outcome, code, flow, named, refusal, with};
use coolsms_oauth2::protocol::provider::coolsms;
use serde_json::{Value as Json, json};

cases! {
    [S32 S34 S35] refusals_come_in_order_origin_session_scope,
    [S19 S34] invalid_token_is_not_sent,
    [] scope_of_call_overrides_settings,
    [S35] challenge_without_scope_means_the_call,
    [S35] documented_call_has_its_scope,
    [] unknown_call_has_no_scope,
    [] exact_path_takes_precedence_then_first_match,
    [S32] scope_is_known_below_api_base_only,
    [S31 S32] options_of_call_override_client,
    [S32] invalid_option_is_named,
    [S32] provider_without_api_needs_api_origins,
    [S32] call_without_client_goes_to_coolsms,
    [S35 S39] status_and_challenge_decide,
    [S23 S39] error_body_is_read_as_text_only,
}

const MEMBER: &str = "https://api.coolsms.co.kr/users/v1/member";
const SEND: &str = "https://api.coolsms.co.kr/messages/v4/send";

/// A session of the app, with these parameters in its response.
fn session(parameters: &str) -> Json {
    signed_in(&plain(), &["#access_token=t&state={ours}", parameters].concat())
}

fn called(session: &Json, url: &str, context: &Json) -> Outcome {
    permit(&plain(), session, url, context)
}

/// The words that a refused call needs.
fn lacks(outcome: &Outcome) -> &Json {
    assert_eq!(code(outcome), "insufficient_scope");
    &outcome.as_ref().expect_err("a refusal")["missingScopes"]
}

fn refusals_come_in_order_origin_session_scope() {
    let (nobody, narrow) = (Json::Null, session("&scope=cash:read&expires_in=60"));
    let elsewhere = "https://evil.example/users/v1/member";
    for (session, url, later, expected) in [
        (&nobody, elsewhere, 0, "origin_not_allowed"),
        (&narrow, elsewhere, MINUTE, "origin_not_allowed"),
        (&narrow, elsewhere, 0, "origin_not_allowed"),
        (&nobody, MEMBER, 0, "login_required"),
        (&narrow, MEMBER, MINUTE, "login_required"),
        (&narrow, MEMBER, 0, "insufficient_scope"),
    ] {
        at(NOW + later);
        assert_eq!(code(&called(session, url, &json!({}))), expected);
    }
}

fn invalid_token_is_not_sent() {
    let with = |token: &str| called(&json!({ "accessToken": token }), MEMBER, &json!({}));
    assert_eq!(code(&with("")), "login_required");
    for odd in ["a\r\nX-Evil: 1", "a\n", "\u{0}", "토큰", "a\u{7f}", "\u{2028}"] {
        assert_eq!(code(&with(odd)), "invalid_token", "{odd:?}");
    }
    assert_eq!(with("a.b-c_d~+/==").expect("it is valid")["authorization"], "Bearer a.b-c_d~+/==");
}

fn scope_of_call_overrides_settings() {
    let narrow = session("&scope=users:read");
    let needed = |scope| json!({ "method": "POST", "options": { "scope": scope } });
    assert_eq!(lacks(&called(&narrow, MEMBER, &needed("users:read a:b c:d"))), &json!(["a:b", "c:d"]));
    assert_eq!(code(&called(&narrow, SEND, &needed("users:read"))), "ok");
}

/// A challenge that names no scope: that of the call stands in, where it is known.
fn challenge_without_scope_means_the_call() {
    let refused = |context: Json| {
        let context = with(json!({ "config": plain(), "url": SEND, "method": "POST" }), &context);
        let error = check_answer_of(&context, 403, r#"Bearer error="insufficient_scope""#).expect_err("refused");
        error["missingScopes"].clone()
    };
    assert_eq!(refused(json!({})), json!(["message:write"]));
    assert_eq!(refused(json!({ "options": { "scope": "a b" } })), json!(["a", "b"]));
    assert_eq!(refused(json!({ "method": "PUT" })), json!([]));
    assert_eq!(refused(json!({ "config": {}, "url": "no URL", "options": null })), json!([]));
}

fn documented_call_has_its_scope() {
    let nothing = session("&scope=none");
    for (method, path, scope) in [
        ("GET", "/users/v1/member", "users:read"),
        ("GET", "/users/v1/accounts/20021201", "users:read"),
        ("GET", "/cash/v1/balance", "cash:read"),
        ("GET", "/senderid/v1/numbers/active", "senderid:read"),
        ("POST", "/messages/v4/send", "message:write"),
        ("GET", "/messages/v4/list", "message:read"),
    ] {
        for origin in ["https://api.coolsms.co.kr", "https://api.solapi.com"] {
            let refused = called(&nothing, &[origin, path].concat(), &json!({ "method": method }));
            assert_eq!(lacks(&refused), &json!([scope]), "{method} {path}");
        }
    }
}

fn unknown_call_has_no_scope() {
    let unknown = "POST /users/v1/member|get /users/v1/member|GET /users/v1/member/x|GET /users/v1|GET /Users/v1/member|\
        GET /users/v1/accounts|GET /users/v1/accounts/a/b|GET | /users/v1/member";
    for (method, path) in unknown.split('|').filter_map(|call| call.split_once(' ')) {
        let url = ["https://api.coolsms.co.kr", path].concat();
        assert_eq!(code(&called(&session("&scope=none"), &url, &json!({ "method": method }))), "ok", "{method} {path}");
    }
}

fn exact_path_takes_precedence_then_first_match() {
    let scopes = json!({ "GET /a/:b/c": "one", "GET /a/:b/:c": "two", "DELETE /:a": "three", "GET /a/x/y": "four" });
    let config = standard(&json!({ "apiBase": "https://a.example", "apiScopes": scopes }));
    for (method, path, needed) in [
        ("GET", "/a/x/c", Some("one")),
        ("GET", "/a/x/d", Some("two")),
        ("GET", "/a/x/y", Some("four")),
        ("DELETE", "/x", Some("three")),
        ("DELETE", "/x/y", None),
        ("GET", "/x", None),
    ] {
        let session = json!({ "accessToken": "t", "scope": [] });
        let outcome = permit(&config, &session, &["https://a.example", path].concat(), &json!({ "method": method }));
        match needed {
            Some(scope) => assert_eq!(lacks(&outcome), &json!([scope]), "{method} {path}"),
            None => assert_eq!(code(&outcome), "ok", "{method} {path}"),
        }
    }
}

/// Such as behind a proxy of the app's own.
fn scope_is_known_below_api_base_only() {
    let provider = flow(coolsms, &json!({ "base": "https://app.example/sms/" })).expect("it is valid");
    assert_eq!(provider["authorizationEndpoint"], "https://app.example/sms/oauth2/v1/authorize");
    let proxied = config(&json!({ "provider": provider })).expect("it is valid");
    let narrow = signed_in(&proxied, "#access_token=t&state={ours}&scope=cash:read");
    for (url, expected) in [
        ("https://app.example/sms/users/v1/member?x=1#y", "insufficient_scope"),
        ("https://app.example/sms/cash/v1/balance", "ok"),
        ("https://app.example/users/v1/member", "ok"),
        ("https://app.example/smsusers/v1/member", "ok"),
        (MEMBER, "origin_not_allowed"),
    ] {
        assert_eq!(code(&permit(&proxied, &narrow, url, &json!({}))), expected, "{url}");
    }
}

/// A call of a client with a list of origins and a time-out of its own, by an app that is signed in.
fn with_options(url: &str, options: &Json) -> Outcome {
    let config = config(&json!({ "apiOrigins": ["https://one.example"], "timeoutMs": 7 })).expect("it is valid");
    let session = signed_in(&config, "#access_token=t&state={ours}");
    permit(&config, &session, url, &json!({ "options": options, "mayRefresh": true }))
}

fn options_of_call_override_client() {
    let two = json!({ "apiOrigins": ["https://two.example"] });
    for (url, options, timeout) in [
        ("https://one.example/", json!(null), 7),
        ("https://one.example/", json!({ "timeoutMs": 9 }), 9),
        ("https://two.example/", two.clone(), 7),
    ] {
        let permit = json!({ "authorization": "Bearer t", "timeoutMs": timeout });
        assert_eq!(with_options(url, &options), Ok(permit), "{url} {options}");
    }
    for (url, options) in [
        ("https://two.example/", json!({})),
        ("https://one.example/", two),
        ("https://one.example/", json!({ "apiOrigins": [] })),
    ] {
        assert_eq!(code(&with_options(url, &options)), "origin_not_allowed", "{url} {options}");
    }
}

fn invalid_option_is_named() {
    let wrong = json!([{ "timeoutMs": 0 }, { "apiOrigins": ["https://evil.example/a"] }, { "scope": "a\"b" },
        { "apiOrigins": "https://evil.example" }, { "colour": "blue" }]);
    for (options, field) in named(&wrong).chain([(&json!(["GET"]), "init")]) {
        let refused = with_options("https://evil.example/", options);
        assert_eq!(refusal(&refused), ("invalid_request", field), "{options}");
    }
}

fn provider_without_api_needs_api_origins() {
    let other = json!({ "id": "other", "authorizationEndpoint": "https://other.example/a", "responseType": "token" });
    let listed = json!({ "provider": other, "apiOrigins": ["https://api.coolsms.co.kr"] });
    for (settings, expected) in [(json!({ "provider": other }), "origin_not_allowed"), (listed, "ok")] {
        let config = config(&settings).expect("it is valid");
        assert_eq!(code(&permit(&config, &json!({ "accessToken": "t" }), MEMBER, &json!({}))), expected);
    }
}

/// `callApi` has a token, and no client.
fn call_without_client_goes_to_coolsms() {
    let listed = json!({ "options": { "apiOrigins": ["https://own.example"] } });
    for (url, context, expected) in [
        (MEMBER, json!({}), "ok"),
        ("https://api.solapi.com/", json!({}), "ok"),
        ("https://own.example/", json!({}), "origin_not_allowed"),
        ("https://own.example/", listed.clone(), "ok"),
        (MEMBER, listed, "origin_not_allowed"),
        ("no URL", json!({}), "origin_not_allowed"),
    ] {
        let outcome = permit(&json!({}), &json!({ "accessToken": "t" }), url, &context);
        assert_eq!(code(&outcome), expected, "{url} {context}");
    }
}

fn status_and_challenge_decide() {
    let (expired, narrow) = (r#"Bearer error="invalid_token""#, r#"Bearer error="insufficient_scope", scope="a b""#);
    let other = r#"Basic error="insufficient_scope""#;
    for challenge in ["", expired, narrow] {
        for status in [200, 400, 402, 404, 500, 503] {
            assert_eq!(check_answer(status, challenge), Ok(Json::Null), "{status} {challenge:?}");
        }
    }
    assert_eq!([check_answer(403, ""), check_answer(403, expired)], [Ok(Json::Null), Ok(Json::Null)]);
    for challenge in ["", "Basic realm=x", expired, other] {
        assert_eq!(code(&check_answer(401, challenge)), "unauthorized", "{challenge:?}");
    }
    for status in [401, 403] {
        let refused = check_answer(status, narrow);
        assert_eq!((lacks(&refused), &refused.as_ref().unwrap_err()["status"]), (&json!(["a", "b"]), &json!(status)));
    }
    assert_eq!(lacks(&check_answer(401, r#"Bearer error="insufficient_scope""#)), &json!([]));
}

fn error_body_is_read_as_text_only() {
    let said = json!({ "errorCode": "NotEnoughBalance", "errorMessage": "<b>잔액이 부족합니다.</b>" });
    let nothing = json!({});
    for (body, told) in [
        (said.to_string(), &said),
        (json!({ "status": 402, "errorCode": "Odd", "token": "t" }).to_string(), &json!({ "errorCode": "Odd" })),
        (json!({ "errorMessage": "" }).to_string(), &json!({ "errorMessage": "" })),
        (json!({ "errorCode": 7, "errorMessage": ["a"] }).to_string(), &nothing),
        (json!({ "errorCode": null, "error": said }).to_string(), &nothing),
        (json!([said]).to_string(), &nothing),
        (said.to_string().split_at(20).0.into(), &nothing),
        ("<html><h1>502 Bad Gateway</h1></html>".into(), &nothing),
        (String::new(), &nothing),
    ] {
        assert_eq!(&api_error(&body), told, "{body}");
    }
}
