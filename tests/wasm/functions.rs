//! The functions without a request: values that only JavaScript has, the settings, and a browser without randomness.

use crate::support::{code, code_and_field, get, js, set, text};
use coolsms_oauth2::browser::standalone::{build_authorize_url, coolsms, generate_state, parse_authorization_response};
use js_sys::{Function, JsString, Object, Reflect};
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

fn request() -> JsValue {
    js(&json!({ "clientId": "a", "redirectUri": "https://app.example/", "scope": "a", "state": "s" }))
}

#[wasm_bindgen_test]
fn options_of_coolsms_are_taken_or_named() {
    assert_eq!(text(&coolsms(JsValue::UNDEFINED).unwrap(), "apiBase"), "https://api.coolsms.co.kr");
    let provider = coolsms(js(&json!({ "stateIn": "redirect_uri" }))).unwrap();
    assert_eq!(text(&provider, "stateIn"), "redirect_uri");
    let refused = coolsms(js(&json!({ "bass": "https://example.com" })));
    assert_eq!(code_and_field(refused), ("invalid_config".into(), "bass".into()));
}

#[wasm_bindgen_test]
fn what_json_cannot_say_is_refused() {
    let cyclic = request();
    set(&cyclic, "provider", &cyclic);
    assert_eq!(code(build_authorize_url(cyclic)), "invalid_config");
    let function = Function::new_no_args("");
    assert_eq!(code_and_field(build_authorize_url(function.clone().into())).1, "request");
    for field in ["clientId", "redirectUri", "scope", "state", "responseType", "params"] {
        let request = request();
        set(&request, field, &function);
        assert_eq!(code_and_field(build_authorize_url(request)), ("invalid_request".into(), field.into()));
    }
    for url in [JsValue::UNDEFINED, JsValue::NULL, 7.into(), function.into()] {
        let refused = parse_authorization_response(url, JsValue::UNDEFINED);
        assert_eq!(code_and_field(refused), ("invalid_request".into(), "url".into()));
    }
}

#[wasm_bindgen_test]
fn response_is_not_copied_into_the_module() {
    let bytes = || get(&get(&wasm_bindgen::memory(), "buffer"), "byteLength").as_f64().unwrap();
    let token = JsString::from("a").repeat(10_000_000);
    let long = JsString::from("https://a.example/#access_token=").concat(&token.into());
    let before = bytes();
    assert_eq!(code(parse_authorization_response(long.into(), JsValue::UNDEFINED)), "response_too_large");
    assert!(bytes() - before < 1_000_000.0);
}

#[wasm_bindgen_test]
fn state_needs_csprng() {
    let crypto = get(&js_sys::global(), "crypto").unchecked_into::<Object>();
    let broken = Object::new();
    set(&broken, "configurable", &true.into());
    set(&broken, "value", &Function::new_no_args("throw new Error('no entropy')"));
    Reflect::define_property(&crypto, &"getRandomValues".into(), &broken).unwrap();
    let result = generate_state(js(&json!({ "clientId": "a", "redirectUri": "https://app.example/" })));
    Reflect::delete_property(&crypto, &"getRandomValues".into()).unwrap();
    assert_eq!(code(result), "no_randomness");
}
