//! The code grant: its authorization request, and what its callback passes on to the token endpoint.

use crate::case::cases;
use crate::support::app::{
    INBOX, REDIRECT_URI, arrived, parameter, receive, receive_in, receive_tokens, remembered, standard, start,
};
use crate::support::{Outcome, code};
use serde_json::{Value as Json, json};

cases! {
    [S1 S7] request_has_s256_challenge_without_verifier,
    [] popup_has_no_return_url_and_is_not_stored,
    [S7 S47] code_is_passed_on_with_its_verifier,
    [S16] token_instead_of_code_is_refused,
    [S24] issuer_is_compared_in_codes_and_errors,
    [S11 S29] reload_during_an_exchange_is_told_once,
}

/// Starts a sign-in for a code from the inbox.
fn started(is_popup: bool) -> (Json, String) {
    let context = json!({ "verifier": "v3rifier", "challenge": "ch4llenge", "isPopup": is_popup });
    let mut started = start(&standard(&json!({})), &context).expect("it starts");
    let sign_in = if is_popup { started["signIn"].take() } else { remembered().pop().expect("it is remembered") };
    (sign_in, started["url"].as_str().expect("a URL").to_owned())
}

fn request_has_s256_challenge_without_verifier() {
    let (sign_in, url) = started(false);
    for (name, value) in [("response_type", "code"), ("code_challenge", "ch4llenge"), ("code_challenge_method", "S256")]
    {
        assert_eq!(parameter(&url, name), [value]);
    }
    assert!(!url.contains("v3rifier") && sign_in["verifier"] == "v3rifier");
}

fn popup_has_no_return_url_and_is_not_stored() {
    let (sign_in, url) = started(true);
    assert_eq!((&sign_in["returnTo"], remembered().len()), (&Json::Null, 0));
    let state = sign_in["state"].as_str().expect("a state");
    assert!(state.starts_with("popup-") && parameter(&url, "state") == [state], "{url}");
    let (sign_in, _) = started(false);
    assert_eq!(sign_in["returnTo"].as_str(), INBOX.strip_prefix("https://app.example"));
    assert!(!sign_in["state"].as_str().expect("a state").starts_with("popup-"));
}

fn code_is_passed_on_with_its_verifier() {
    let (sign_in, _) = started(false);
    let state = sign_in["state"].as_str().expect("a state");
    let mut result =
        receive(&standard(&json!({})), &[REDIRECT_URI, "?code=c0de&state=", state].concat()).expect("it is valid");
    assert_eq!(
        (&result["returnTo"], &result["session"]),
        (&sign_in["returnTo"], &Json::Null),
        "there is no session yet"
    );
    let mut passed_on = result["signIn"].take();
    assert_eq!(passed_on["code"].take(), "c0de");
    assert!(sign_in.as_object().expect("an object").iter().all(|(name, value)| passed_on[name] == *value));
    let left = json!(remembered()).to_string();
    assert!(!left.contains("v3rifier") && !left.contains("c0de"), "{left}");
}

fn token_instead_of_code_is_refused() {
    let error = arrived(&standard(&json!({})), "#access_token=t&token_type=Bearer&state={ours}").unwrap_err();
    assert_eq!((&error["code"], &error["returnTo"]), (&json!("unexpected_response"), &json!("/inbox")));
}

fn issuer_is_compared_in_codes_and_errors() {
    let always = standard(&json!({ "authorizationResponseIssParameterSupported": true }));
    for (response, sometimes, expected) in [
        ("?code=c&state={ours}", "ok", "issuer_mismatch"),
        ("?code=c&state={ours}&iss=https://auth.example", "ok", "ok"),
        ("?code=c&state={ours}&iss=https://auth.example/", "issuer_mismatch", "issuer_mismatch"),
        ("?error=access_denied&state={ours}", "authorization_error", "issuer_mismatch"),
        ("?error=access_denied&state={ours}&iss=https://auth.example", "authorization_error", "authorization_error"),
        ("?error=access_denied&state={ours}&iss=https://evil.example", "issuer_mismatch", "issuer_mismatch"),
    ] {
        assert_eq!(code(&arrived(&always, response)), expected, "{response}");
        assert_eq!(code(&arrived(&standard(&json!({})), response)), sometimes, "{response}");
    }
    let anybody: Outcome =
        arrived(&standard(&json!({ "issuer": null })), "?code=c&state={ours}&iss=https://evil.example");
    assert_eq!(code(&anybody), "ok", "no issuer is configured");
}

/// A page that is reloaded while its code is exchanged has no response any more, but the place that the user left.
fn reload_during_an_exchange_is_told_once() {
    let client = standard(&json!({ "issuer": null }));
    let exchange = || arrived(&client, "?code=c&state={ours}").expect("a code")["signIn"].clone();
    let reload = || receive_in(2.0, &client, REDIRECT_URI);
    exchange();
    assert_eq!(receive(&client, REDIRECT_URI), Ok(Json::Null), "the document is the same: another copy exchanges it");
    let error = reload().expect_err("it is told");
    assert_eq!(
        (&error["code"], &error["returnTo"], &error["appState"]),
        (&json!("cancelled"), &json!("/inbox"), &json!("{\"draft\":7}"))
    );
    assert_eq!(reload(), Ok(Json::Null), "once");
    let other = standard(&json!({ "issuer": null, "id": "another" }));
    exchange();
    assert_eq!(receive_in(2.0, &other, REDIRECT_URI), Ok(Json::Null), "it is another client's");
    assert_eq!(code(&reload()), "cancelled");
    for (status, body, expected) in [
        (200, r#"{"access_token":"t","token_type":"Bearer"}"#, "null"),
        (400, r#"{"error":"invalid_grant"}"#, "null"),
        (499, "", "null"),
        (500, "", "cancelled"),
        (503, "", "cancelled"),
    ] {
        let sign_in = exchange();
        let _ = receive_tokens(&client, &json!({ "signIn": sign_in }), status, body);
        let outcome = reload();
        let told = if outcome == Ok(Json::Null) { "null" } else { code(&outcome) };
        assert_eq!(told, expected, "{status}");
    }
}
