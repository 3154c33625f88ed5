//! The preset for CoolSMS, and what a call needs by a provider's settings.

use crate::case::cases;
use crate::support::{Native, refusal, value};
use coolsms_oauth2::client::functions::{authorize_url, parse_response};
use coolsms_oauth2::protocol::Value;
use coolsms_oauth2::protocol::provider::{Provider, coolsms};
use serde_json::json;

cases! {
    [S1] coolsms_is_default,
    [S5 S6 S10] preset_takes_base_and_state_in_only,
    [S5] functions_refuse_invalid_settings,
    [S35] documented_call_has_its_scope,
    [] unknown_call_has_no_scope,
    [] named_segment_matches_any_and_first_match_wins,
}

fn preset() -> Provider {
    Provider::new(Value::Null, &Native).expect("the preset is valid")
}

fn coolsms_is_default() {
    let spelled_out = coolsms(&Value::Null, &Native).unwrap();
    assert_eq!(Provider::new(spelled_out, &Native), Ok(preset()));
    assert_eq!(preset().get("authorizationEndpoint").as_text(), Some("https://api.coolsms.co.kr/oauth2/v1/authorize"));
    assert_eq!(preset().get("apiBase").as_text(), Some("https://api.coolsms.co.kr"));
    assert_eq!((preset().get("id").text(), preset().response_type(&Value::Null)), ("coolsms", "token")); // implicit by preset
    assert_eq!(preset().get("responseIn").as_text(), Some("either"));
    assert_eq!(preset().get("defaultLifetimeSeconds").as_number(), Some(86_400.0));
    assert!(!preset().get("jwtAccessToken").is_null() && !preset().has_state_in_redirect_uri());
}

fn preset_takes_base_and_state_in_only() {
    let own =
        coolsms(&value(&json!({ "base": "http://127.0.0.1:8401/", "stateIn": "redirect_uri" })), &Native).unwrap();
    assert_eq!(own.get("apiBase").as_text(), Some("http://127.0.0.1:8401"));
    assert!(Provider::new(own, &Native).unwrap().has_state_in_redirect_uri());
    for (options, field) in [
        (json!({ "base": "http://sms.example" }), "base"),
        (json!({ "base": "/sms" }), "base"),
        (json!({ "base": 7 }), "base"),
        (json!({ "stateIn": "cookie" }), "stateIn"),
        (json!({ "bass": "https://sms.example" }), "bass"),
        (json!({ "client_secret": "s" }), "client_secret"),
        (json!([]), "coolsms"),
    ] {
        assert_eq!(refusal(coolsms(&value(&options), &Native)), ("invalid_config", field.into()), "{options}");
    }
}

fn functions_refuse_invalid_settings() {
    let settings = json!({ "id": "p", "authorizationEndpoint": "http://auth.example/" });
    let request = json!({ "clientId": "a", "redirectUri": "https://app.example/", "state": "s", "provider": settings });
    let expected = || ("invalid_config", "authorizationEndpoint".to_owned());
    assert_eq!(refusal(authorize_url(value(&request), &Native)), expected());
    for response in ["https://app.example/#access_token=t", "https://app.example/"] {
        assert_eq!(refusal(parse_response(response, value(&settings), &Native)), expected(), "{response}");
    }
}

fn documented_call_has_its_scope() {
    for (method, path, scope) in [
        ("GET", "/users/v1/member", "users:read"),
        ("GET", "/users/v1/accounts/20021201", "users:read"),
        ("GET", "/cash/v1/balance", "cash:read"),
        ("GET", "/senderid/v1/numbers/active", "senderid:read"),
        ("POST", "/messages/v4/send", "message:write"),
        ("GET", "/messages/v4/list", "message:read"),
    ] {
        assert_eq!(preset().scope_of_call(method, path), scope, "{method} {path}");
    }
}

fn unknown_call_has_no_scope() {
    for (method, path) in [
        ("POST", "/users/v1/member"),
        ("get", "/users/v1/member"),
        ("GET", "/users/v1/member/x"),
        ("GET", "/users/v1"),
        ("GET", "/Users/v1/member"),
        ("GET", "/users/v1/accounts"),
        ("GET", "/users/v1/accounts/a/b"),
        ("GET", ""),
        ("", "/users/v1/member"),
    ] {
        assert_eq!(preset().scope_of_call(method, path), "", "{method} {path}");
    }
}

fn named_segment_matches_any_and_first_match_wins() {
    let mut calls = Value::object();
    for (call, scope) in [("GET /a/:b/c", "one"), ("GET /a/:b/:c", "two"), ("DELETE /:a", "three")] {
        calls.set_text(call, scope);
    }
    let mut settings = value(&json!({ "id": "p", "authorizationEndpoint": "https://a.example/" }));
    settings.set("apiScopes", calls);
    let provider = Provider::new(settings, &Native).unwrap();
    let of = |method, path| provider.scope_of_call(method, path);
    assert_eq!((of("GET", "/a/x/c"), of("GET", "/a/x/d")), ("one", "two"));
    assert_eq!((of("DELETE", "/x"), of("DELETE", "/x/y"), of("GET", "/x")), ("three", "", ""));
}
