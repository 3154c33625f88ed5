//! `receiveCallback`: what the browser adds to the rules: storage, clock and JSON.

use crate::support::{PENDING, client, code, get, receive, start, storage, text};
use js_sys::{Function, Reflect};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn url_without_response_is_no_callback() {
    assert!(receive(&client("quiet"), "?tab=1#/inbox?x=2").unwrap().is_null());
}

#[wasm_bindgen_test]
fn valid_response_begins_one_session() {
    let (client, state) = (client("good"), start("good"));
    let response = ["?tab=1#access_token=secret&state=", &state].concat();
    let result = receive(&client, &response).unwrap();
    let session = get(&result, "session");
    assert_eq!(text(&session, "accessToken"), "secret");
    assert!(text(&session, "id").len() * 4 >= 128);
    assert_eq!(code(receive(&client, &response)), "state_replayed");
}

#[wasm_bindgen_test]
fn forged_response_leaves_storage_unchanged() {
    let (client, state) = (client("forged"), start("forged"));
    let before = storage().get_item(PENDING).unwrap();
    let forged = [("#access_token=evil", "missing_state"), ("#access_token=%ZZ", "malformed_response")];
    for (response, expected) in forged {
        assert_eq!(code(receive(&client, response)), expected, "{response}");
        assert_eq!(storage().get_item(PENDING).unwrap(), before);
    }
    assert!(receive(&client, &["#access_token=secret&state=", &state].concat()).is_ok());
}

#[wasm_bindgen_test]
fn error_of_server_is_passed_on() {
    let (client, state) = (client("denied"), start("denied"));
    let denied = ["#error=access_denied&error_description=No+thanks&state=", &state].concat();
    let error = receive(&client, &denied).unwrap_err();
    assert_eq!(text(&error, "code"), "authorization_error");
    assert_eq!((text(&error, "error"), text(&error, "errorDescription")), ("access_denied".into(), "No thanks".into()));
}

/// Makes a function of sessionStorage throw while something is done.
fn without(functions: &[&str], act: impl FnOnce()) {
    let prototype = Reflect::get_prototype_of(&storage()).unwrap();
    let throwing = Function::new_no_args("throw new Error('blocked')");
    let kept: Vec<_> = functions.iter().map(|name| get(&prototype, name)).collect();
    for name in functions {
        Reflect::set(&prototype, &(*name).into(), &throwing).unwrap();
    }
    act();
    for (name, function) in functions.iter().zip(&kept) {
        Reflect::set(&prototype, &(*name).into(), function).unwrap();
    }
}

#[wasm_bindgen_test]
fn unreadable_storage_ends_no_sign_in() {
    let (client, state) = (client("unread"), start("unread"));
    without(&["getItem"], || {
        assert_eq!(code(receive(&client, "#access_token=evil&state=wrong")), "storage_unavailable");
    });
    assert!(receive(&client, &["#access_token=secret&state=", &state].concat()).is_ok());
}

#[wasm_bindgen_test]
fn state_that_cannot_be_marked_used_is_refused() {
    let (client, state) = (client("unspent"), start("unspent"));
    let response = ["#access_token=secret&state=", &state].concat();
    without(&["setItem", "removeItem"], || {
        assert_eq!(code(receive(&client, &response)), "storage_unavailable");
    });
}

#[wasm_bindgen_test]
fn infinite_jwt_lifetime_is_ignored_or_capped() {
    for (claims, seconds) in [
        (r#"{"iat":1e999,"exp":1e999}"#, 86_400.0), // CoolSMS's own, never NaN
        (r#"{"iat":-1e999,"exp":-1e999}"#, 86_400.0),
        (r#"{"iat":0,"exp":1e999}"#, 315_360_000.0), // never "forever"
    ] {
        let (client, state) = (client("endless"), start("endless"));
        let payload = web_sys::window().unwrap().btoa(claims).unwrap();
        let token = String::from(js_sys::encode_uri_component(&format!("h.{payload}.s")));
        let response = format!("#access_token={token}&state={state}");
        let before = js_sys::Date::now();
        let session = get(&receive(&client, &response).unwrap(), "session");
        let lifetime = (get(&session, "expiresAt").as_f64().unwrap() - before) / 1000.0;
        assert!((seconds..seconds + 60.0).contains(&lifetime), "{claims}: {lifetime}");
    }
}
