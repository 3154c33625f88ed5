//! `receiveCallback`: what comes of an address. What the client then does with it runs end to end.

use crate::support::{PENDING, client, code, get, receive, start, storage, text};
use js_sys::{Function, Reflect};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn an_address_without_a_response_is_no_callback() {
    assert!(receive(&client("quiet"), "?tab=1#/inbox?x=2").unwrap().is_null());
}

#[wasm_bindgen_test]
fn a_good_response_begins_a_session_once() {
    let (client, state) = (client("good"), start("good"));
    let response = ["?tab=1#access_token=secret&state=", &state].concat();
    let result = receive(&client, &response).unwrap();
    let session = get(&result, "session");
    assert_eq!(text(&session, "accessToken"), "secret");
    assert!(text(&session, "id").len() * 4 >= 128);
    assert_eq!(code(receive(&client, &response)), "state_replayed"); // S11
}

#[wasm_bindgen_test]
fn a_forged_response_is_refused_and_kills_no_sign_in() {
    let (client, state) = (client("forged"), start("forged"));
    let before = storage().get_item(PENDING).unwrap();
    let forged = [
        ("#access_token=evil", "missing_state"), // S9
        ("#access_token=evil&state=wrong", "state_mismatch"),
        ("?code=evil&state=wrong", "state_mismatch"),
        ("#error=access_denied&state=wrong", "state_mismatch"), // S13
        ("#access_token=evil&access_token=evil", "duplicate_parameter"), // S15
        ("#access_token=%ZZ", "malformed_response"),            // S18
    ];
    for (response, expected) in forged {
        assert_eq!(code(receive(&client, response)), expected, "{response}");
        assert_eq!(storage().get_item(PENDING).unwrap(), before);
    }
    assert!(receive(&client, &["#access_token=secret&state=", &state].concat()).is_ok()); // S10
}

#[wasm_bindgen_test]
fn an_apps_own_code_and_error_are_left_alone() {
    storage().clear().unwrap();
    for own in ["?code=mine", "?error=mine", "?code=%ZZ", "?code=a&code=b", "#?code=mine", "?state=CA#/list?x=1"] {
        assert!(receive(&client("own"), own).unwrap().is_null(), "{own}"); // S27
    }
}

#[wasm_bindgen_test]
fn a_refusal_by_the_server_is_told_with_its_words() {
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
fn a_store_that_cannot_be_read_for_once_loses_no_sign_in() {
    let (client, state) = (client("unread"), start("unread"));
    without(&["getItem"], || {
        assert_eq!(code(receive(&client, "#access_token=evil&state=wrong")), "storage_unavailable"); // S46
    });
    assert!(receive(&client, &["#access_token=secret&state=", &state].concat()).is_ok()); // S10
}

#[wasm_bindgen_test]
fn a_nonce_that_cannot_be_spent_is_good_for_nothing() {
    let (client, state) = (client("unspent"), start("unspent"));
    let response = ["#access_token=secret&state=", &state].concat();
    without(&["setItem", "removeItem"], || {
        assert_eq!(code(receive(&client, &response)), "storage_unavailable"); // S11, S46
    });
}

#[wasm_bindgen_test]
fn a_jwt_that_ends_at_infinity_says_nothing_of_its_lifetime() {
    for (claims, seconds) in [
        (r#"{"iat":1e999,"exp":1e999}"#, 86_400.0), // S21: CoolSMS's own, never NaN
        (r#"{"iat":-1e999,"exp":-1e999}"#, 86_400.0),
        (r#"{"iat":0,"exp":1e999}"#, 315_360_000.0), // S21: never "forever"
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
