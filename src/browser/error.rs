//! The one place where a refusal becomes a JavaScript `OAuthError`.

use super::values::to_js;
use crate::protocol::Error;
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
        OAuthError::new(error.code.as_str(), &error.message, &to_js(&error.details)).into()
    }
}
