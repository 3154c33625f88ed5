//! The code grant: its authorization request, and what its callback passes on to the token endpoint.

use crate::case::cases;
use crate::support::app::{NOW, REDIRECT_URI, config, merge};
use crate::support::{Native, address};
use coolsms_oauth2::client::callback::{Arrival, Outcome, receive};
use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::client::sign_in::{Here, start};
use coolsms_oauth2::protocol::pending::{POPUP, Pending, SignIn};
use coolsms_oauth2::protocol::{Error, Value};
use serde_json::{Value as Json, json};

cases! {
    [S1 S7] request_has_s256_challenge_without_verifier,
    [] popup_has_no_return_url,
    [S7] code_is_passed_on_with_its_verifier,
    [S7 S47] used_state_keeps_no_verifier,
    [S16] token_instead_of_code_is_refused,
    [S24] issuer_is_compared_in_codes_and_errors,
}

const ISSUER: &str = "https://auth.example";

fn client(changes: &Json) -> Config {
    let mut provider = json!({ "id": "p", "issuer": ISSUER, "authorizationEndpoint": "https://auth.example/authorize",
        "tokenEndpoint": "https://auth.example/token" });
    merge(&mut provider, changes);
    config(&json!({ "provider": provider })).expect("it is valid")
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

fn request_has_s256_challenge_without_verifier() {
    let (sign_in, url) = started(&client(&json!({})), "ours");
    let asked = address(&url).href;
    let url = url::Url::parse(&asked).expect("a URL");
    let parameter =
        |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
    assert_eq!(parameter("response_type").as_deref(), Some("code"));
    assert_eq!(parameter("code_challenge").as_deref(), Some("ch4llenge"));
    assert_eq!(parameter("code_challenge_method").as_deref(), Some("S256"));
    assert!(!asked.contains("v3rifier") && sign_in.get("verifier").is("v3rifier"));
}

fn popup_has_no_return_url() {
    let (sign_in, url) = started(&client(&json!({})), &[POPUP, "abc"].concat());
    assert!(url.contains("state=popup-abc"), "{url}");
    assert_eq!(sign_in.get("returnTo"), &Value::Null);
    assert_eq!(started(&client(&json!({})), "abc").0.get("returnTo").text(), "/inbox");
}

fn code_is_passed_on_with_its_verifier() {
    let result = arrived(&client(&json!({})), "?code=c0de&state=ours").expect("it is valid");
    let code = result.get("code");
    assert_eq!((code.get("code").text(), code.get("verifier").text()), ("c0de", "v3rifier"));
    assert_eq!(result.get("returnTo").text(), "/inbox");
    assert_eq!(result.get("session"), &Value::Null, "there is none yet");
}

fn used_state_keeps_no_verifier() {
    let mut sign_in = SignIn(started(&client(&json!({})), "ours").0);
    let was = sign_in.0.clone();
    assert!(was.get("verifier").is("v3rifier") && was.get("returnTo").is("/inbox"));
    assert_eq!(sign_in.end(), was);
    let mut left: Vec<&str> = sign_in.0.members().iter().map(|(name, _)| name.as_str()).collect();
    left.sort_unstable();
    let kept = ["clientId", "issuedAt", "provider", "redirectUri", "responseType", "spent", "state"];
    assert_eq!(left, kept, "neither the verifier nor the app's own");
    assert!(kept.iter().all(|name| *name == "spent" || sign_in.0.get(name) == was.get(name)));
}

fn token_instead_of_code_is_refused() {
    let error = arrived(&client(&json!({})), "#access_token=t&token_type=Bearer&state=ours").unwrap_err();
    assert_eq!(error.code.as_str(), "unexpected_response");
    assert_eq!(error.details.get("returnTo").text(), "/inbox");
}

fn issuer_is_compared_in_codes_and_errors() {
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
        assert_eq!(code(&always, response), expected, "{response}");
        assert_eq!(code(&client(&json!({})), response), sometimes, "{response}");
    }
    let nobody = client(&json!({ "issuer": null }));
    assert_eq!(code(&nobody, "?code=c&state=ours&iss=https://evil.example"), "taken", "no issuer is configured");
}
