//! Calls over the network, but for the waiting: gloo-net sets the request's header and reads the head of the response.

use super::client::opened;
use super::platform::Browser;
use super::values::{from_js, to_js};
use crate::client::api_error;
use crate::client::call::{Call, judge, permit};
use crate::protocol::{Code, Platform};
use gloo_net::http::{Request, Response};
use js_sys::Date;
use wasm_bindgen::prelude::*;

/// Gives a request its token, or says why it must not be made. `options` are the members of `init` that are this
/// package's own. Gives back how long it may take, in milliseconds; undefined asks for a refresh first.
#[wasm_bindgen(js_name = permitCall)]
pub fn permit_call(
    config: JsValue,
    session: JsValue,
    request: web_sys::Request,
    options: JsValue,
    may_refresh: bool,
) -> Result<Option<f64>, JsValue> {
    let options = from_js(&options, Code::InvalidRequest, "init")?;
    let target = Browser.address(&request.url(), None);
    let call = Call { method: &request.method(), target: &target, options: &options, may_refresh };
    let permit = permit(&opened(&config), &super::client::session(&session), &call, Date::now(), &Browser)?;
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
pub fn read_api_error(body: &str) -> JsValue {
    to_js(&api_error::read(body, &Browser))
}
