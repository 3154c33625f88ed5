//! `callApi`, `apiError`: what is sent, what is not, and what an answer means.

use crate::support::{call, code, code_and_field, get, js, json, set, text, window};
use coolsms_oauth2::browser::standalone::{api_error, call_api};
use js_sys::{Object, Reflect};
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Response;

const BALANCE: &str = "https://api.coolsms.co.kr/cash/v1/balance";
const OK: &str = "return Promise.resolve(new Response())";

#[wasm_bindgen_test]
async fn request_is_sent_as_the_app_says() {
    let init = json!({ "method": "POST", "body": "{\"a\":1}", "contentType": "application/json" });
    let (sent, result) = call(OK, BALANCE, "tok~en", &init).await;
    assert_eq!(result.unwrap().status(), 200);
    let sent = sent.expect("a request");
    assert_eq!((sent.url().as_str(), sent.method().as_str()), (BALANCE, "POST"));
    assert_eq!(sent.headers().get("Authorization").unwrap().as_deref(), Some("Bearer tok~en"));
    assert_eq!(sent.headers().get("Content-Type").unwrap().as_deref(), Some("application/json"));
}

/// Every plain object of a page has what its scripts put there. The token is in one header, and goes without cookies.
#[wasm_bindgen_test]
async fn polluted_prototype_changes_no_request() {
    let prototype = get(&get(&window(), "Object"), "prototype");
    let members = ["method", "mode", "credentials", "cache", "redirect", "referrer", "referrerPolicy", "integrity"];
    for (name, value) in [
        ("method", json!("PUT")),
        ("body", json!("own")),
        ("contentType", json!("text/own")),
        ("headers", json!({ "Content-Type": "text/own" })),
        ("mode", json!("no-cors")),
        ("credentials", json!("include")),
        ("cache", json!("force-cache")),
        ("redirect", json!("follow")),
        ("referrer", json!("")),
        ("referrerPolicy", json!("unsafe-url")),
        ("integrity", json!("sha256-own")),
        ("signal", json!({})),
        ("timeoutMs", json!(-1)),
        ("apiOrigins", json!(["https://evil.example"])),
    ] {
        for (init, method) in [(Json::Null, "GET"), (json!({}), "GET"), (json!({ "method": "POST" }), "POST")] {
            set(&prototype, name, &js(&value));
            let (sent, result) = call(OK, BALANCE, "t", &init).await;
            Reflect::delete_property(prototype.unchecked_ref::<Object>(), &name.into()).unwrap();
            assert_eq!(result.map(|answer| answer.status()), Ok(200), "{name} {init}");
            let sent = sent.expect("a request");
            let how = [method, "cors", "omit", "default", "error", "about:client", "no-referrer", ""];
            assert_eq!(members.map(|member| text(&sent, member)), how, "{name} {init}");
            let headers = sent.headers();
            assert_eq!(headers.get("Authorization").unwrap().as_deref(), Some("Bearer t"), "{name} {init}");
            assert_eq!(headers.get("Content-Type").unwrap(), None, "{name} {init}");
            assert_eq!(JsFuture::from(sent.text().unwrap()).await.unwrap(), "", "{name} {init}");
        }
    }
}

#[wasm_bindgen_test]
async fn refused_call_is_not_sent() {
    for (url, init, code, field) in [
        ("https://evil.example/", Json::Null, "origin_not_allowed", ""),
        (BALANCE, json!({ "headers": {} }), "invalid_request", "headers"),
        (BALANCE, json!({ "TimeoutMs": 7 }), "invalid_request", "TimeoutMs"),
        (BALANCE, json!({ "timeoutMs": -1 }), "invalid_request", "timeoutMs"),
        (BALANCE, json!({ "method": 7 }), "invalid_request", "init"),
        (BALANCE, json!({ "method": "a b" }), "invalid_request", "init"),
        (BALANCE, json!({ "method": "TRACE" }), "invalid_request", "init"),
        (BALANCE, json!({ "body": "a GET has none" }), "invalid_request", "init"),
        (BALANCE, json!({ "contentType": "a\nb" }), "invalid_request", "init"),
        (BALANCE, json!("GET"), "invalid_request", "init"),
    ] {
        let (sent, result) = call(OK, url, "t", &init).await;
        assert_eq!(code_and_field(result), (code.into(), field.into()), "{url} {init}");
        assert!(sent.is_none(), "{url} {init}");
    }
}

#[wasm_bindgen_test]
async fn answer_passes_or_is_refused() {
    let answer = |status: u16, challenge: &str| {
        let head = json!({ "status": status, "headers": { "WWW-Authenticate": challenge } });
        format!("return Promise.resolve(new Response('', {head}))")
    };
    let (_, passed) = call(&answer(404, ""), BALANCE, "t", &Json::Null).await;
    assert_eq!(passed.unwrap().status(), 404);
    let lacking = "Bearer error=\"insufficient_scope\", scope=\"cash:read\"";
    for (status, challenge, code, missing) in
        [(401, "", "unauthorized", Json::Null), (403, lacking, "insufficient_scope", json!(["cash:read"]))]
    {
        let error = call(&answer(status, challenge), BALANCE, "t", &Json::Null).await.1.unwrap_err();
        assert_eq!(text(&error, "code"), code);
        assert_eq!(get(&error, "status").as_f64(), Some(status.into()));
        assert_eq!(json(&get(&error, "missingScopes")), missing);
    }
}

#[wasm_bindgen_test]
async fn silence_is_a_timeout() {
    let silence = "return new Promise((_, fail) => {
        request.signal.addEventListener('abort', () => fail(request.signal.reason));
    })";
    assert_eq!(code(call(silence, BALANCE, "t", &json!({ "timeoutMs": 1 })).await.1), "timeout");
}

#[wasm_bindgen_test]
async fn real_network_answers_or_does_not() {
    // Browsers connect to port 1 of no host.
    let (here, nowhere) = (window().location().origin().unwrap(), "http://127.0.0.1:1");
    let init = || js(&json!({ "apiOrigins": [here, nowhere] }));
    let answer = call_api(format!("{here}/nothing/here").into(), "t".into(), init()).await.unwrap();
    assert_eq!(answer.status(), 404);
    let failed = call_api(format!("{nowhere}/").into(), "secret".into(), init()).await;
    let message = text(failed.as_ref().unwrap_err(), "message");
    assert!(!message.contains("secret"), "{message}");
    assert_eq!(code(failed), "network_error");
}

#[wasm_bindgen_test]
async fn error_body_is_read() {
    let answer = |body: &str| Response::new_with_opt_str(Some(body)).unwrap();
    let told = json(&api_error(answer(r#"{"errorCode":"Unauthorized","errorMessage":"안 돼요"}"#)).await.unwrap());
    assert_eq!(told, json!({ "errorCode": "Unauthorized", "errorMessage": "안 돼요", "status": 200 }));
    let read = answer("{}");
    let _ = read.text().unwrap();
    assert_eq!(json(&api_error(read).await.unwrap()), json!({ "status": 200 }));
}

#[wasm_bindgen_test]
async fn arguments_that_are_odd_values_are_refused() {
    let none = JsValue::UNDEFINED;
    assert_eq!(code(api_error(js(&json!({})).unchecked_into()).await), "invalid_request");
    assert_eq!(code(call_api(none.clone(), "t".into(), none.clone()).await), "origin_not_allowed");
    for token in [none.clone(), 7.into(), js(&json!({}))] {
        assert_eq!(code(call_api(BALANCE.into(), token, none.clone()).await), "login_required");
    }
    let throwing = js_sys::eval("({ get method() { throw new Error('a getter of the app') } })").unwrap();
    assert_eq!(code(call_api(BALANCE.into(), "t".into(), throwing).await), "invalid_request");
}
