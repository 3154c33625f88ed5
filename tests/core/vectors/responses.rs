//! `authorization_responses.json`, `expires_in.json`, `www_authenticate.json`, and the providers of the rows.

use coolsms_oauth2::protocol::challenge::bearer;
use coolsms_oauth2::protocol::provider::Provider;
use serde_json::Value as Json;
use url::form_urlencoded::byte_serialize;

use crate::support::app::parse_response;
use crate::support::rows::{padding, rows, settings, text_of, with_short_padding};
use crate::support::{answer, flow};

/// What an app sees of the response in a row, or the code of its refusal, which does not repeat a long one.
pub(super) fn response(row: &Json) -> Json {
    let padding = padding(row, text_of(row, "url"));
    let response = parse_response(&[text_of(row, "url"), &padding].concat(), &settings(text_of(row, "provider")));
    match response {
        Ok(response) => with_short_padding(response, &padding),
        Err(error) => {
            assert!(error.to_string().len() < 1000, "it repeats the response");
            error["code"].clone()
        }
    }
}

pub(super) fn lifetime(row: &Json) -> Json {
    let mut url = String::from("https://app.example/callback?access_token=t&token_type=Bearer");
    if let Some(lifetime) = row["value"].as_str() {
        url.extend(["&", row["parameter"].as_str().unwrap_or("expires_in"), "="]);
        url.extend(byte_serialize(lifetime.as_bytes()));
    }
    parse_response(&url, &settings("in-query")).expect("a response")["expiresIn"].clone()
}

/// A provider has no expectation of its own: it is accepted, and other rows use it.
pub(super) fn provider_is_valid(row: &Json) -> Json {
    let name = text_of(row, "name");
    assert_eq!(flow(Provider::check, &row["settings"]).expect("it is valid")["id"], name);
    let is_used = rows("authorization_responses").iter().any(|response| response["provider"] == name);
    assert!(is_used || name == "jwt", "no row uses it");
    Json::Null
}

pub(super) fn challenge(row: &Json) -> Json {
    let mut said = answer(bearer, &row["header"]).as_object().cloned().unwrap_or_default();
    said.retain(|name, text| ["error", "scope"].contains(&name.as_str()) && text != "");
    let mut meant = row["expect"].as_object().cloned().unwrap_or_default();
    meant.retain(|_, text| text != "");
    // This client treats a challenge without members like none, and an empty value like a missing one.
    if said == meant { row["expect"].clone() } else { said.into() }
}
