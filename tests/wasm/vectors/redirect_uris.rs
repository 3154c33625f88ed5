//! `redirect_uris.json`. `openClient` compares with this page, so that the rows' origin is mapped to it; for a row
//! with a page of its own, `buildAuthorizeUrl` applies all rules but that one, to the address as the row has it. That
//! it is sent byte for byte, too, shows in `buildAuthorizeUrl` alone: a client leaves the page to say it.

use crate::exports::{build_authorize_url, open_client};
use crate::rows::{Comparison, expected, rows, text_of};
use crate::support::{code_and_field, origin, value_of};
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::app::config;
use super::page::at_this_page;

fn outcome<T>(result: Result<T, JsValue>, refusal: &str) -> Json {
    match result.map_err(|error| code_and_field(&error)) {
        Ok(_) => json!("accepted"),
        Err((code, field)) if code == refusal && field == "redirectUri" => json!("refused"),
        Err(other) => json!(other),
    }
}

fn built(row: &Json) -> Result<JsValue, JsValue> {
    let request = json!({ "clientId": "our-app", "scope": "a", "state": "s", "redirectUri": row["redirectUri"] });
    build_authorize_url(value_of(&request))
}

/// Whether the row's address is of the row's page: then nothing but its form can be wrong with it.
fn is_of_its_page(row: &Json) -> bool {
    web_sys::Url::new(text_of(row, "redirectUri")).is_ok_and(|url| row["page"] == url.origin())
}

#[wasm_bindgen_test]
fn every_row_is_accepted_or_refused() {
    let mut comparison = Comparison::new("redirect_uris");
    for row in rows("redirect_uris") {
        let found = if is_of_its_page(row) {
            outcome(built(row), "invalid_request")
        } else {
            let here = at_this_page(text_of(row, "redirectUri"));
            let config = config("redirect-uris", &json!({ "redirectUri": here }));
            outcome(open_client(value_of(&config), &origin()), "invalid_config")
        };
        comparison.add(row, expected(row), &found);
    }
    comparison.finish();
}

#[wasm_bindgen_test]
fn accepted_row_is_sent_byte_for_byte() {
    let mut comparison = Comparison::new("redirect_uris");
    for row in rows("redirect_uris").iter().filter(|row| row["expect"] == "accepted") {
        let url = web_sys::Url::new(&built(row).expect("it is accepted").as_string().unwrap()).unwrap();
        comparison.add(row, &row["redirectUri"], &json!(url.search_params().get("redirect_uri")));
    }
    comparison.finish();
}
