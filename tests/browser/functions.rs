//! `generateState`, `verifyState`, `buildAuthorizeUrl`, `parseAuthorizationResponse`, `coolsms`, and the body that `apiError` reads.

use crate::exports::{
    build_authorize_url, coolsms, generate_state, parse_authorization_response, read_api_error, verify_state,
};
use crate::support::{PENDING, code, get, here, js, storage, text};
use js_sys::{Array, Function, JSON, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

fn binding() -> JsValue {
    js(r#"{"clientId":"functions","redirectUri":"HERE","scope":["users:read","cash:read"]}"#)
}

#[wasm_bindgen_test]
fn a_state_verifies_once_and_gives_back_what_it_guards() {
    let state = generate_state(binding()).unwrap();
    let sign_in = verify_state(state.clone(), binding()).unwrap();
    assert_eq!(get(&sign_in, "scope").unchecked_into::<Array>().join(" "), "users:read cash:read");
    assert_eq!(text(&sign_in, "redirectUri"), here());
    assert_eq!(code(verify_state(state.clone(), binding())), "state_replayed"); // S11
}

#[wasm_bindgen_test]
fn a_state_is_long_unreserved_and_never_the_same() {
    let state = generate_state(binding()).unwrap().as_string().unwrap();
    assert!(state.len() * 4 >= 128); // S2
    assert!(state.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)));
    assert_ne!(Some(state), generate_state(binding()).unwrap().as_string());
}

#[wasm_bindgen_test]
fn without_a_csprng_there_is_no_state() {
    let crypto = get(&js_sys::global(), "crypto");
    let broken = Function::new_no_args("throw new Error('no entropy')");
    Reflect::define_property(crypto.unchecked_ref::<Object>(), &"getRandomValues".into(), &descriptor(&broken))
        .unwrap();
    let result = generate_state(binding());
    Reflect::delete_property(crypto.unchecked_ref::<Object>(), &"getRandomValues".into()).unwrap();
    assert_eq!(code(result), "no_randomness"); // S2
    assert!(generate_state(binding()).is_ok());
}

/// Puts a value before that of the prototype, until it is deleted.
fn descriptor(value: &JsValue) -> Object {
    let descriptor = js(r#"{"configurable":true}"#);
    Reflect::set(&descriptor, &"value".into(), value).unwrap();
    descriptor.unchecked_into()
}

#[wasm_bindgen_test]
fn a_wrong_or_missing_state_is_refused_and_the_real_one_survives() {
    let state = generate_state(binding()).unwrap();
    assert_eq!(code(verify_state("forged".into(), binding())), "state_mismatch"); // S10
    assert_eq!(code(verify_state(JsValue::UNDEFINED, binding())), "missing_state");
    let other = js(r#"{"clientId":"another","redirectUri":"HERE"}"#);
    assert_eq!(code(verify_state(state.clone(), other)), "state_mismatch"); // S14
    assert!(verify_state(state.clone(), binding()).is_ok());
}

#[wasm_bindgen_test]
fn a_state_expires() {
    let short = js(r#"{"clientId":"functions","redirectUri":"HERE","lifetimeSeconds":1}"#);
    let state = generate_state(short).unwrap();
    let stored = storage().get_item(PENDING).unwrap().unwrap();
    let records: Array = JSON::parse(&stored).unwrap().unchecked_into();
    let last = records.pop();
    for name in ["issuedAt", "expiresAt"] {
        let earlier = get(&last, name).as_f64().unwrap() - 5_000.0;
        Reflect::set(&last, &name.into(), &earlier.into()).unwrap();
    }
    records.push(&last);
    storage().set_item(PENDING, &String::from(JSON::stringify(&records).unwrap())).unwrap();
    assert_eq!(code(verify_state(state.clone(), binding())), "state_expired"); // S12
}

#[wasm_bindgen_test]
fn sixteen_sign_ins_are_remembered_at_the_most() {
    for _ in 0..20 {
        generate_state(binding()).unwrap();
    }
    let stored = storage().get_item(PENDING).unwrap().unwrap();
    assert_eq!(JSON::parse(&stored).unwrap().unchecked_into::<Array>().length(), 16); // S47
}

#[wasm_bindgen_test]
fn storage_that_holds_something_else_does_no_harm() {
    for junk in ["", "null", "{", "[1,[],{}]", "{\"a\":1}"] {
        storage().set_item(PENDING, junk).unwrap();
        let state = generate_state(binding()).unwrap();
        assert!(verify_state(state.clone(), binding()).is_ok(), "{junk}"); // S46
    }
}

#[wasm_bindgen_test]
fn an_authorization_request_says_what_it_must() {
    let request = js(
        r#"{"clientId":"app","redirectUri":"HERE","scope":"users:read cash:read","state":"abc","params":{"x":"1 2"}}"#,
    );
    let url = web_sys::Url::new(&build_authorize_url(request).unwrap().as_string().unwrap()).unwrap();
    assert_eq!(url.origin() + &url.pathname(), "https://api.coolsms.co.kr/oauth2/v1/authorize");
    let query = url.search_params();
    let expected = [
        ("response_type", "token"), // S1: by preset
        ("client_id", "app"),
        ("scope", "users:read cash:read"),
        ("state", "abc"),
        ("x", "1 2"),
    ];
    for (name, value) in expected {
        assert_eq!(query.get(name).as_deref(), Some(value));
    }
    assert_eq!(query.get("redirect_uri"), Some(here())); // S4
    let reserved = js(r#"{"clientId":"app","redirectUri":"HERE","scope":"a","state":"abc","params":{"state":"x"}}"#);
    assert_eq!(code(build_authorize_url(reserved)), "invalid_request"); // S3
}

fn parsed(url: &str) -> Result<JsValue, JsValue> {
    parse_authorization_response(JsString::from(url), JsValue::UNDEFINED)
}

#[wasm_bindgen_test]
fn a_response_is_read_from_fragment_and_query() {
    let response = parsed("https://a.example/#access_token=t&expires_in=60&scope=a+b&state=s&__proto__=x").unwrap();
    assert_eq!(text(&response, "type"), "token");
    assert_eq!(text(&response, "accessToken"), "t");
    assert_eq!(get(&response, "expiresIn").as_f64(), Some(60.0));
    assert_eq!(get(&response, "scope").unchecked_into::<Array>().length(), 2);
    assert_eq!(text(&parsed("https://a.example/?error=access_denied").unwrap(), "error"), "access_denied");
    assert!(parsed("https://a.example/#/inbox?tab=2").unwrap().is_null()); // S27
}

#[wasm_bindgen_test]
fn a_hostile_response_is_refused_with_its_own_code() {
    assert_eq!(code(parsed("https://a.example/#access_token=a&access_token=b")), "duplicate_parameter"); // S15
    assert_eq!(code(parsed("https://a.example/?state=a#access_token=b&state=a")), "duplicate_parameter");
    assert_eq!(code(parsed("https://a.example/#access_token=%ZZ")), "malformed_response"); // S18
    assert_eq!(code(parsed("https://a.example/#access_token=%FF")), "malformed_response");
    assert_eq!(code(parsed("https://a.example/#access_token=%0A")), "invalid_token"); // S19
    assert_eq!(code(parsed("https://a.example/#access_token=a&token_type=mac")), "unsupported_token_type"); // S20
    let long = ["https://a.example/#access_token=", &"a".repeat(10_000_000)].concat();
    assert_eq!(code(parsed(&long)), "response_too_large"); // S25
}

#[wasm_bindgen_test]
fn a_response_of_ten_megabytes_is_refused_and_not_copied() {
    let memory = || wasm_bindgen::memory().unchecked_into::<js_sys::WebAssembly::Memory>().buffer();
    let bytes = || memory().unchecked_into::<js_sys::ArrayBuffer>().byte_length();
    let long =
        JsString::from("https://a.example/#access_token=").concat(&JsString::from("a").repeat(10_000_000).into());
    let before = bytes();
    assert_eq!(code(parse_authorization_response(long, JsValue::UNDEFINED)), "response_too_large"); // S25
    assert!(bytes() - before < 1_000_000, "64 KiB of it are enough"); // S25
}

#[wasm_bindgen_test]
fn the_preset_takes_another_base_and_nothing_unknown() {
    let provider = coolsms(js(r#"{"base":"http://127.0.0.1:8401/"}"#)).unwrap();
    assert_eq!(text(&provider, "authorizationEndpoint"), "http://127.0.0.1:8401/oauth2/v1/authorize");
    assert_eq!(code(coolsms(js(r#"{"base":"http://example.com"}"#))), "invalid_config"); // S5
    assert_eq!(code(coolsms(js(r#"{"bass":"https://example.com"}"#))), "invalid_config");
}

#[wasm_bindgen_test]
fn an_error_body_is_read_whatever_it_holds() {
    let error = read_api_error(r#"{"errorCode":"Unauthorized","errorMessage":"no"}"#);
    assert_eq!((text(&error, "errorCode"), text(&error, "errorMessage")), ("Unauthorized".into(), "no".into()));
    for odd in ["", "<html>", "{\"errorCode\":", "[]", "null", "3", r#"{"errorCode":7}"#] {
        assert_eq!(JSON::stringify(&read_api_error(odd)).unwrap(), "{}", "{odd}"); // S39
    }
}
