//! The exported functions that stand on their own.

use super::platform::{Browser, nonce};
use super::storage;
use super::values::answered;
use crate::client::functions;
use crate::protocol::pending::SignIn;
use crate::protocol::{Code, Error, Value, provider, response};
use js_sys::Date;
use wasm_bindgen::prelude::*;

/// Issues a nonce and remembers it in sessionStorage.
#[wasm_bindgen(js_name = generateState)]
pub fn generate_state(binding: JsValue) -> Result<JsValue, JsValue> {
    answered(&binding, |binding| {
        let state = nonce()?;
        let now = Date::now();
        storage::add_pending(functions::issue(&state, &binding, now, &Browser)?, now)?;
        Ok(Value::Text(state))
    })
}

/// Spends a nonce, `state`, of what is `expected`, and returns the sign-in that it guarded; `appState` is JSON text here.
#[wasm_bindgen(js_name = verifyState)]
pub fn verify_state(input: JsValue) -> Result<JsValue, JsValue> {
    answered(&input, |input| {
        let binding = functions::binding(input.get("expected"), &Browser)?;
        let (mut pending, before) = storage::pending()?;
        let verified = pending.find(input.get("state").text(), &binding, Date::now()).map(SignIn::end);
        storage::spend_pending(pending, &before)?;
        verified
    })
}

/// The address that starts a sign-in.
#[wasm_bindgen(js_name = buildAuthorizeUrl)]
pub fn build_authorize_url(request: JsValue) -> Result<JsValue, JsValue> {
    answered(&request, |request| Ok(Value::Text(functions::authorize_url(request, &Browser)?)))
}

/// The response in a `url`, as `provider` gives it.
#[wasm_bindgen(js_name = parseAuthorizationResponse)]
pub fn parse_authorization_response(input: JsValue) -> Result<JsValue, JsValue> {
    answered(&input, |mut input| {
        let provider = input.take("provider");
        let url = input.get("url").text();
        if url.is_empty() {
            return Err(Error::field(Code::InvalidRequest, "url", "a string or a URL is needed"));
        }
        if url.len() > response::MAX_BYTES {
            return Err(response::too_large());
        }
        functions::parse_response(url, provider, &Browser)
    })
}

/// The settings for CoolSMS.
#[wasm_bindgen]
pub fn coolsms(options: JsValue) -> Result<JsValue, JsValue> {
    answered(&options, |options| provider::coolsms(&options, &Browser))
}
