//! `expires_in.json` through `parseAuthorizationResponse`.

use crate::exports::parse_authorization_response;
use crate::rows::{Comparison, expected, rows, settings};
use crate::support::{json_of, value_of};
use js_sys::encode_uri_component;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn every_row_is_read() {
    let mut comparison = Comparison::new("expires_in");
    for row in rows("expires_in") {
        let mut url = String::from("https://app.example/callback#access_token=t&token_type=Bearer");
        if let Some(lifetime) = row["value"].as_str() {
            let name = row["parameter"].as_str().unwrap_or("expires_in");
            url.extend(["&", name, "=", &String::from(encode_uri_component(lifetime))]);
        }
        let response = parse_authorization_response(url.into(), value_of(&settings("strict"))).expect("a response");
        comparison.add(row, expected(row), &json_of(&response)["expiresIn"]);
    }
    comparison.finish();
}
