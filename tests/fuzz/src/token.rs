//! What comes with a token and with an API's answer, and what storage may hold: the payload of a JWT, an opaque token, the
//! body of an error, a stored session.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use coolsms_oauth2::client::api_error;
use coolsms_oauth2::client::session::Session;
use coolsms_oauth2::protocol::chars::is_scope_char;
use coolsms_oauth2::protocol::pending::Pending;
use coolsms_oauth2::protocol::provider::Provider;
use coolsms_oauth2::protocol::response::{self, MAX_LIFETIME};
use coolsms_oauth2::protocol::token::{Known, learn};
use coolsms_oauth2::protocol::{Code, Platform, Result, form};
use serde_json::{Value as Json, json};

use crate::support::app::{NOW, REDIRECT_URI, our_binding, told, use_state};
use crate::support::{Native, json, shown, value};

const CLIENT_ID: &str = "our-app";

/// Reads the text as each of them.
pub fn check(text: &str) {
    for (settings, claim) in [
        (Json::Null, "clientId"),
        (
            json!({ "id": "jwt", "authorizationEndpoint": "https://auth.example/authorize", "responseType": "token",
                "defaultTokenType": "Bearer", "jwtAccessToken": { "scope": "scp", "clientId": "azp" } }),
            "azp",
        ),
    ] {
        let provider = Provider::new(value(&settings), &Native).expect("it is good");
        as_payload(text, &provider, claim);
        let _ = known(text, &provider).map(|known| is_sensible(&known));
    }
    as_error_body(text);
    as_stored(text);
}

/// A JWT of that payload is accepted only where it names this client, or none.
fn as_payload(payload: &str, provider: &Provider, claim: &str) {
    let token = ["eyJhbGciOiJub25lIn0", &BASE64_URL_SAFE_NO_PAD.encode(payload), "c2ln"].join(".");
    let claims: Json = serde_json::from_str(payload).unwrap_or_default();
    let is_ours = claims[claim].is_null() || claims[claim] == CLIENT_ID;
    match known(&token, provider) {
        Ok(known) => {
            assert!(is_ours, "a token of another client was accepted: {claims}");
            is_sensible(&known);
        }
        Err(error) if error.code == Code::ResponseTooLarge => {}
        Err(error) => {
            assert_eq!((error.code, is_ours), (Code::ClientMismatch, false), "{claims}");
            assert!(!shown(&error).contains(&token), "the token is shown");
        }
    }
}

/// What the core reads from that token, in a response that says nothing else.
fn known(token: &str, provider: &Provider) -> Result<Known> {
    let mut url = String::from(REDIRECT_URI);
    form::append(&mut url, "access_token", token, &Native);
    let response = response::parse(&url.replacen('?', "#", 1), provider, &Native)?;
    assert_eq!(response.get("access_token").text(), token, "it is another token");
    learn(&response, "asked:for", CLIENT_ID, provider, &Native)
}

/// A lifetime is a number of seconds and never "forever"; a scope is made of scope words.
fn is_sensible(known: &Known) {
    assert!(known.lifetime_seconds.is_none_or(|seconds| seconds > 0.0 && seconds <= MAX_LIFETIME), "{known:?}");
    let scope = known.scope.as_deref().unwrap_or_default();
    assert!(scope.split(' ').all(|word| word.bytes().all(is_scope_char)), "{known:?}");
}

/// Code and message come through as they are, where they are strings, and nothing else does.
fn as_error_body(body: &str) {
    let read = api_error::read(body, &Native);
    let mut expected = json!({});
    let own: Json = serde_json::from_str(body).unwrap_or_default();
    for name in ["errorCode", "errorMessage"] {
        if own[name].is_string() {
            expected[name] = own[name].clone();
        }
    }
    assert_eq!(json(&read), expected);
}

/// Anything in storage is read without panic, and an app sees no token of it.
fn as_stored(text: &str) {
    let stored = Native.json(text);
    let mut pending = Pending::from_value(stored.clone());
    let _ = (pending.is_any_live(NOW), pending.knows("ours"), use_state(&mut pending, "ours", &our_binding(), NOW));
    let session = Session(stored);
    assert!(session.check(NOW).is_err() || !session.access_token().is_empty(), "a session without a token");
    assert!(told(&session).get("accessToken").is_null(), "the token is shown");
    let missing = session.missing("users:read cash:read");
    assert!(missing.items().iter().all(|scope| scope.is("users:read") || scope.is("cash:read")), "{missing:?}");
}
