//! `createClient` and what it refuses; the session in the tab.

use crate::support::{arrive, client, code, get, js, settled, start, text};
use coolsms_oauth2::browser::client::Client;
use js_sys::{Array, Function, Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_configuration_that_cannot_work_is_refused_by_the_fields_name() {
    let cases = [
        (r#"{"redirectUri":"HERE","scope":"a"}"#, "clientId"),
        (r#"{"clientId":"","redirectUri":"HERE","scope":"a"}"#, "clientId"),
        (r#"{"clientId":"x","scope":"a"}"#, "redirectUri"),
        (r#"{"clientId":"x","redirectUri":"/callback","scope":"a"}"#, "redirectUri"), // S4
        (r#"{"clientId":"x","redirectUri":"https://elsewhere.example/","scope":"a"}"#, "redirectUri"),
        (r#"{"clientId":"x","redirectUri":"HERE#a","scope":"a"}"#, "redirectUri"),
        (r#"{"clientId":"x","redirectUri":"HERE?state=a","scope":"a"}"#, "redirectUri"),
        (r#"{"clientId":"x","redirectUri":"HERE"}"#, "scope"), // S8
        (r#"{"clientId":"x","redirectUri":"HERE","scope":"a\"b"}"#, "scope"),
        (r#"{"clientId":"x","redirectUri":"HERE","scope":"a","client_secret":"s"}"#, "client_secret"), // S6
        (r#"{"clientId":"x","redirectUri":"HERE","scope":"a","colour":"blue"}"#, "colour"),
        (r#"{"clientId":"x","redirectUri":"HERE","scope":"a","timeoutMs":"soon"}"#, "timeoutMs"),
        (r#"{"clientId":"x","redirectUri":"HERE","scope":"a","apiOrigins":["https://a.example/path"]}"#, "apiOrigins"),
        (
            r#"{"clientId":"x","redirectUri":"HERE","scope":"a","provider":{"id":"p","authorizationEndpoint":"http://a.example/"}}"#,
            "authorizationEndpoint", // S5
        ),
        ("3", "config"),
    ];
    for (config, field) in cases {
        let error = Client::new(js(config)).err().unwrap();
        assert_eq!((text(&error, "code"), text(&error, "field")), ("invalid_config".into(), field.into()), "{config}");
    }
}

#[wasm_bindgen_test]
fn a_configuration_that_holds_itself_is_refused() {
    let cyclic = Object::new();
    Reflect::set(&cyclic, &"provider".into(), &cyclic).unwrap();
    assert_eq!(code(Client::new(cyclic.into())), "invalid_config");
    assert_eq!(code(Client::new(Function::new_no_args("").into())), "invalid_config");
}

#[wasm_bindgen_test]
async fn listeners_hear_of_changes_until_they_are_taken_off() {
    let (client, state) = (client("heard"), start("heard"));
    let heard = Array::new();
    let list = heard.clone();
    let listener = Closure::<dyn Fn()>::new(move || {
        list.push(&JsValue::TRUE);
    });
    let listener: Function = listener.into_js_value().unchecked_into();
    client.subscribe(listener.clone());
    arrive(&["#access_token=t&state=", &state].concat());
    settled(client.handle_redirect_callback()).await.unwrap();
    assert_eq!(heard.length(), 1);
    client.unsubscribe(listener);
    settled(client.sign_out()).await.unwrap();
    assert_eq!(heard.length(), 1);
}

#[wasm_bindgen_test]
async fn a_call_is_refused_before_it_is_made() {
    let client = client("calls");
    let call = |url: &str, init: &str| settled(client.fetch(url.into(), js(init)));
    assert_eq!(code(call("https://evil.example/", "{}").await), "origin_not_allowed"); // S32
    assert_eq!(code(call("/users/v1/member", "{}").await), "login_required"); // S34
    assert_eq!(code(call("/users/v1/member", r#"{"timeoutMs":-1}"#).await), "invalid_request");
    assert_eq!(get(&client.missing_scopes("a b".into()).unwrap(), "length").as_f64(), Some(2.0));
    assert_eq!(
        code(settled(client.sign_in_with_redirect(js(r#"{"returnTo":"//evil.example/"}"#))).await),
        "invalid_request"
    ); // S28
}

#[wasm_bindgen_test]
async fn a_session_belongs_to_one_server_and_one_app() {
    let of = |id: &str, client_id: &str, host: &str| {
        let provider = format!(
            r#"{{"id":"{id}","authorizationEndpoint":"https://{host}/authorize","apiBase":"https://{host}","responseType":"token","defaultTokenType":"Bearer"}}"#
        );
        Client::new(js(&format!(
            r#"{{"clientId":"{client_id}","redirectUri":"HERE","scope":"a","provider":{provider}}}"#
        )))
        .unwrap()
    };
    let signed_in = of("a.b", "c", "one.example");
    let state = coolsms_oauth2::browser::functions::generate_state(js(
        r#"{"clientId":"c","redirectUri":"HERE","provider":"a.b"}"#,
    ));
    arrive(&["#access_token=t&state=", &state.unwrap()].concat());
    settled(signed_in.handle_redirect_callback()).await.unwrap();
    // The same names at another server, and names that read the same when they are joined.
    for other in [of("a.b", "c", "two.example"), of("a", "b.c", "one.example")] {
        assert!(other.get_session().is_null());
        assert_eq!(code(settled(other.get_access_token()).await), "login_required");
    }
    settled(signed_in.sign_out()).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_sign_out_elsewhere_in_the_tab_holds_here_too() {
    let (client, state) = (client("elsewhere"), start("elsewhere"));
    arrive(&["#access_token=t&state=", &state].concat());
    settled(client.handle_redirect_callback()).await.unwrap();
    crate::support::storage().clear().unwrap(); // as another document of this tab would
    assert_eq!(code(settled(client.get_access_token()).await), "login_required"); // S48
    assert!(client.get_session().is_null());
}

#[wasm_bindgen_test]
async fn a_listener_may_ask_for_the_callback_again() {
    let (client, state) = (Rc::new(client("again")), start("again"));
    let answers = Array::new();
    let (inner, list) = (Rc::clone(&client), answers.clone());
    let listener = Closure::<dyn Fn()>::new(move || {
        list.push(&inner.handle_redirect_callback());
    });
    client.subscribe(listener.into_js_value().unchecked_into());
    arrive(&["#access_token=t&state=", &state].concat());
    let outer = client.handle_redirect_callback();
    assert!(Object::is(&answers.get(0), &outer)); // S29
    settled(client.sign_out()).await.unwrap();
}
