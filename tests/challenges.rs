//! `WWW-Authenticate` as servers send it: `vectors/www_authenticate.json`; and what an answer means by it.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::call::judge;
use coolsms_oauth2::protocol::challenge::bearer;
use coolsms_oauth2::protocol::{Error, Value};
use serde_json::{Map, Value as Json, json};
use support::vectors::{check, text_of};
use support::{app::words, detail};

#[test]
fn every_challenge_is_read_as_its_row_says() {
    check("www_authenticate", |row| {
        let challenge = bearer(text_of(row, "header"));
        let members = [("error", challenge.error), ("scope", challenge.scope)];
        let said = members.into_iter().filter(|(_, text)| !text.is_empty());
        let said = Json::Object(said.map(|(name, text)| (name.to_owned(), json!(text))).collect::<Map<_, _>>());
        let mut meant = row["expect"].as_object().cloned().unwrap_or_default();
        meant.retain(|_, text| text != "");
        // To this client a challenge that says nothing is as good as none, and an empty value as good as no value.
        if said == Json::Object(meant) { row["expect"].clone() } else { said }
    });
}

fn code(result: &Result<(), Error>) -> &'static str {
    result.as_ref().map_or_else(|error| error.code.as_str(), |()| "for the app")
}

#[test]
fn an_answer_means_what_status_and_challenge_say() {
    let (expired, narrow) = (r#"Bearer error="invalid_token""#, r#"Bearer error="insufficient_scope", scope="a b""#);
    let cases = [
        (200, None, "for the app"),
        (200, Some(narrow), "for the app"),
        (400, Some(narrow), "for the app"),
        (402, None, "for the app"),
        (403, None, "for the app"),
        (403, Some(expired), "for the app"),
        (403, Some(narrow), "insufficient_scope"),
        (404, Some(narrow), "for the app"),
        (500, Some(expired), "for the app"),
        (503, None, "for the app"),
        (401, None, "unauthorized"),
        (401, Some(""), "unauthorized"),
        (401, Some("Basic realm=x"), "unauthorized"),
        (401, Some(expired), "unauthorized"),
        (401, Some(narrow), "insufficient_scope"),
        (401, Some(r#"Basic error="insufficient_scope""#), "unauthorized"),
    ];
    for (status, challenge, expected) in cases {
        assert_eq!(code(&judge(status, challenge.unwrap_or_default())), expected, "{status} {challenge:?}"); // S35, S39
    }
}

#[test]
fn a_challenge_for_more_scope_names_it_and_the_status() {
    let error = judge(403, r#"Bearer error="insufficient_scope", scope="message:write users:read""#).unwrap_err();
    assert_eq!(detail(&error, "missingScopes"), Some(&words(&["message:write", "users:read"]))); // S35
    assert_eq!(detail(&error, "status"), Some(&Value::Number(403.0)));
    let nameless = judge(401, r#"Bearer error="insufficient_scope""#).unwrap_err();
    assert_eq!(detail(&nameless, "missingScopes"), Some(&words(&[])));
}
