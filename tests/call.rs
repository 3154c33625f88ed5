//! Calls: what is refused, in which order, what is sent, and what the body of a refused one says.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::api_error;
use coolsms_oauth2::client::call::{Call, Permit, permit};
use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::protocol::provider::coolsms;
use coolsms_oauth2::protocol::{Error, Result};
use serde_json::{Value as Json, json};
use support::app::{MINUTE, NOW, config, plain, prepare, signed_in, words};
use support::{Native, address, detail, refusal, value};

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

#[test]
fn origin_then_sign_in_then_scope_is_the_order_of_refusals() {
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
        assert_eq!(code(prepare(&plain(), session, "GET", target, None, now)), expected); // S32, S34, S35
    }
}

#[test]
fn what_is_sent_is_one_header() {
    let whole = session("#access_token=t&state=ours&scope=users:read");
    let header = prepare(&plain(), Some(&whole), "GET", &address(MEMBER), None, NOW);
    assert_eq!(header.as_deref(), Ok("Bearer t")); // S31
}

#[test]
fn no_token_is_no_header() {
    let with = |token: &str| {
        let session = Session(value(&json!({ "accessToken": token })));
        prepare(&plain(), Some(&session), "GET", &address(MEMBER), None, NOW)
    };
    assert_eq!(code(with("")), "login_required"); // S34
    for odd in ["a\r\nX-Evil: 1", "a\n", "\u{0}", "토큰", "a\u{7f}", "\u{2028}"] {
        assert_eq!(code(with(odd)), "invalid_token", "{odd:?}"); // S19
    }
    assert_eq!(with("a.b-c_d~+/==").as_deref(), Ok("Bearer a.b-c_d~+/=="));
}

#[test]
fn a_session_that_ran_out_while_the_machine_slept_sends_nothing() {
    let short = session("#access_token=t&state=ours&scope=users:read&expires_in=60");
    for (later, expected) in [(0.0, "sent"), (59_999.0, "sent"), (60_000.0, "login_required"), (1e15, "login_required")]
    {
        assert_eq!(code(prepare(&plain(), Some(&short), "GET", &address(MEMBER), None, NOW + later)), expected); // S49
    }
}

#[test]
fn a_scope_that_was_not_granted_is_named_before_anything_is_sent() {
    let narrow = session("#access_token=t&state=ours&scope=users:read");
    let error = prepare(&plain(), Some(&narrow), "POST", &address(SEND), None, NOW).unwrap_err();
    assert_eq!(missing(&error), Some(&words(&["message:write"]))); // S35
    assert_eq!(code(prepare(&plain(), Some(&narrow), "POST", &address(MEMBER), None, NOW)), "sent", "unknown call");
}

#[test]
fn what_the_app_names_goes_before_what_the_settings_know() {
    let narrow = session("#access_token=t&state=ours&scope=users:read");
    let needed = |needed| prepare(&plain(), Some(&narrow), "GET", &address(MEMBER), Some(needed), NOW);
    assert_eq!(missing(&needed("users:read a:b c:d").unwrap_err()), Some(&words(&["a:b", "c:d"])));
    let send = prepare(&plain(), Some(&narrow), "POST", &address(SEND), Some("users:read"), NOW);
    assert_eq!(code(send), "sent");
}

#[test]
fn an_unknown_grant_refuses_nothing_and_a_star_grants_all() {
    for response in ["#access_token=t&state=ours", "#access_token=t&state=ours&scope=*"] {
        let session = session(response);
        assert_eq!(code(prepare(&plain(), Some(&session), "POST", &address(SEND), None, NOW)), "sent"); // S22
    }
    let nothing = session("#access_token=t&state=ours&scope=");
    assert_eq!(code(prepare(&plain(), Some(&nothing), "POST", &address(SEND), None, NOW)), "insufficient_scope");
}

fn proxied() -> Config {
    let provider = coolsms(&value(&json!({ "base": "https://app.example/sms" })), &Native).expect("it is good");
    config(&json!({ "provider": support::json(&provider) })).expect("it is good")
}

#[test]
fn the_scope_of_a_call_is_known_below_the_base_alone() {
    let proxied = proxied();
    let narrow = signed_in(&proxied, "#access_token=t&state=ours&scope=cash:read").expect("signed in");
    let call = |url: &str| code(prepare(&proxied, Some(&narrow), "GET", &address(url), None, NOW));
    assert_eq!(call("https://app.example/sms/users/v1/member?x=1#y"), "insufficient_scope");
    assert_eq!(call("https://app.example/sms/cash/v1/balance"), "sent");
    assert_eq!(call("https://app.example/users/v1/member"), "sent");
    assert_eq!(call("https://app.example/smsusers/v1/member"), "sent");
    assert_eq!(call(MEMBER), "origin_not_allowed"); // S32
}

/// A call of a client with a list of origins and a time-out of its own, by an app that is signed in.
fn with_options(target: &str, options: &Json) -> Result<Permit> {
    let config = config(&json!({ "apiOrigins": ["https://one.example"], "timeoutMs": 7 })).expect("it is good");
    let session = signed_in(&config, "#access_token=t&state=ours").expect("signed in");
    let call = Call { method: "GET", target: &address(target), options: &value(options), may_refresh: true };
    Ok(permit(&config, &session, &call, NOW, &Native)?.expect("there is nothing to refresh"))
}

#[test]
fn the_options_of_a_call_go_before_the_clients() {
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
        assert_eq!(code(with_options(target, &options)), "origin_not_allowed", "{target} {options}"); // S32
    }
}

#[test]
fn a_bad_option_of_a_call_is_refused_by_its_name_before_anything_else() {
    for (options, field) in [
        (json!({ "timeoutMs": 0 }), "timeoutMs"),
        (json!({ "apiOrigins": ["https://evil.example/a"] }), "apiOrigins"),
        (json!({ "apiOrigins": "https://evil.example" }), "apiOrigins"),
        (json!({ "scope": "a\"b" }), "scope"),
        (json!({ "colour": "blue" }), "colour"),
        (json!(["GET"]), "init"),
    ] {
        let refused = with_options("https://evil.example/", &options);
        assert_eq!(refusal(refused), ("invalid_request", field.into()), "{options}"); // S32
    }
}

#[test]
fn the_body_of_a_refused_call_tells_what_it_says_as_text_and_nothing_else() {
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
        assert_eq!(support::json(&api_error::read(&body, &Native)), *told, "{body}"); // S23, S39
    }
}

#[test]
fn a_provider_without_an_api_sends_its_token_nowhere_unless_the_app_lists_origins() {
    let other = json!({ "id": "other", "authorizationEndpoint": "https://other.example/a", "responseType": "token" });
    let with = |settings| {
        let config = config(&settings).expect("it is good");
        let session = Session(value(&json!({ "accessToken": "t" })));
        code(prepare(&config, Some(&session), "GET", &address(MEMBER), None, NOW))
    };
    assert_eq!(with(json!({ "provider": other })), "origin_not_allowed"); // S32
    assert_eq!(with(json!({ "provider": other, "apiOrigins": ["https://api.coolsms.co.kr"] })), "sent");
}
