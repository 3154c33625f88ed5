//! What the tests of this folder share: the page, plain objects, and what a refusal says.

use crate::exports::{generate_state, open_client, receive_callback};
use js_sys::{JSON, Reflect};
use serde_json::Value as Json;
use wasm_bindgen::prelude::*;

pub(crate) const PENDING: &str = "coolsms-oauth2.pending";

/// The page's own address, without query and fragment.
pub(crate) fn here() -> String {
    let location = web_sys::window().unwrap().location();
    location.origin().unwrap() + &location.pathname().unwrap()
}

/// The page's origin.
pub(crate) fn origin() -> String {
    web_sys::window().unwrap().location().origin().unwrap()
}

pub(crate) fn storage() -> web_sys::Storage {
    web_sys::window().unwrap().session_storage().unwrap().unwrap()
}

/// A plain object from JSON text, in which `HERE` stands for the page.
pub(crate) fn js(json: &str) -> JsValue {
    JSON::parse(&json.replace("HERE", &here())).unwrap()
}

pub(crate) fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

pub(crate) fn text(value: &JsValue, name: &str) -> String {
    get(value, name).as_string().unwrap_or_default()
}

/// The code of a refusal, which is an `OAuthError` and an `Error`.
pub(crate) fn code<T>(result: Result<T, JsValue>) -> String {
    let error = result.err().expect("a refusal");
    assert!(error.is_instance_of::<js_sys::Error>());
    assert_eq!(text(&error, "name"), "OAuthError");
    assert!(!text(&error, "message").is_empty());
    text(&error, "code")
}

/// A configuration of its own app, checked, so that tests do not share a sign-in.
pub(crate) fn client(client_id: &str) -> JsValue {
    let config = js(&format!(r#"{{"clientId":"{client_id}","redirectUri":"HERE","scope":"users:read"}}"#));
    open_client(config, &origin()).unwrap()
}

/// The state of a pending sign-in, as `signInWithRedirect` would leave it.
pub(crate) fn start(client_id: &str) -> String {
    let binding = js(&format!(r#"{{"clientId":"{client_id}","redirectUri":"HERE","scope":"users:read"}}"#));
    generate_state(binding).unwrap().as_string().unwrap()
}

/// What comes of a response behind the page's address.
pub(crate) fn receive(client: &JsValue, response: &str) -> Result<JsValue, JsValue> {
    receive_callback(client.clone(), (here() + response).into())
}

/// A plain JavaScript value; null is undefined, as an app leaves a member out.
pub(crate) fn value_of(json: &Json) -> JsValue {
    if json.is_null() { JsValue::UNDEFINED } else { JSON::parse(&json.to_string()).unwrap() }
}

/// What JSON says of a JavaScript value; null of undefined.
pub(crate) fn json_of(value: &JsValue) -> Json {
    let text = JSON::stringify(value).ok().and_then(|text| text.as_string());
    text.map_or(Json::Null, |text| serde_json::from_str(&text).unwrap())
}

/// Code and field of a refusal.
pub(crate) fn code_and_field(error: &JsValue) -> (String, String) {
    (code(Err::<(), _>(error.clone())), text(error, "field"))
}
