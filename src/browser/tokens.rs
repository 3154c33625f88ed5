//! What goes to a token endpoint, what its answer is worth, and where an authorization server describes itself.

use super::client::config;
use super::platform::{Browser, nonce};
use super::values::answered;
use crate::client::tokens::{Answer, Purpose, receive, request};
use crate::protocol::{Value, metadata};
use js_sys::Date;
use wasm_bindgen::prelude::*;

/// What to send for a client of that `config`: `url`, `parameters` and `isJson`; null where there is no such endpoint.
/// `of` is a `code` that `receiveCallback` gave back, or a session, which is refreshed or, where it `isOver`, revoked.
#[wasm_bindgen(js_name = tokenRequest)]
pub fn token_request(input: JsValue) -> Result<JsValue, JsValue> {
    answered(&input, |mut input| {
        let config = config(&mut input);
        let of = input.get("of");
        let purpose = match of.get("code") {
            _ if input.get("isOver").is_true() => Purpose::Revoke,
            Value::Null => Purpose::Refresh,
            _ => Purpose::Exchange,
        };
        Ok(request(&config, purpose, of, &Browser))
    })
}

/// The session of an answer, `status` and `body`, to such a request.
#[wasm_bindgen(js_name = receiveTokens)]
pub fn receive_tokens(input: JsValue) -> Result<JsValue, JsValue> {
    answered(&input, |mut input| {
        let config = config(&mut input);
        let (status, body) = (input.get("status").number(), input.get("body").text());
        let answer = Answer { status, body, now: Date::now(), session_id: &nonce()? };
        Ok(receive(&config, input.get("of"), &answer, &Browser)?.0)
    })
}

/// Where an `issuer`'s metadata may be; `timeoutMs` is looked at too.
#[wasm_bindgen(js_name = metadataPlaces)]
pub fn metadata_places(input: JsValue) -> Result<JsValue, JsValue> {
    answered(&input, |input| Ok(Value::List(metadata::places(&input, &Browser)?.map(Value::Text).into())))
}

/// The provider that the `metadata` of an `issuer` describes.
#[wasm_bindgen(js_name = providerOf)]
pub fn provider_of(input: JsValue) -> Result<JsValue, JsValue> {
    answered(&input, |input| metadata::provider(input.get("issuer").text(), input.get("metadata").text(), &Browser))
}
