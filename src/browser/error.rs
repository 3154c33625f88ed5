//! The one place where a refusal becomes a JavaScript `OAuthError`.

use super::values::{parse_json, to_js};
use crate::protocol::{Code, Error, Value};
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/error.js")]
extern "C" {
    type OAuthError;
    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str, details: &JsValue) -> OAuthError;
}

impl From<Error> for JsValue {
    #[inline(never)]
    fn from(error: Error) -> Self {
        with_member(&error, "", &Self::UNDEFINED)
    }
}

/// The JavaScript error, with a member that only JavaScript has: `response` or `cause`.
pub(super) fn with_member(error: &Error, name: &str, member: &JsValue) -> JsValue {
    let details = Object::new();
    let set = |name: &str, value: &JsValue| {
        // A plain object takes every member.
        let _ = Reflect::set(&details, &name.into(), value);
    };
    for (name, value) in &error.details {
        match value {
            Value::Text(text) if *name == "appState" => set(name, &parse_json(text)),
            Value::Null => {}
            value => set(name, &to_js(value)),
        }
    }
    if !name.is_empty() {
        set(name, member);
    }
    OAuthError::new(error.code.as_str(), &error.message, &details).into()
}

/// A refusal about something that JavaScript threw, which becomes the `cause`.
pub(super) fn caused(code: Code, message: &str, cause: &JsValue) -> JsValue {
    with_member(&Error::new(code, message), "cause", cause)
}
