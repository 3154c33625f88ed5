//! Calls over the network: gloo-net holds the request and reads the head of the response; the fetch itself is
//! awaited here, so that an abort with any reason stays an ordinary rejection.

use super::error::{caused, with_member};
use super::platform::Browser;
use super::values::{from_js, get, parse_json, to_js};
use crate::client::api_error;
use crate::client::call::{authorization, check_origin, judge};
use crate::client::config::{DEFAULT_TIMEOUT_MS, TIMEOUT_MS, api_origins};
use crate::protocol::address::Address;
use crate::protocol::schema::{Kind, Schema, check};
use crate::protocol::{Code, Error, Platform, Value};
use gloo_net::http::{Request, Response};
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal, RequestInit};

type JsResult<T> = Result<T, JsValue>;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch)]
    fn global_fetch(request: &web_sys::Request, init: &RequestInit) -> Promise;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
    #[wasm_bindgen(catch, js_namespace = AbortSignal, js_name = any)]
    fn any_signal(signals: &Array) -> JsResult<AbortSignal>;
}

#[wasm_bindgen(module = "/src/browser/wait.js")]
extern "C" {
    fn settle(promise: &Promise, done: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = abortAfter)]
    fn abort_after(controller: &AbortController, ms: f64) -> JsValue;
}

/// Goes on when a promise has settled: `done` gets what it settled with, and whether that is a rejection.
fn then(promise: &Promise, done: impl FnOnce(JsValue, bool) -> JsResult<JsValue> + 'static) -> Promise {
    settle(promise, &Closure::once_into_js(done))
}

/// Turns a refusal into a rejected promise: nothing that returns a promise throws.
pub(super) fn promise(result: JsResult<Promise>) -> Promise {
    result.unwrap_or_else(|error| Promise::reject(&error))
}

/// A request that is ready but for its token.
pub(super) struct Prepared {
    request: web_sys::Request,
    /// Where it goes.
    pub(super) target: Address,
    /// Its method.
    pub(super) method: String,
}

impl Prepared {
    /// Builds the request as `fetch(input, init)` would, but for redirects: one would carry the token on, so it
    /// fails unless the app reads redirects itself (`redirect: "manual"`).
    pub(super) fn new(input: &JsValue, init: &JsValue) -> JsResult<Self> {
        let own = Object::new();
        if init.is_object() {
            Object::assign(&own, init.unchecked_ref());
        }
        let redirect = JsValue::from("redirect");
        if get(&own, &redirect).as_string().as_deref() != Some("manual") {
            Reflect::set(&own, &redirect, &"error".into())?;
        }
        let request = web_sys::Request::new_with_request_and_init(input.unchecked_ref(), own.unchecked_ref());
        let request = request
            .map_err(|cause| caused(Code::InvalidRequest, "input: the browser refuses to make this request", &cause))?;
        let target = Browser.url(&request.url(), None);
        let target = target.ok_or_else(|| Error::field(Code::InvalidRequest, "input", "it has no address"))?;
        Ok(Self { method: request.method(), request, target })
    }

    /// Sends it with the `Authorization` header, and judges the answer. The caller's own signal goes on governing
    /// the body; the time-out ends with the head.
    pub(super) fn send(self, authorization: &str, timeout_ms: f64) -> JsResult<Promise> {
        let request = Request::from(self.request);
        request.headers().set("Authorization", authorization);
        let request: web_sys::Request = request.into();
        let timeout = AbortController::new()?;
        let (own, late) = (request.signal(), timeout.signal());
        let timer = abort_after(&timeout, timeout_ms);
        let either = any_signal(&Array::of2(&own, &late))?;
        let init = RequestInit::new();
        init.set_signal(Some(&either));
        Ok(then(&global_fetch(&request, &init), move |answer, is_rejected| {
            clear_timeout(&timer);
            // WebKit keeps a signal made by `any` only as long as somebody else holds it.
            drop(either);
            if !is_rejected {
                let head = Response::from(answer.clone().unchecked_into::<web_sys::Response>());
                let judged = judge(head.status(), head.headers().get("WWW-Authenticate").as_deref());
                return judged.map(|()| answer.clone()).map_err(|error| with_member(&error, "response", &answer));
            }
            Err(if own.aborted() {
                own.reason()
            } else if late.aborted() {
                caused(Code::Timeout, "the API did not answer in time", &answer)
            } else {
                caused(
                    Code::NetworkError,
                    "no answer: offline, blocked by CORS, or a redirect, which is not followed",
                    &answer,
                )
            })
        }))
    }
}

/// The members of `init` that are this package's own, checked; the rest is the browser's.
pub(super) fn own_members(init: &JsValue, schema: &Schema) -> Result<Value, Error> {
    let mut own = Value::object();
    if init.is_object() {
        for (name, ..) in schema {
            let key = JsValue::from(*name);
            if Object::has_own(init.unchecked_ref::<Object>(), &key) {
                own.set(name, from_js(&get(init, &key), Code::InvalidRequest, name)?);
            }
        }
    }
    check(&own, schema, Code::InvalidRequest, "init", &Browser)?;
    Ok(own)
}

const CALL_API: &Schema = &[("apiOrigins", Kind::Origins, false), ("timeoutMs", TIMEOUT_MS, false)];

/// Calls an API with a token.
#[wasm_bindgen(js_name = callApi)]
pub fn call_api(url: JsValue, access_token: JsValue, init: JsValue) -> Promise {
    promise(try_call_api(&url, &access_token, &init))
}

fn try_call_api(url: &JsValue, access_token: &JsValue, init: &JsValue) -> JsResult<Promise> {
    let own = own_members(init, CALL_API)?;
    let prepared = Prepared::new(url, init)?;
    check_origin(&prepared.target, &api_origins(own.get("apiOrigins"), None, &Browser))?;
    let authorization = authorization(&access_token.as_string().unwrap_or_default())?;
    prepared.send(&authorization, own.number("timeoutMs").unwrap_or(DEFAULT_TIMEOUT_MS))
}

/// What a refused call's body says. A body that was read already, or breaks off, says nothing.
#[wasm_bindgen(js_name = apiError)]
pub fn api_error(response: JsValue) -> Promise {
    let Ok(raw) = response.dyn_into::<web_sys::Response>() else {
        return Promise::reject(&Error::field(Code::InvalidRequest, "response", "a Response is needed").into());
    };
    let status = Response::from(Clone::clone(&raw)).status();
    // Two members are all that is read: a body may be of any size.
    let read = move |body: JsValue, _: bool| {
        let body = parse_json(&body.as_string().unwrap_or_default());
        let text = |name: &str| get(&body, &name.into()).as_string();
        Ok(to_js(&api_error::read(status, text("errorCode").as_deref(), text("errorMessage").as_deref())))
    };
    match raw.text() {
        Ok(text) => then(&text.unchecked_into(), read),
        Err(_) => Promise::resolve(&to_js(&api_error::read(status, None, None))),
    }
}
