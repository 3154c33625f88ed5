//! `authorization_responses.json` through `parseAuthorizationResponse`, which is given the address as a string.

use crate::exports::{build_authorize_url, parse_authorization_response};
use crate::rows::{Comparison, expected_of_export, padding, rows, text_of, with_short_padding};
use crate::support::{code, json_of, value_of};
use serde_json::{Value as Json, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::app::provider;

fn seen(row: &Json) -> Json {
    let url = text_of(row, "url");
    let padding = padding(row, url);
    match parse_authorization_response([url, &padding].concat().into(), value_of(&provider(row))) {
        Ok(response) => with_short_padding(json_of(&response), &padding),
        refused => code(refused).into(),
    }
}

#[wasm_bindgen_test]
fn every_row_is_read() {
    let mut comparison = Comparison::new("authorization_responses");
    for row in rows("authorization_responses") {
        comparison.add(row, expected_of_export(row), &seen(row));
    }
    comparison.finish();
}

#[wasm_bindgen_test]
fn every_provider_is_accepted() {
    for row in rows("providers") {
        let request = json!({ "provider": row["settings"], "clientId": "our-app", "scope": "a", "state": "s",
            "redirectUri": "https://app.example/callback" });
        let url = build_authorize_url(value_of(&request)).expect("the provider is good").as_string().unwrap();
        let endpoint = row["settings"]["authorizationEndpoint"].as_str().unwrap_or("https://api.coolsms.co.kr/");
        assert!(url.starts_with(endpoint), "{url}");
    }
}
