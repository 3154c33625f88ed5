//! `handleRedirectCallback`, with responses put into this page's address.

use crate::support::{address, arrive, client, code, get, here, settled, start, text};
use js_sys::Object;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_page_without_a_response_is_no_callback() {
    let client = client("quiet");
    arrive("?tab=1#/inbox?x=2");
    assert!(settled(client.handle_redirect_callback()).await.unwrap().is_null());
    assert_eq!(address(), here() + "?tab=1#/inbox?x=2");
}

#[wasm_bindgen_test]
async fn a_good_response_signs_in_once_and_leaves_a_clean_address() {
    let (client, state) = (client("good"), start("good"));
    arrive(&["?tab=1#access_token=secret&state=", &state].concat());
    let first = client.handle_redirect_callback();
    let result = settled(first.clone()).await.unwrap();
    assert!(Object::is(&get(&result, "session"), &client.get_session()));
    assert_eq!(address(), here() + "?tab=1"); // S26
    assert!(Object::is(&first, &client.handle_redirect_callback())); // S29
    assert!(Object::is(&first, &crate::support::client("good").handle_redirect_callback()));
    assert_eq!(settled(client.get_access_token()).await.unwrap().as_string().as_deref(), Some("secret"));
    settled(client.sign_out()).await.unwrap();
    assert!(client.get_session().is_null());
    assert_eq!(code(settled(client.get_access_token()).await), "login_required");
}

#[wasm_bindgen_test]
async fn a_forged_response_is_refused_cleaned_away_and_kills_no_sign_in() {
    let (client, state) = (client("forged"), start("forged"));
    let forged = [
        ("#access_token=evil", "missing_state"), // S9
        ("#access_token=evil&state=wrong", "state_mismatch"),
        ("?code=evil&state=wrong", "state_mismatch"),
        ("#error=access_denied&state=wrong", "state_mismatch"), // S13
        ("#access_token=evil&access_token=evil", "duplicate_parameter"), // S15
        ("#access_token=%ZZ", "malformed_response"),            // S18
    ];
    for (response, expected) in forged {
        arrive(response);
        assert_eq!(code(settled(client.handle_redirect_callback()).await), expected, "{response}");
        assert_eq!(address(), here());
    }
    assert!(client.get_session().is_null());
    arrive(&["#access_token=secret&state=", &state].concat());
    assert!(settled(client.handle_redirect_callback()).await.is_ok()); // S10
    arrive(&["#access_token=secret2&state=", &state].concat());
    assert_eq!(code(settled(client.handle_redirect_callback()).await), "state_replayed"); // S11
    settled(client.sign_out()).await.unwrap();
}

#[wasm_bindgen_test]
async fn an_apps_own_code_and_error_are_left_alone() {
    crate::support::storage().clear().unwrap();
    let client = client("own");
    for own in ["?code=mine", "?error=mine", "?code=%ZZ", "?code=a&code=b"] {
        arrive(own);
        assert!(settled(client.handle_redirect_callback()).await.unwrap().is_null(), "{own}"); // S27
        assert_eq!(address(), here() + own);
    }
    arrive("");
}

#[wasm_bindgen_test]
async fn a_refusal_by_the_server_is_told_with_its_words() {
    let (client, state) = (client("denied"), start("denied"));
    arrive(&["#error=access_denied&error_description=No+thanks&state=", &state].concat());
    let error = settled(client.handle_redirect_callback()).await.unwrap_err();
    assert_eq!(text(&error, "code"), "authorization_error");
    assert_eq!((text(&error, "error"), text(&error, "errorDescription")), ("access_denied".into(), "No thanks".into()));
    assert_eq!(address(), here()); // S26
}

#[wasm_bindgen_test]
async fn a_forgery_after_a_success_changes_nothing() {
    let (client, state) = (client("after"), start("after"));
    arrive(&["#access_token=secret&state=", &state].concat());
    let success = client.handle_redirect_callback();
    settled(success.clone()).await.unwrap();
    arrive("#access_token=evil");
    assert_eq!(code(settled(client.handle_redirect_callback()).await), "missing_state");
    assert!(Object::is(&success, &client.handle_redirect_callback()));
    assert_eq!(settled(client.get_access_token()).await.unwrap().as_string().as_deref(), Some("secret"));
    settled(client.sign_out()).await.unwrap();
}

#[wasm_bindgen_test]
async fn an_address_that_the_app_has_moved_on_to_is_left_alone() {
    let client = client("moved");
    start("moved");
    arrive("?state=CA&scope=all&q=1#/list?x=1&expires=1");
    assert!(settled(client.handle_redirect_callback()).await.unwrap().is_null());
    arrive("?error=forged&state=wrong#/inbox?folder=1&scope=me");
    assert_eq!(code(settled(client.handle_redirect_callback()).await), "state_mismatch");
    assert_eq!(address(), here() + "#/inbox?folder=1&scope=me"); // S27
    let fresh = crate::support::client("question");
    arrive("#?code=mine");
    assert!(settled(fresh.handle_redirect_callback()).await.unwrap().is_null());
    assert_eq!(address(), here() + "#?code=mine");
    arrive("");
}
