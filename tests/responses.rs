//! Authorization responses as providers, broken proxies and attackers send them: `vectors/authorization_responses.json`
//! and `vectors/expires_in.json`.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::functions::parse_response;
use coolsms_oauth2::protocol::{form, response};
use serde_json::{Value as Json, json};
use support::vectors::{check, provider, rows, settings, text_of};
use support::{Native, json, value};

/// The address of a row, and the padding that stands at its end.
fn padded(row: &Json) -> (String, String) {
    let url = text_of(row, "url");
    let length = row["padded_to"].as_u64().map_or(0, |length| length as usize);
    let padding = "a".repeat(length.saturating_sub(url.len()));
    ([url, &padding].concat(), padding)
}

/// What an app sees of the response in a row, or the code of its refusal. Padding is written `PAD`.
fn seen(row: &Json) -> Json {
    let (url, padding) = padded(row);
    let provider = value(&settings(text_of(row, "provider")));
    let mut seen = match parse_response(&url, &provider, &Native) {
        Ok(response) => json(&response),
        Err(error) => error.code.as_str().into(),
    };
    if !padding.is_empty() && seen["accessToken"] == padding {
        seen["accessToken"] = json!("PAD");
    }
    seen
}

#[test]
fn every_response_is_read_as_its_row_says() {
    check("authorization_responses", 80, seen);
}

#[test]
fn the_providers_of_the_vectors_are_good_and_all_used() {
    let responses = rows("authorization_responses", 80);
    for row in rows("providers", 10) {
        let name = text_of(&row, "name");
        assert_eq!(provider(name).id(), name);
        assert!(name == "jwt" || responses.iter().any(|response| response["provider"] == name), "{name} is unused");
    }
}

#[test]
fn a_response_is_refused_by_its_length_before_anything_else() {
    let long = ["#token_type=Bearer&token_type=mac&access_token=%ZZ", &"a".repeat(response::MAX_BYTES)].concat();
    let error = response::parse(&long, &provider("strict")).unwrap_err(); // S25
    assert_eq!(error.code.as_str(), "response_too_large");
}

#[test]
fn every_lifetime_has_its_outcome() {
    check("expires_in", 15, |row| {
        let mut url = String::from("https://app.example/callback?access_token=t&token_type=Bearer");
        if let Some(lifetime) = row["value"].as_str() {
            form::append(&mut url, row["parameter"].as_str().unwrap_or("expires_in"), lifetime);
        }
        let response = response::parse(&url, &provider("in-query")).unwrap().unwrap();
        json!(response.expires_in()) // S21
    });
}

#[test]
fn expires_in_goes_before_its_other_name() {
    let url = "#access_token=t&token_type=Bearer&expires=9&expires_in=7";
    let response = response::parse(url, &provider("strict")).unwrap().unwrap();
    assert_eq!(response.expires_in(), Some(7.0));
}

#[test]
fn the_debug_text_of_a_response_is_no_leak() {
    let url = "#access_token=secret&token_type=Bearer&refresh_token=secret2&own=secret3";
    let response = response::parse(url, &provider("strict")).unwrap().unwrap();
    assert_eq!(response.get("access_token"), Some("secret"));
    assert!(!format!("{response:?}").contains("secret")); // S38
}
