//! What comes with a token and with an API's answer, and what storage may hold: the payload of a JWT, an opaque token, the
//! body of an error, a stored session.

use std::sync::LazyLock;

use coolsms_oauth2::host::imports::{World, world};
use coolsms_oauth2::protocol::response::MAX_LIFETIME;
use serde_json::{Value as Json, json};

use crate::support::app::{
    NOW, REDIRECT_URI, api_error, client_of, generate_state, jwt, missing, ours, plain, receive, receive_tokens,
    session_of, store, token, verify_state,
};
use crate::support::{Outcome, code, read_json};

/// Clients whose tokens are JWTs, and the claim that names the client.
static CLIENTS: LazyLock<[(Json, &str); 2]> = LazyLock::new(|| [(plain(), "clientId"), (client_of("jwt"), "azp")]);

/// Reads the text as each of them.
pub fn check(text: &str) {
    world(|it| *it = World::default());
    for (client, claim) in CLIENTS.iter() {
        as_payload(text, client, claim);
        let _ = session(text, client).map(|session| is_sensible(&session));
    }
    as_error_body(text);
    as_stored(text);
}

/// A JWT of that payload is accepted only where it names this client, or none.
fn as_payload(payload: &str, client: &Json, claim: &str) {
    let token = jwt(&payload);
    let named = &read_json(payload)[claim];
    let is_ours = named.is_null() || named == "our-app";
    let outcome = session(&token, client);
    match code(&outcome) {
        "ok" => {
            assert!(is_ours, "a token of another client was accepted: {payload}");
            is_sensible(outcome.as_ref().expect("a session"));
        }
        "response_too_large" => {}
        code => {
            assert_eq!((code, is_ours), ("client_mismatch", false), "{payload}");
            assert!(!outcome.unwrap_err().to_string().contains(&token), "the token is shown");
        }
    }
}

/// The session that this token begins, in a response that says nothing else.
fn session(token: &str, client: &Json) -> Outcome {
    let session = session_of(client, &json!(["users:read"]), token, "")?;
    assert_eq!(session["accessToken"], token, "it is another token");
    Ok(session)
}

/// A lifetime is a number of seconds and never "forever"; a scope is made of scope words.
fn is_sensible(session: &Json) {
    let end = session["expiresAt"].as_f64().unwrap_or(NOW as f64 + 1.0);
    assert!(end > NOW as f64 && end <= NOW as f64 + MAX_LIFETIME * 1000.0, "{session}");
    for word in session["scope"].as_array().into_iter().flatten() {
        let is_scope_char = |byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        assert!(word.as_str().is_some_and(|word| word.bytes().all(is_scope_char)), "{session}");
    }
}

/// Code and message come through as they are, where they are strings, and nothing else does.
fn as_error_body(body: &str) {
    let own = read_json(body);
    let mut expected = json!({});
    for name in ["errorCode", "errorMessage"] {
        if own[name].is_string() {
            expected[name] = own[name].clone();
        }
    }
    assert_eq!(api_error(body), expected);
}

/// Anything in storage is read without panic, and grants nothing that it does not say.
fn as_stored(text: &str) {
    let (client, _) = &CLIENTS[0];
    for response in ["#access_token=t&state={ours}", "?code=c&state={ours}", "?error=e&state=stored"] {
        store(text);
        let _ = receive(client, &[REDIRECT_URI, response].concat());
    }
    store(text);
    let _ = verify_state(&ours(), &json!({}));
    store(text);
    assert_eq!(code(&generate_state(&json!({}))), "ok");

    let session = read_json(text);
    let is_session = session["accessToken"].as_str().is_some_and(|token| !token.is_empty());
    assert!(is_session || code(&token(&session, true)) == "login_required", "a session without a token");
    let missing = missing(&session, &json!("users:read cash:read")).expect("a scope");
    let words = missing.as_array().expect("words");
    assert!(words.iter().all(|scope| scope == "users:read" || scope == "cash:read"), "{missing:?}");
    let body = json!({ "access_token": "new", "token_type": "Bearer" }).to_string();
    let refreshed = receive_tokens(client, &json!({ "session": session }), 200, &body).expect("it is good");
    assert_eq!(refreshed["accessToken"], "new");
}
