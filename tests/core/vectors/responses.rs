//! `authorization_responses.json`, `expires_in.json`, `www_authenticate.json`, and the providers of the rows.

use coolsms_oauth2::client::functions::parse_response;
use coolsms_oauth2::protocol::challenge::bearer;
use coolsms_oauth2::protocol::{form, response};
use serde_json::{Map, Value as Json, json};

use crate::support::rows::{padding, rows, settings, text_of, with_short_padding};
use crate::support::{Native, json, provider, value};

/// What an app sees of the response in a row, or the code of its refusal.
pub(super) fn response(row: &Json) -> Json {
    let padding = padding(row, text_of(row, "url"));
    let provider = value(&settings(text_of(row, "provider")));
    match parse_response(&[text_of(row, "url"), &padding].concat(), provider, &Native) {
        Ok(response) => with_short_padding(json(&response), &padding),
        Err(error) => error.code.as_str().into(),
    }
}

pub(super) fn lifetime(row: &Json) -> Json {
    let mut url = String::from("https://app.example/callback?access_token=t&token_type=Bearer");
    if let Some(lifetime) = row["value"].as_str() {
        form::append(&mut url, row["parameter"].as_str().unwrap_or("expires_in"), lifetime, &Native);
    }
    let response = response::parse(&url, &provider("in-query"), &Native).expect("a response");
    json!(response.expires_in())
}

/// A provider has no expectation of its own: it is accepted, and other rows use it.
pub(super) fn provider_is_valid(row: &Json) -> Json {
    let name = text_of(row, "name");
    assert_eq!(provider(name).get("id").text(), name);
    let is_used = rows("authorization_responses").iter().any(|response| response["provider"] == name);
    assert!(is_used || name == "jwt", "no row uses it");
    Json::Null
}

pub(super) fn challenge(row: &Json) -> Json {
    let challenge = bearer(text_of(row, "header"));
    let members = [("error", challenge.error), ("scope", challenge.scope)];
    let said = members.into_iter().filter(|(_, text)| !text.is_empty());
    let said = Json::Object(said.map(|(name, text)| (name.to_owned(), json!(text))).collect::<Map<_, _>>());
    let mut meant = row["expect"].as_object().cloned().unwrap_or_default();
    meant.retain(|_, text| text != "");
    // This client treats a challenge without members like none, and an empty value like a missing one.
    if said == Json::Object(meant) { row["expect"].clone() } else { said }
}
