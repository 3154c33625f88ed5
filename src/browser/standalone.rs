//! The functions of a module without the package around it, as `wasm-pack build` gives them: values in, values out, errors of
//! the class `OAuthError`. They are those that `pkg/API.md` describes under the same names, without a client.

use gloo_net::http::{Headers, Request};
use js_sys::{Object, Reflect};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCredentials, RequestInit, RequestRedirect};

use super::run;
use crate::client::call::{CallContext, Permit, check_answer, permit};
use crate::client::{api_error, functions};
use crate::host::storage::now;
use crate::host::{Member, Record, Text, Value, imports};
use crate::protocol::{Result as FlowResult, provider};

#[wasm_bindgen(module = "/src/browser/error.js")]
extern "C" {
    type OAuthError;
    #[wasm_bindgen(constructor)]
    fn new(refusal: &JsValue) -> OAuthError;
}

/// Runs a flow as a separate call.
fn call<Input: Member, Output: Member>(
    input: &JsValue,
    flow: impl Fn(Input) -> FlowResult<Output>,
) -> Result<JsValue, JsValue> {
    imports::use_memory(&wasm_bindgen::memory());
    let outcome = imports::run(&mut |place| run(place, &flow), input);
    let member = |name: &str| Reflect::get(&outcome, &name.into()).unwrap_or_default();
    let refusal = member("refusal");
    if refusal.is_undefined() { Ok(member("answer")) } else { Err(OAuthError::new(&refusal).into()) }
}

/// An empty object without a prototype: a page's pollution of `Object.prototype` adds nothing to it.
fn empty() -> Object {
    Object::create(JsValue::NULL.unchecked_ref())
}

/// An object of these members.
fn object(members: &[(&str, &JsValue)]) -> JsValue {
    let object = empty();
    for (name, value) in members {
        // A new object takes every member.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// Issues a `state` that is bound to `binding` (`clientId`, `redirectUri`, and optionally `responseType`, `provider`,
/// `scope`, `lifetimeSeconds`), and remembers it in sessionStorage (RFC 6749 §10.12).
///
/// # Errors
/// `invalid_request`, `no_randomness`, `storage_unavailable`.
#[wasm_bindgen(js_name = generateState, unchecked_return_type = "string")]
pub fn generate_state(#[wasm_bindgen(unchecked_param_type = "object")] binding: JsValue) -> Result<JsValue, JsValue> {
    call(&binding, functions::generate_state)
}

/// Uses the `state` of a response: once, in time, and only with the binding that it was issued for. Returns what was
/// remembered with it.
///
/// # Errors
/// `invalid_request`, `missing_state`, `state_mismatch`, `state_replayed`, `state_expired`, `storage_unavailable`.
#[wasm_bindgen(js_name = verifyState, unchecked_return_type = "object")]
pub fn verify_state(
    #[wasm_bindgen(unchecked_param_type = "string | null | undefined")] state: JsValue,
    #[wasm_bindgen(unchecked_param_type = "object")] expected: JsValue,
) -> Result<JsValue, JsValue> {
    call(&object(&[("state", &state), ("expected", &expected)]), functions::verify_state)
}

/// Returns the URL that starts a sign-in (RFC 6749 §4.1.1, §4.2.1): of `clientId`, `redirectUri`, `state`, and optionally
/// `scope`, `responseType`, `provider`, `params`.
///
/// # Errors
/// `invalid_request`, `invalid_config`.
#[wasm_bindgen(js_name = buildAuthorizeUrl, unchecked_return_type = "string")]
pub fn build_authorize_url(
    #[wasm_bindgen(unchecked_param_type = "object")] request: JsValue,
) -> Result<JsValue, JsValue> {
    call(&request, functions::authorize_url)
}

/// Returns the response in a URL (RFC 6749 §4.1.2, §4.2.2), or null where there is none. It verifies nothing: give its
/// `state` to `verifyState`.
///
/// # Errors
/// `response_too_large`, `duplicate_parameter`, `malformed_response`, `invalid_token`, `unsupported_token_type`,
/// `unexpected_response`, `invalid_request`, `invalid_config`.
#[wasm_bindgen(js_name = parseAuthorizationResponse, unchecked_return_type = "object | null")]
pub fn parse_authorization_response(
    // As JavaScript holds it: a token in it is not copied, nor is what is too long.
    #[wasm_bindgen(unchecked_param_type = "string")] url: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "object")] provider: JsValue,
) -> Result<JsValue, JsValue> {
    call(&object(&[("url", &url), ("provider", &provider)]), functions::parse_response)
}

/// Returns the settings for CoolSMS; `options` may have another `base` and `stateIn`.
///
/// # Errors
/// `invalid_config`.
#[wasm_bindgen(unchecked_return_type = "object")]
pub fn coolsms(
    #[wasm_bindgen(unchecked_optional_param_type = "{ base?: string; stateIn?: string }")] options: JsValue,
) -> Result<JsValue, JsValue> {
    call(&options, provider::coolsms)
}

/// What [`call_api`] can be told, beside the options that the core checks.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Init {
    method: Option<String>,
    body: Option<String>,
    content_type: Option<String>,
}

/// Calls the API with a token (RFC 6750 §2.1), without cookies, redirects and referrer. `init` may have `method`, `body` and
/// `contentType` (texts), `apiOrigins` (default: CoolSMS's) and `timeoutMs` (milliseconds, default 30,000).
///
/// # Errors
/// `invalid_request`, `origin_not_allowed`, `login_required`, `invalid_token`, `unauthorized`, `insufficient_scope`,
/// `timeout`, `network_error`.
#[wasm_bindgen(js_name = callApi)]
pub async fn call_api(
    #[wasm_bindgen(unchecked_param_type = "string")] url: JsValue,
    #[wasm_bindgen(js_name = accessToken, unchecked_param_type = "string")] access_token: JsValue,
    #[wasm_bindgen(
        unchecked_optional_param_type = "{ method?: string; body?: string; contentType?: string; apiOrigins?: string[]; timeoutMs?: number }"
    )]
    init: JsValue,
) -> Result<web_sys::Response, JsValue> {
    let invalid = |reason: &dyn core::fmt::Display| {
        let error = refused("invalid_request", &format!("`init` is refused: {reason}"));
        // An error takes every member.
        let _ = Reflect::set(&error, &"field".into(), &"init".into());
        error
    };
    // A plain copy: what an app's getters throw would end in a promise that never settles.
    let options = call(&init, |init: Option<Value>| Ok(init))?;
    // Serde reads what an object inherits, too. What is no object inherits nothing of interest.
    let _ = Reflect::set_prototype_of(options.unchecked_ref::<Object>(), &JsValue::NULL);
    let init: Option<Init> = serde_wasm_bindgen::from_value(options.clone()).map_err(|error| invalid(&error))?;
    let init = init.unwrap_or_default();
    // Nobody can forbid it: the object is our own. Serde ignores what it does not know; the core refuses it by name.
    for name in ["method", "body", "contentType"] {
        let _ = Reflect::delete_property(options.unchecked_ref::<Object>(), &name.into());
    }
    let method = init.method.as_deref().unwrap_or("GET");
    let context = object(&[
        ("session", &object(&[("accessToken", &access_token)])),
        ("options", &options),
        ("method", &method.into()),
        ("url", &url),
    ]);
    let headers = Headers::new();
    let timeout_ms = call(&context, |context: CallContext| {
        Ok(permit(context, now())?.map(|permit| {
            headers.set("Authorization", &imports::string_of(permit.get(Permit::AUTHORIZATION).place()));
            Value::of_number(permit.get(Permit::TIMEOUT_MS))
        }))
    })?;
    if let Some(content_type) = &init.content_type {
        // `Headers` throws at others, and then the promise would never settle.
        if !content_type.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Err(invalid(&"`contentType` must be printable ASCII"));
        }
        headers.set("Content-Type", content_type);
    }
    let signal = AbortSignal::timeout_with_f64(timeout_ms.as_f64().unwrap_or_default());
    // Not by gloo's builder, which starts from an object with a prototype.
    let request = empty().unchecked_into::<RequestInit>();
    request.set_method(method);
    request.set_headers(&headers.into_raw());
    request.set_credentials(RequestCredentials::Omit);
    request.set_redirect(RequestRedirect::Error);
    request.set_referrer_policy(ReferrerPolicy::NoReferrer);
    request.set_signal(Some(&signal));
    if let Some(body) = init.body {
        request.set_body(&body.into());
    }
    let url = url.as_string().unwrap_or_default();
    let request = web_sys::Request::new_with_str_and_init(&url, &request)
        .map_err(|error| invalid(&error.unchecked_ref::<js_sys::Error>().message()))?;
    let answer = Request::from(request).send().await.map_err(|error| {
        let code = if signal.aborted() { "timeout" } else { "network_error" };
        refused(code, &error.to_string())
    })?;
    call(&context, |context: CallContext| {
        context.put(CallContext::STATUS, answer.status().into());
        let challenge = answer.headers().get("WWW-Authenticate");
        context.put(CallContext::CHALLENGE, challenge.map(|challenge| Text::at(imports::of_string(&challenge))));
        check_answer(context).map(|()| None::<Value>)
    })?;
    Ok(answer.into())
}

/// An error of this layer.
fn refused(code: &str, message: &str) -> JsValue {
    OAuthError::new(&object(&[("code", &code.into()), ("message", &message.into())])).into()
}

/// Returns what the body of a refused call says: `status`, `errorCode`, `errorMessage`.
///
/// A body that was read before, or is incomplete, counts as empty.
///
/// # Errors
/// `invalid_request` where it is no `Response`.
#[wasm_bindgen(js_name = apiError, unchecked_return_type = "{ status: number; errorCode?: string; errorMessage?: string }")]
pub async fn api_error(response: web_sys::Response) -> Result<JsValue, JsValue> {
    let Ok(body) = response.text() else { return Err(refused("invalid_request", "`response` must be a `Response`")) };
    let body = JsFuture::from(body).await.unwrap_or_default();
    let error = call(&body, |body| Ok(api_error::read(body)))?;
    Reflect::set(&error, &"status".into(), &response.status().into())?;
    Ok(error)
}
