//! What the tests of this folder share: the page, plain objects, what a refusal says, and calls in a network of their own.

use coolsms_oauth2::browser::standalone::call_api;
use js_sys::{Function, JSON, Reflect};
use serde_json::Value as Json;
use wasm_bindgen::prelude::*;
use web_sys::{Request, Response, Window};

pub(crate) fn window() -> Window {
    web_sys::window().unwrap()
}

pub(crate) fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    assert!(Reflect::set(object, &name.into(), value).unwrap());
}

pub(crate) fn text(value: &JsValue, name: &str) -> String {
    get(value, name).as_string().unwrap_or_default()
}

/// A plain JavaScript value; null is undefined, as an app leaves a member out.
pub(crate) fn js(json: &Json) -> JsValue {
    if json.is_null() { JsValue::UNDEFINED } else { JSON::parse(&json.to_string()).unwrap() }
}

/// What JSON says of a JavaScript value; null of undefined.
pub(crate) fn json(value: &JsValue) -> Json {
    let text = JSON::stringify(value).ok().and_then(|text| text.as_string());
    text.map_or(Json::Null, |text| serde_json::from_str(&text).unwrap())
}

/// Code and field of a refusal, which is an `OAuthError` and an `Error`, and repeats nothing long.
pub(crate) fn code_and_field<T>(result: Result<T, JsValue>) -> (String, String) {
    let error = result.err().expect("a refusal");
    assert!(error.is_instance_of::<js_sys::Error>());
    assert_eq!(text(&error, "name"), "OAuthError");
    assert_eq!(text(&get(&error, "constructor"), "name"), "OAuthError");
    assert!((1..1000).contains(&text(&error, "message").len()));
    (text(&error, "code"), text(&error, "field"))
}

/// The code of a refusal.
pub(crate) fn code<T>(result: Result<T, JsValue>) -> String {
    code_and_field(result).0
}

/// What a call sends where the network does `answer`, a script that returns a promise; and what comes of the call.
pub(crate) async fn call(
    answer: &str,
    url: &str,
    token: &str,
    init: &Json,
) -> (Option<Request>, Result<Response, JsValue>) {
    let (window, real) = (window(), get(&window(), "fetch"));
    let stub = Function::new_with_args("request", &format!("window.sent = request; {answer}"));
    set(&window, "sent", &JsValue::NULL);
    set(&window, "fetch", &stub);
    let result = call_api(url.into(), token.into(), js(init)).await;
    set(&window, "fetch", &real);
    (get(&window, "sent").dyn_into().ok(), result)
}
