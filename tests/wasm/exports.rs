//! What the package's JavaScript calls, and all of the module that these tests know: each with its arguments one by one.

use js_sys::{JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

pub(crate) use coolsms_oauth2::browser::call::judge_answer;
pub(crate) use coolsms_oauth2::browser::functions::{build_authorize_url, coolsms, generate_state};
use coolsms_oauth2::browser::{call, client, functions};

/// An object of these members.
fn object(members: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), value).unwrap();
    }
    object.into()
}

/// As `truncate` of `start.ts`.
fn bounded(url: &JsString) -> JsValue {
    url.slice(0, 65_537).into()
}

pub(crate) fn open_client(settings: JsValue, origin: &str) -> Result<JsValue, JsValue> {
    client::open_client(object(&[("settings", &settings), ("origin", &origin.into())]))
}

pub(crate) fn start_sign_in(config: JsValue, options: JsValue, page: &str) -> Result<JsValue, JsValue> {
    client::start_sign_in(object(&[("config", &config), ("options", &options), ("page", &page.into())]))
}

pub(crate) fn receive_callback(config: JsValue, url: JsString) -> Result<JsValue, JsValue> {
    client::receive_callback(object(&[("config", &config), ("url", &bounded(&url))]))
}

pub(crate) fn missing_scopes(session: JsValue, needed: JsValue) -> Result<JsValue, JsValue> {
    client::missing_scopes(object(&[("session", &session), ("needed", &needed)]))
}

pub(crate) fn permit_call(
    config: JsValue,
    session: JsValue,
    request: web_sys::Request,
    options: JsValue,
) -> Result<Option<f64>, JsValue> {
    call::permit_call(object(&[("config", &config), ("session", &session), ("options", &options)]), request)
}

pub(crate) fn verify_state(state: JsValue, expected: JsValue) -> Result<JsValue, JsValue> {
    functions::verify_state(object(&[("state", &state), ("expected", &expected)]))
}

pub(crate) fn parse_authorization_response(url: JsString, provider: JsValue) -> Result<JsValue, JsValue> {
    functions::parse_authorization_response(object(&[("url", &bounded(&url)), ("provider", &provider)]))
}

pub(crate) fn read_api_error(body: &str) -> JsValue {
    call::read_api_error(body.into()).unwrap()
}
