//! Calls to an API: what is refused, in which order, what is sent, and what the body of an error says.

use crate::case::cases;
use crate::support::app::{MINUTE, NOW, config, plain, prepare, signed_in, words};
use crate::support::{Native, address, detail, refusal, value};
use coolsms_oauth2::client::api_error;
use coolsms_oauth2::client::call::{Call, Permit, permit};
use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::protocol::provider::coolsms;
use coolsms_oauth2::protocol::{Error, Result};
use serde_json::{Value as Json, json};

cases! {
    [S32 S34 S35] refusals_come_in_order_origin_session_scope,
    [S31] token_is_sent_in_one_header,
    [S19 S34] invalid_token_is_not_sent,
    [S49] expired_session_sends_nothing,
    [S35] missing_scope_is_named,
    [] scope_of_call_overrides_settings,
    [S22] unknown_grant_and_star_allow_every_call,
    [S32] scope_is_known_below_api_base_only,
    [S32] options_of_call_override_client,
    [S32] invalid_option_is_named,
    [S23 S39] error_body_is_read_as_text_only,
    [S32] provider_without_api_needs_api_origins,
}

const MEMBER: &str = "https://api.coolsms.co.kr/users/v1/member";
const SEND: &str = "https://api.coolsms.co.kr/messages/v4/send";

fn session(response: &str) -> Session {
    signed_in(&plain(), response).expect("signed in")
}

fn code<T>(result: Result<T>) -> &'static str {
    result.err().map_or("sent", |error| error.code.as_str())
}

fn missing(error: &Error) -> Option<&coolsms_oauth2::protocol::Value> {
    detail(error, "missingScopes")
}

fn refusals_come_in_order_origin_session_scope() {
    let narrow = session("#access_token=t&state=ours&scope=cash:read&expires_in=60");
    let (elsewhere, member) = (address("https://evil.example/users/v1/member"), address(MEMBER));
    let late = NOW + MINUTE;
    let cases = [
        (None, &elsewhere, NOW, "origin_not_allowed"),
        (Some(&narrow), &elsewhere, late, "origin_not_allowed"),
        (Some(&narrow), &elsewhere, NOW, "origin_not_allowed"),
        (None, &member, NOW, "login_required"),
        (Some(&narrow), &member, late, "login_required"),
        (Some(&narrow), &member, NOW, "insufficient_scope"),
    ];
    for (session, target, now, expected) in cases {
        assert_eq!(code(prepare(&plain(), session, "GET", target, None, now)), expected);
    }
}

fn token_is_sent_in_one_header() {
    let whole = session("#access_token=t&state=ours&scope=users:read");
    let header = prepare(&plain(), Some(&whole), "GET", &address(MEMBER), None, NOW);
    assert_eq!(header.as_deref(), Ok("Bearer t"));
}

fn invalid_token_is_not_sent() {
    let with = |token: &str| {
        let session = Session(value(&json!({ "accessToken": token })));
        prepare(&plain(), Some(&session), "GET", &address(MEMBER), None, NOW)
    };
    assert_eq!(code(with("")), "login_required");
    for odd in ["a\r\nX-Evil: 1", "a\n", "\u{0}", "토큰", "a\u{7f}", "\u{2028}"] {
        assert_eq!(code(with(odd)), "invalid_token", "{odd:?}");
    }
    assert_eq!(with("a.b-c_d~+/==").as_deref(), Ok("Bearer a.b-c_d~+/=="));
}

fn expired_session_sends_nothing() {
    let short = session("#access_token=t&state=ours&scope=users:read&expires_in=60");
    for (later, expected) in [(0.0, "sent"), (59_999.0, "sent"), (60_000.0, "login_required"), (1e15, "login_required")]
    {
        assert_eq!(code(prepare(&plain(), Some(&short), "GET", &address(MEMBER), None, NOW + later)), expected);
    }
}

fn missing_scope_is_named() {
    let narrow = session("#access_token=t&state=ours&scope=users:read");
    let error = prepare(&plain(), Some(&narrow), "POST", &address(SEND), None, NOW).unwrap_err();
    assert_eq!(missing(&error), Some(&words(&["message:write"])));
    assert_eq!(code(prepare(&plain(), Some(&narrow), "POST", &address(MEMBER), None, NOW)), "sent", "unknown call");
}

fn scope_of_call_overrides_settings() {
    let narrow = session("#access_token=t&state=ours&scope=users:read");
    let needed = |needed| prepare(&plain(), Some(&narrow), "GET", &address(MEMBER), Some(needed), NOW);
    assert_eq!(missing(&needed("users:read a:b c:d").unwrap_err()), Some(&words(&["a:b", "c:d"])));
    let send = prepare(&plain(), Some(&narrow), "POST", &address(SEND), Some("users:read"), NOW);
    assert_eq!(code(send), "sent");
}

fn unknown_grant_and_star_allow_every_call() {
    for response in ["#access_token=t&state=ours", "#access_token=t&state=ours&scope=*"] {
        let session = session(response);
        assert_eq!(code(prepare(&plain(), Some(&session), "POST", &address(SEND), None, NOW)), "sent");
    }
    let nothing = session("#access_token=t&state=ours&scope=");
    assert_eq!(code(prepare(&plain(), Some(&nothing), "POST", &address(SEND), None, NOW)), "insufficient_scope");
}

fn proxied() -> Config {
    let provider = coolsms(&value(&json!({ "base": "https://app.example/sms" })), &Native).expect("it is valid");
    config(&json!({ "provider": crate::support::json(&provider) })).expect("it is valid")
}

fn scope_is_known_below_api_base_only() {
    let proxied = proxied();
    let narrow = signed_in(&proxied, "#access_token=t&state=ours&scope=cash:read").expect("signed in");
    let call = |url: &str| code(prepare(&proxied, Some(&narrow), "GET", &address(url), None, NOW));
    assert_eq!(call("https://app.example/sms/users/v1/member?x=1#y"), "insufficient_scope");
    assert_eq!(call("https://app.example/sms/cash/v1/balance"), "sent");
    assert_eq!(call("https://app.example/users/v1/member"), "sent");
    assert_eq!(call("https://app.example/smsusers/v1/member"), "sent");
    assert_eq!(call(MEMBER), "origin_not_allowed");
}

/// A call of a client with a list of origins and a time-out of its own, by an app that is signed in.
fn with_options(target: &str, options: &Json) -> Result<Permit> {
    let config = config(&json!({ "apiOrigins": ["https://one.example"], "timeoutMs": 7 })).expect("it is valid");
    let session = signed_in(&config, "#access_token=t&state=ours").expect("signed in");
    let call = Call { method: "GET", target: &address(target), options: &value(options), may_refresh: true };
    Ok(permit(&config, &session, &call, NOW, &Native)?.expect("there is nothing to refresh"))
}

fn options_of_call_override_client() {
    let timeout = |target, options: Json| with_options(target, &options).map(|permit| permit.timeout_ms);
    assert_eq!(timeout("https://one.example/", json!(null)), Ok(7.0));
    assert_eq!(timeout("https://one.example/", json!({ "timeoutMs": 9 })), Ok(9.0));
    let two = json!({ "apiOrigins": ["https://two.example"] });
    assert_eq!(timeout("https://two.example/", two.clone()), Ok(7.0));
    for (target, options) in [
        ("https://two.example/", json!({})),
        ("https://one.example/", two),
        ("https://one.example/", json!({ "apiOrigins": [] })),
    ] {
        assert_eq!(code(with_options(target, &options)), "origin_not_allowed", "{target} {options}");
    }
}

fn invalid_option_is_named() {
    for (options, field) in [
        (json!({ "timeoutMs": 0 }), "timeoutMs"),
        (json!({ "apiOrigins": ["https://evil.example/a"] }), "apiOrigins"),
        (json!({ "apiOrigins": "https://evil.example" }), "apiOrigins"),
        (json!({ "scope": "a\"b" }), "scope"),
        (json!({ "colour": "blue" }), "colour"),
        (json!(["GET"]), "init"),
    ] {
        let refused = with_options("https://evil.example/", &options);
        assert_eq!(refusal(refused), ("invalid_request", field.into()), "{options}");
    }
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
        assert_eq!(crate::support::json(&api_error::read(&body, &Native)), *told, "{body}");
    }
}

fn provider_without_api_needs_api_origins() {
    let other = json!({ "id": "other", "authorizationEndpoint": "https://other.example/a", "responseType": "token" });
    let with = |settings| {
        let config = config(&settings).expect("it is valid");
        let session = Session(value(&json!({ "accessToken": "t" })));
        code(prepare(&config, Some(&session), "GET", &address(MEMBER), None, NOW))
    };
    assert_eq!(with(json!({ "provider": other })), "origin_not_allowed");
    assert_eq!(with(json!({ "provider": other, "apiOrigins": ["https://api.coolsms.co.kr"] })), "sent");
}
