//! Authorization responses as providers, broken proxies and attackers send them: `vectors/authorization_responses.json`
//! and `vectors/expires_in.json`.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::functions::parse_response;
use coolsms_oauth2::protocol::{form, response};
use serde_json::{Value as Json, json};
use support::vectors::{check, padding, provider, rows, settings, text_of, with_short_padding};
use support::{Native, json, value};

/// What an app sees of the response in a row, or the code of its refusal.
fn seen(row: &Json) -> Json {
    let padding = padding(row, text_of(row, "url"));
    let provider = value(&settings(text_of(row, "provider")));
    match parse_response(&[text_of(row, "url"), &padding].concat(), provider, &Native) {
        Ok(response) => with_short_padding(json(&response), &padding),
        Err(error) => error.code.as_str().into(),
    }
}

#[test]
fn every_response_is_read_as_its_row_says() {
    check("authorization_responses", seen);
}

#[test]
fn the_providers_of_the_vectors_are_good_and_all_used() {
    let responses = rows("authorization_responses");
    for row in rows("providers") {
        let name = text_of(&row, "name");
        assert_eq!(provider(name).get("id").text(), name);
        assert!(name == "jwt" || responses.iter().any(|response| response["provider"] == name), "{name} is unused");
    }
}

#[test]
fn a_response_is_refused_by_its_length_before_anything_else() {
    let long = ["#token_type=Bearer&token_type=mac&access_token=%ZZ", &"a".repeat(response::MAX_BYTES)].concat();
    let error = response::parse(&long, &provider("strict"), &Native).unwrap_err(); // S25
    assert_eq!(error.code.as_str(), "response_too_large");
}

#[test]
fn every_lifetime_has_its_outcome() {
    check("expires_in", |row| {
        let mut url = String::from("https://app.example/callback?access_token=t&token_type=Bearer");
        if let Some(lifetime) = row["value"].as_str() {
            form::append(&mut url, row["parameter"].as_str().unwrap_or("expires_in"), lifetime, &Native);
        }
        let response = response::parse(&url, &provider("in-query"), &Native).unwrap();
        json!(response.expires_in()) // S21
    });
}

#[test]
fn expires_in_goes_before_its_other_name() {
    let url = "#access_token=t&token_type=Bearer&expires=9&expires_in=7";
    let response = response::parse(url, &provider("strict"), &Native).unwrap();
    assert_eq!(response.expires_in(), Some(7.0));
}

#[test]
fn the_debug_text_of_a_response_is_no_leak() {
    let url = "#access_token=secret&token_type=Bearer&refresh_token=secret2&own=secret3";
    let response = response::parse(url, &provider("strict"), &Native).unwrap();
    assert_eq!(response.get("access_token").text(), "secret");
    assert_eq!(format!("{response:?}"), "Response"); // S38
}
