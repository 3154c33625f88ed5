//! `generateState`, `verifyState`, `buildAuthorizeUrl`, `parseAuthorizationResponse`, `coolsms`, and the body that `apiError` reads.

use crate::exports::{coolsms, generate_state, parse_authorization_response, read_api_error, verify_state};
use crate::support::{PENDING, code, get, here, js, storage, text};
use js_sys::{Array, Function, JSON, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

fn binding() -> JsValue {
    js(r#"{"clientId":"functions","redirectUri":"HERE","scope":["users:read","cash:read"]}"#)
}

#[wasm_bindgen_test]
fn state_is_valid_once() {
    let state = generate_state(binding()).unwrap();
    assert_ne!(state, generate_state(binding()).unwrap());
    assert_eq!(code(verify_state(JsValue::UNDEFINED, binding())), "missing_state");
    assert_eq!(code(verify_state("forged".into(), binding())), "state_mismatch");
    let sign_in = verify_state(state.clone(), binding()).unwrap();
    assert_eq!(get(&sign_in, "scope").unchecked_into::<Array>().join(" "), "users:read cash:read");
    assert_eq!(text(&sign_in, "redirectUri"), here());
    assert_eq!(code(verify_state(state.clone(), binding())), "state_replayed");
}

#[wasm_bindgen_test]
fn state_needs_csprng() {
    let crypto = get(&js_sys::global(), "crypto");
    let broken = Function::new_no_args("throw new Error('no entropy')");
    Reflect::define_property(crypto.unchecked_ref::<Object>(), &"getRandomValues".into(), &descriptor(&broken))
        .unwrap();
    let result = generate_state(binding());
    Reflect::delete_property(crypto.unchecked_ref::<Object>(), &"getRandomValues".into()).unwrap();
    assert_eq!(code(result), "no_randomness");
    assert!(generate_state(binding()).is_ok());
}

/// Puts a value before that of the prototype, until it is deleted.
fn descriptor(value: &JsValue) -> Object {
    let descriptor = js(r#"{"configurable":true}"#);
    Reflect::set(&descriptor, &"value".into(), value).unwrap();
    descriptor.unchecked_into()
}

#[wasm_bindgen_test]
fn state_expires_by_clock_of_browser() {
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
    assert_eq!(code(verify_state(state.clone(), binding())), "state_expired");
}

#[wasm_bindgen_test]
fn invalid_storage_is_ignored() {
    for junk in ["", "null", "{", "[1,[],{}]", "{\"a\":1}"] {
        storage().set_item(PENDING, junk).unwrap();
        let state = generate_state(binding()).unwrap();
        assert!(verify_state(state.clone(), binding()).is_ok(), "{junk}");
    }
}

#[wasm_bindgen_test]
fn response_over_limit_is_not_copied() {
    let memory = || wasm_bindgen::memory().unchecked_into::<js_sys::WebAssembly::Memory>().buffer();
    let bytes = || memory().unchecked_into::<js_sys::ArrayBuffer>().byte_length();
    let long =
        JsString::from("https://a.example/#access_token=").concat(&JsString::from("a").repeat(10_000_000).into());
    let before = bytes();
    assert_eq!(code(parse_authorization_response(long, JsValue::UNDEFINED)), "response_too_large");
    assert!(bytes() - before < 1_000_000, "64 KiB of it are enough");
}

#[wasm_bindgen_test]
fn preset_takes_another_base() {
    let provider = coolsms(js(r#"{"base":"http://127.0.0.1:8401/"}"#)).unwrap();
    assert_eq!(text(&provider, "authorizationEndpoint"), "http://127.0.0.1:8401/oauth2/v1/authorize");
    assert_eq!(code(coolsms(js(r#"{"base":"http://example.com"}"#))), "invalid_config");
    assert_eq!(code(coolsms(js(r#"{"bass":"https://example.com"}"#))), "invalid_config");
}

#[wasm_bindgen_test]
fn any_error_body_is_read() {
    let error = read_api_error(r#"{"errorCode":"Unauthorized","errorMessage":"no"}"#);
    assert_eq!((text(&error, "errorCode"), text(&error, "errorMessage")), ("Unauthorized".into(), "no".into()));
    for odd in ["", "<html>", "{\"errorCode\":", "[]", "null", "3", r#"{"errorCode":7}"#] {
        assert_eq!(JSON::stringify(&read_api_error(odd)).unwrap(), "{}", "{odd}");
    }
}
