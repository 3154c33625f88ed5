//! Calls over the network, but for the waiting: gloo-net sets the request's header and reads the head of the response.

use super::client::{config, session};
use super::platform::Browser;
use super::values::{answered, read};
use crate::client::api_error;
use crate::client::call::{Call, judge, permit};
use crate::protocol::{Platform, Value};
use gloo_net::http::{Request, Response};
use js_sys::Date;
use wasm_bindgen::prelude::*;

/// Gives a request its token, or says why it must not be made: `config`, `session`, `options` (the members of `init` that
/// are this package's own) and `mayRefresh`. Gives back how long it may take, in milliseconds; undefined asks for a
/// refresh first.
#[wasm_bindgen(js_name = permitCall)]
pub fn permit_call(input: JsValue, request: web_sys::Request) -> Result<Option<f64>, JsValue> {
    let mut input = read(&input);
    let (config, session) = (config(&mut input), session(&mut input));
    let (options, may_refresh) = (input.get("options"), input.get("mayRefresh").is_true());
    let target = Browser.address(&request.url(), None);
    let call = Call { method: &request.method(), target: &target, options, may_refresh };
    let permit = permit(&config, &session, &call, Date::now(), &Browser)?;
    Ok(permit.map(|permit| {
        Request::from(request).headers().set("Authorization", &permit.authorization);
        permit.timeout_ms
    }))
}

/// Lets an answer pass, or says what it means.
#[wasm_bindgen(js_name = judgeAnswer)]
pub fn judge_answer(answer: web_sys::Response) -> Result<(), JsValue> {
    let head = Response::from(answer);
    Ok(judge(head.status(), &head.headers().get("WWW-Authenticate").unwrap_or_default())?)
}

/// What a refused call's body says.
#[wasm_bindgen(js_name = readApiError)]
pub fn read_api_error(body: JsValue) -> Result<JsValue, JsValue> {
    answered(&body, |body: Value| Ok(api_error::read(body.text(), &Browser)))
}
