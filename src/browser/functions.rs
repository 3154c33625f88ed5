//! The exported functions that stand on their own.

use super::platform::Browser;
use super::values::{from_js, parse_json, to_js};
use super::{page, storage};
use crate::client::functions;
use crate::protocol::{Code, Error, pending, provider, response};
use js_sys::{Date, JsString, Reflect};
use wasm_bindgen::prelude::*;

type JsResult<T> = Result<T, JsValue>;

/// Issues a nonce and remembers it in sessionStorage.
#[wasm_bindgen(js_name = generateState)]
pub fn generate_state(binding: JsValue) -> JsResult<String> {
    page::window()?;
    let binding = from_js(&binding, Code::InvalidRequest, "binding")?;
    let state = pending::state(&page::random()?);
    let sign_in = functions::issue(&state, &binding, Date::now(), &Browser)?;
    let mut pending = storage::pending()?;
    pending.add(sign_in, Date::now());
    storage::add_pending(&pending)?;
    Ok(state)
}

/// Spends a nonce, and returns the sign-in that it guarded.
#[wasm_bindgen(js_name = verifyState)]
pub fn verify_state(state: JsValue, expected: JsValue) -> JsResult<JsValue> {
    page::window()?;
    let expected = from_js(&expected, Code::InvalidRequest, "expected")?;
    let binding = functions::binding(&expected, &Browser)?;
    let mut pending = storage::pending()?;
    let result = pending.spend(state.as_string().as_deref(), &binding, Date::now());
    storage::spend_pending(&pending);
    let record = result?.0;
    page::forget_response();
    let sign_in = to_js(&record);
    if let Some(app_state) = record.text("appState") {
        Reflect::set(&sign_in, &"appState".into(), &parse_json(app_state))?;
    }
    Ok(sign_in)
}

/// The address that starts a sign-in.
#[wasm_bindgen(js_name = buildAuthorizeUrl)]
pub fn build_authorize_url(request: JsValue) -> JsResult<String> {
    Ok(functions::authorize_url(&from_js(&request, Code::InvalidRequest, "request")?, &Browser)?)
}

/// The response in an address. Its length is looked at before it is copied into the module.
#[wasm_bindgen(js_name = parseAuthorizationResponse)]
pub fn parse_authorization_response(url: JsString, provider: JsValue) -> JsResult<JsValue> {
    if url.length() as usize > response::MAX_BYTES {
        return Err(response::too_large().into());
    }
    let provider = from_js(&provider, Code::InvalidConfig, "provider")?;
    let url: String = url.into();
    if url.is_empty() {
        return Err(Error::field(Code::InvalidRequest, "url", "a string or a URL is needed").into());
    }
    Ok(to_js(&functions::parse_response(&url, &provider, &Browser)?))
}

/// The settings for CoolSMS.
#[wasm_bindgen]
pub fn coolsms(options: JsValue) -> JsResult<JsValue> {
    Ok(to_js(&provider::coolsms(&from_js(&options, Code::InvalidConfig, "coolsms")?, &Browser)?))
}
