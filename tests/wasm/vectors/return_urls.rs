//! `return_urls.json` through `startSignIn`, from the row's page: the stored record says where the user comes back.

use crate::exports::{open_client, start_sign_in};
use crate::rows::{Comparison, expected, rows};
use crate::support::{PENDING, code_and_field, origin, storage, value_of};
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::app::config;
use super::page::at_this_page;

fn place(row: &Json, client: &JsValue) -> Json {
    let here = |text: &Json| text.as_str().map_or_else(|| text.clone(), |text| json!(at_this_page(text)));
    let options = json!({ "returnTo": here(&row["returnTo"]) });
    let page = at_this_page(row["page"].as_str().unwrap_or("https://app.example/inbox?tab=2#top"));
    match start_sign_in(client.clone(), value_of(&options), &page) {
        Ok(_) => {
            let stored = storage().get_item(PENDING).unwrap().expect("it is remembered");
            let records: Json = serde_json::from_str(&stored).expect("JSON");
            records.as_array().and_then(|records| records.last()).map_or(Json::Null, |last| last["returnTo"].clone())
        }
        Err(error) => match code_and_field(&error) {
            (code, field) if (code.as_str(), field.as_str()) == ("invalid_request", "returnTo") => json!("refused"),
            other => json!(other),
        },
    }
}

#[wasm_bindgen_test]
fn every_row_is_stored_or_refused() {
    let config = value_of(&config("return-urls", &json!({})));
    let client = open_client(config, &origin()).expect("the configuration is good");
    let mut comparison = Comparison::new("return_urls");
    for row in rows("return_urls") {
        comparison.add(row, expected(row), &place(row, &client));
    }
    comparison.finish();
}
