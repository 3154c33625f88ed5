//! What goes to a token endpoint, what its answer is worth, and where an authorization server describes itself.

use super::client::opened;
use super::platform::{Browser, nonce};
use super::values::{read, to_js};
use crate::client::tokens::{Answer, Purpose, receive, request};
use crate::protocol::{Value, metadata};
use js_sys::{Date, JsString};
use wasm_bindgen::prelude::*;

/// What to send: `url`, `parameters` and `isJson`; null where there is no such endpoint. `of` is a `code` that
/// `receiveCallback` gave back, or a session, which is refreshed or, with `is_over`, revoked.
#[wasm_bindgen(js_name = tokenRequest)]
pub fn token_request(config: JsValue, of: JsValue, is_over: bool) -> JsValue {
    let of = read(&of).unwrap_or_default();
    let purpose = match of.get("code") {
        _ if is_over => Purpose::Revoke,
        Value::Null => Purpose::Refresh,
        _ => Purpose::Exchange,
    };
    to_js(&request(&opened(&config), purpose, &of, &Browser))
}

/// The session of an answer to such a request.
#[wasm_bindgen(js_name = receiveTokens)]
pub fn receive_tokens(config: JsValue, of: JsValue, status: u16, body: &str) -> Result<JsValue, JsValue> {
    let session_id = nonce()?;
    let answer = Answer { status, body, now: Date::now(), session_id: &session_id };
    let session = receive(&opened(&config), &read(&of).unwrap_or_default(), &answer, &Browser)?;
    Ok(to_js(&session.0))
}

/// Where an issuer's metadata may be.
#[wasm_bindgen(js_name = metadataPlaces)]
pub fn metadata_places(issuer: JsString) -> Result<JsValue, JsValue> {
    Ok(to_js(&Value::List(metadata::places(&String::from(issuer), &Browser)?.map(Value::Text).into())))
}

/// The provider that an issuer's metadata describes.
#[wasm_bindgen(js_name = providerOf)]
pub fn provider_of(issuer: &str, metadata: &str) -> Result<JsValue, JsValue> {
    Ok(to_js(&metadata::provider(issuer, metadata, &Browser)?))
}
