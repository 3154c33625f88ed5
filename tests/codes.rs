//! The code grant: what its sign-in asks for, and what its callback hands on to the token endpoint.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::callback::{Arrival, Outcome, receive};
use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::client::sign_in::{Here, start};
use coolsms_oauth2::protocol::pending::{POPUP, Pending, SignIn};
use coolsms_oauth2::protocol::{Error, Value};
use serde_json::{Value as Json, json};
use support::app::{NOW, REDIRECT_URI, config, merge};
use support::{Native, address};

const ISSUER: &str = "https://auth.example";

fn client(changes: &Json) -> Config {
    let mut provider = json!({ "id": "p", "issuer": ISSUER, "authorizationEndpoint": "https://auth.example/authorize",
        "tokenEndpoint": "https://auth.example/token" });
    merge(&mut provider, changes);
    config(&json!({ "provider": provider })).expect("it is good")
}

/// A sign-in for a code, and the address that it goes to.
fn started(client: &Config, state: &str) -> (Value, String) {
    let here = Here { page: "https://app.example/inbox", now: NOW, state, proof: ("v3rifier", "ch4llenge") };
    let (sign_in, url) = start(client, &Value::Null, &here, &Native).expect("it starts");
    (sign_in.0, url)
}

/// What comes of a response to it: the result, or the error.
fn arrived(client: &Config, response: &str) -> Result<Value, Error> {
    let mut pending = Pending::from_value(Value::List(vec![started(client, "ours").0]));
    let url = [REDIRECT_URI, response].concat();
    let arrival = Arrival { url: &url, now: NOW, session_id: "one" };
    match receive(client, &mut pending, &arrival, &Native) {
        Outcome::SignedIn(result) => Ok(result),
        Outcome::Refused(error) => Err(error),
        Outcome::NoCallback => panic!("no callback: {response}"),
    }
}

#[test]
fn the_request_has_a_challenge_by_s256_and_the_verifier_stays_here() {
    let (sign_in, url) = started(&client(&json!({})), "ours");
    let asked = address(&url).href;
    let url = url::Url::parse(&asked).expect("a URL");
    let parameter =
        |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
    assert_eq!(parameter("response_type").as_deref(), Some("code")); // S1
    assert_eq!(parameter("code_challenge").as_deref(), Some("ch4llenge")); // S7
    assert_eq!(parameter("code_challenge_method").as_deref(), Some("S256")); // S7
    assert!(!asked.contains("v3rifier") && sign_in.get("verifier").is("v3rifier")); // S7
}

#[test]
fn a_sign_in_by_popup_has_no_place_to_come_back_to() {
    let (sign_in, url) = started(&client(&json!({})), &[POPUP, "abc"].concat());
    assert!(url.contains("state=popup-abc"), "{url}");
    assert_eq!(sign_in.get("returnTo"), &Value::Null);
    assert_eq!(started(&client(&json!({})), "abc").0.get("returnTo").text(), "/inbox");
}

#[test]
fn a_code_goes_on_with_what_its_sign_in_remembers() {
    let result = arrived(&client(&json!({})), "?code=c0de&state=ours").expect("it is good");
    let code = result.get("code");
    assert_eq!((code.get("code").text(), code.get("verifier").text()), ("c0de", "v3rifier")); // S7
    assert_eq!(result.get("returnTo").text(), "/inbox");
    assert_eq!(result.get("session"), &Value::Null, "there is none yet");
}

#[test]
fn an_ended_sign_in_leaves_nothing_but_what_tells_a_replay() {
    let mut sign_in = SignIn(started(&client(&json!({})), "ours").0);
    let was = sign_in.0.clone();
    assert!(was.get("verifier").is("v3rifier") && was.get("returnTo").is("/inbox"));
    assert_eq!(sign_in.end(), was);
    let mut left: Vec<&str> = sign_in.0.members().iter().map(|(name, _)| name.as_str()).collect();
    left.sort_unstable();
    let kept = ["clientId", "issuedAt", "provider", "redirectUri", "responseType", "spent", "state"];
    assert_eq!(left, kept, "neither the verifier nor the app's own"); // S7, S47
    assert!(kept.iter().all(|name| *name == "spent" || sign_in.0.get(name) == was.get(name)));
}

#[test]
fn a_token_for_a_code_is_refused() {
    let error = arrived(&client(&json!({})), "#access_token=t&token_type=Bearer&state=ours").unwrap_err();
    assert_eq!(error.code.as_str(), "unexpected_response"); // S16
    assert_eq!(error.details.get("returnTo").text(), "/inbox");
}

#[test]
fn an_issuer_is_asked_for_where_the_server_says_that_it_names_itself_on_errors_too() {
    let always = client(&json!({ "authorizationResponseIssParameterSupported": true }));
    let code = |client: &Config, response: &str| arrived(client, response).err().map_or("taken", |it| it.code.as_str());
    for (response, sometimes, expected) in [
        ("?code=c&state=ours", "taken", "issuer_mismatch"),
        ("?code=c&state=ours&iss=https://auth.example", "taken", "taken"),
        ("?code=c&state=ours&iss=https://auth.example/", "issuer_mismatch", "issuer_mismatch"),
        ("?error=access_denied&state=ours", "authorization_error", "issuer_mismatch"),
        ("?error=access_denied&state=ours&iss=https://auth.example", "authorization_error", "authorization_error"),
        ("?error=access_denied&state=ours&iss=https://evil.example", "issuer_mismatch", "issuer_mismatch"),
    ] {
        assert_eq!(code(&always, response), expected, "{response}"); // S24
        assert_eq!(code(&client(&json!({})), response), sometimes, "{response}"); // S24
    }
    let nobody = client(&json!({ "issuer": null }));
    assert_eq!(code(&nobody, "?code=c&state=ours&iss=https://evil.example"), "taken", "no issuer is configured"); // S24
}
