//! `generateState`, `verifyState`: what the browser adds to the rules: storage, clock and randomness.

use crate::support::{code, get, js, json, set, storage, with};
use coolsms_oauth2::browser::standalone::{generate_state, verify_state};
use js_sys::{Function, Object, Reflect};
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

const PENDING: &str = "coolsms-oauth2.pending";

/// A binding, some members replaced.
fn binding(changes: &Json) -> JsValue {
    let scope = ["users:read", "cash:read"];
    js(&with(json!({ "clientId": "state", "redirectUri": "https://app.example/", "scope": scope }), changes))
}

fn usual() -> JsValue {
    binding(&json!({}))
}

fn remembered() -> Json {
    serde_json::from_str(&storage().get_item(PENDING).unwrap().expect("it is remembered")).unwrap()
}

#[wasm_bindgen_test]
fn state_is_valid_once_and_for_its_binding() {
    let state = generate_state(usual()).unwrap();
    assert_ne!(state, generate_state(usual()).unwrap());
    assert!(state.as_string().unwrap().len() * 4 >= 128);
    for missing in [JsValue::UNDEFINED, JsValue::NULL, "".into(), 7.into()] {
        assert_eq!(code(verify_state(missing, usual())), "missing_state");
    }
    assert_eq!(code(verify_state("forged".into(), usual())), "state_mismatch");
    for other in [
        json!({ "clientId": "another" }),
        json!({ "redirectUri": "https://app.example/other" }),
        json!({ "responseType": "code" }),
        json!({ "provider": "another" }),
    ] {
        assert_eq!(code(verify_state(state.clone(), binding(&other))), "state_mismatch", "{other}");
    }
    let sign_in = json(&verify_state(state.clone(), usual()).unwrap());
    assert_eq!(sign_in["scope"], json!(["users:read", "cash:read"]));
    assert_eq!(sign_in["redirectUri"], "https://app.example/");
    assert_eq!(code(verify_state(state, usual())), "state_replayed");
}

#[wasm_bindgen_test]
fn storage_holds_the_record_and_nothing_else() {
    storage().clear().unwrap();
    let state = generate_state(usual()).unwrap();
    assert_eq!(storage().length().unwrap(), 1);
    let names = |record: &Json| record.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let bound = ["clientId", "expiresAt", "issuedAt", "provider", "redirectUri", "responseType", "scope", "state"];
    assert_eq!(names(&remembered()[0]), bound);
    verify_state(state, usual()).unwrap();
    assert!(!names(&remembered()[0]).contains(&"scope".into()), "used, it is not needed any more");
}

#[wasm_bindgen_test]
fn state_expires_by_clock_of_browser() {
    let state = generate_state(binding(&json!({ "lifetimeSeconds": 1 }))).unwrap();
    let date = get(&js_sys::global(), "Date");
    let now = get(&date, "now");
    let later = format!("return {}", js_sys::Date::now() + 1_001.0);
    set(&date, "now", &Function::new_no_args(&later));
    let result = verify_state(state, usual());
    set(&date, "now", &now);
    assert_eq!(code(result), "state_expired");
}

#[wasm_bindgen_test]
fn invalid_storage_is_ignored() {
    for junk in ["", "null", "{", "[1,[],{}]", "{\"a\":1}"] {
        storage().set_item(PENDING, junk).unwrap();
        let state = generate_state(usual()).unwrap();
        assert!(verify_state(state, usual()).is_ok(), "{junk}");
    }
}

#[wasm_bindgen_test]
fn state_needs_csprng() {
    let crypto = get(&js_sys::global(), "crypto").unchecked_into::<Object>();
    let broken = Object::new();
    set(&broken, "configurable", &true.into());
    set(&broken, "value", &Function::new_no_args("throw new Error('no entropy')"));
    Reflect::define_property(&crypto, &"getRandomValues".into(), &broken).unwrap();
    let result = generate_state(usual());
    Reflect::delete_property(&crypto, &"getRandomValues".into()).unwrap();
    assert_eq!(code(result), "no_randomness");
}
