//! What a client asks the module: its configuration, its calls, its scopes.

use crate::exports::{judge_answer, missing_scopes, open_client, permit_call};
use crate::support::{client, code, get, js, origin, text};
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn invalid_setting_is_named() {
    let cases = [
        (r#"{"redirectUri":"HERE","scope":"a"}"#, "clientId"),
        (r#"{"clientId":"x","redirectUri":"https://elsewhere.example/","scope":"a"}"#, "redirectUri"),
        (r#"{"clientId":"x","redirectUri":"HERE","scope":"a","client_secret":"s"}"#, "client_secret"),
        (r#"{"clientId":"x","redirectUri":"HERE","scope":"a","timeoutMs":"soon"}"#, "timeoutMs"),
        (
            r#"{"clientId":"x","redirectUri":"HERE","scope":"a","provider":{"id":"p","authorizationEndpoint":"http://a.example/"}}"#,
            "authorizationEndpoint",
        ),
        ("3", "config"),
    ];
    for (config, field) in cases {
        let error = open_client(js(config), &origin()).err().unwrap();
        assert_eq!((text(&error, "code"), text(&error, "field")), ("invalid_config".into(), field.into()), "{config}");
    }
}

#[wasm_bindgen_test]
fn cyclic_configuration_is_refused() {
    let cyclic = Object::new();
    Reflect::set(&cyclic, &"provider".into(), &cyclic).unwrap();
    assert_eq!(code(open_client(cyclic.into(), &origin())), "invalid_config");
}

#[wasm_bindgen_test]
fn function_as_setting_is_refused() {
    let function = Function::new_no_args("");
    let error = open_client(function.clone().into(), &origin()).unwrap_err();
    assert_eq!((text(&error, "code"), text(&error, "field")), ("invalid_config".into(), "config".into()));
    for field in ["clientId", "scope", "provider", "tokenStore", "timeoutMs", "apiOrigins", "shareAcrossTabs"] {
        let config = js(r#"{"clientId":"x","redirectUri":"HERE","scope":"a"}"#);
        Reflect::set(&config, &field.into(), &function).unwrap();
        let error = open_client(config, &origin()).unwrap_err();
        assert_eq!((text(&error, "code"), text(&error, "field")), ("invalid_config".into(), field.into()));
    }
}

#[wasm_bindgen_test]
fn opened_configuration_is_a_copy() {
    let config = js(r#"{"clientId":"x","redirectUri":"HERE","scope":"a"}"#);
    let opened = open_client(config.clone(), &origin()).unwrap();
    Reflect::set(&config, &"clientId".into(), &"y".into()).unwrap();
    assert_eq!(text(&opened, "clientId"), "x");
    assert_eq!(text(&get(&opened, "provider"), "id"), "coolsms");
}

#[wasm_bindgen_test]
fn refused_call_gets_no_header() {
    let client = client("calls");
    let call = |session: &JsValue, url: &str, options: &str| {
        let request = web_sys::Request::new_with_str(url).unwrap();
        let result = permit_call(client.clone(), session.clone(), Clone::clone(&request), js(options));
        (result, request.headers().get("Authorization").unwrap())
    };
    let (nobody, member) = (JsValue::NULL, "https://api.coolsms.co.kr/users/v1/member");
    let somebody = js(r#"{"accessToken":"t","scope":["cash:read"]}"#);
    for (session, url, options, expected) in [
        (&nobody, "https://evil.example/", "{}", "origin_not_allowed"),
        (&somebody, "https://evil.example/", "{}", "origin_not_allowed"),
        (&nobody, member, "{}", "login_required"),
        (&somebody, member, "{}", "insufficient_scope"),
        (&somebody, member, r#"{"timeoutMs":-1}"#, "invalid_request"),
    ] {
        let (result, header) = call(session, url, options);
        assert_eq!((code(result).as_str(), header), (expected, None), "{url}");
    }
    let (result, header) = call(&somebody, "https://api.coolsms.co.kr/cash/v1/balance", r#"{"timeoutMs":7}"#);
    assert_eq!((result.unwrap(), header.as_deref()), (Some(7.0), Some("Bearer t")));
}

#[wasm_bindgen_test]
fn answer_passes_or_is_refused() {
    let answer = |status: u16| {
        let init = web_sys::ResponseInit::new();
        init.set_status(status);
        judge_answer(web_sys::Response::new_with_opt_str_and_init(None, &init).unwrap())
    };
    assert!(answer(200).is_ok() && answer(403).is_ok() && answer(500).is_ok());
    assert_eq!(code(answer(401)), "unauthorized");
}

#[wasm_bindgen_test]
fn every_scope_is_missing_without_session() {
    let missing = missing_scopes(JsValue::NULL, "a b".into()).unwrap();
    assert_eq!(get(&missing, "length").as_f64(), Some(2.0));
    assert_eq!(code(missing_scopes(JsValue::NULL, 7.into())), "invalid_request");
}
