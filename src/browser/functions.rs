//! The exported functions that stand on their own.

use super::platform::{Browser, nonce};
use super::storage;
use super::values::{from_js, to_js};
use crate::client::functions;
use crate::protocol::{Code, Error, provider, response};
use js_sys::{Date, JsString};
use wasm_bindgen::prelude::*;

/// Issues a nonce and remembers it in sessionStorage.
#[wasm_bindgen(js_name = generateState)]
pub fn generate_state(binding: JsValue) -> Result<JsValue, JsValue> {
    let binding = from_js(&binding, Code::InvalidRequest, "binding")?;
    let state = nonce()?;
    let now = Date::now();
    storage::add_pending(functions::issue(&state, &binding, now, &Browser)?, now)?;
    Ok(state.into())
}

/// Spends a nonce, and returns the sign-in that it guarded; `appState` is JSON text here.
#[wasm_bindgen(js_name = verifyState)]
pub fn verify_state(state: JsValue, expected: JsValue) -> Result<JsValue, JsValue> {
    let expected = from_js(&expected, Code::InvalidRequest, "expected")?;
    let binding = functions::binding(&expected, &Browser)?;
    let (mut pending, before) = storage::pending()?;
    let verified = pending.find(&state.as_string().unwrap_or_default(), &binding, Date::now()).map(|sign_in| {
        let told = to_js(&sign_in.0);
        sign_in.end();
        told
    });
    storage::spend_pending(pending, &before)?;
    Ok(verified?)
}

/// The address that starts a sign-in.
#[wasm_bindgen(js_name = buildAuthorizeUrl)]
pub fn build_authorize_url(request: JsValue) -> Result<JsValue, JsValue> {
    Ok(functions::authorize_url(from_js(&request, Code::InvalidRequest, "request")?, &Browser)?.into())
}

/// The response in an address. Its length is looked at before it is copied into the module.
#[wasm_bindgen(js_name = parseAuthorizationResponse)]
pub fn parse_authorization_response(url: JsString, provider: JsValue) -> Result<JsValue, JsValue> {
    let length = url.length() as usize;
    if length > response::MAX_BYTES {
        return Err(response::too_large().into());
    }
    if length == 0 {
        return Err(Error::field(Code::InvalidRequest, "url", "a string or a URL is needed").into());
    }
    let provider = from_js(&provider, Code::InvalidConfig, "provider")?;
    Ok(to_js(&functions::parse_response(&String::from(url), provider, &Browser)?))
}

/// The settings for CoolSMS.
#[wasm_bindgen]
pub fn coolsms(options: JsValue) -> Result<JsValue, JsValue> {
    Ok(to_js(&provider::coolsms(&from_js(&options, Code::InvalidConfig, "coolsms")?, &Browser)?))
}
