//! `return_urls.json` through `signInWithRedirect`, from the row's page. A sign-in that is accepted would leave this
//! page, so its storage refuses it, and keeps what it was given: there the place stands.

use crate::exports::Client;
use crate::rows::{Comparison, expected, rows};
use crate::support::{code_and_field, get, settled, value_of};
use serde_json::{Value as Json, json};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::app::config;
use super::page::{Address, at_this_page};
use super::stand_in::StandIn;

/// A storage that refuses everything, and what it was given last.
fn refusing_storage() -> (StandIn, Rc<RefCell<String>>) {
    let given = Rc::new(RefCell::new(String::new()));
    let last = Rc::clone(&given);
    let set_item = Closure::<dyn Fn(String, String) -> Result<(), JsValue>>::new(move |_, text| {
        *last.borrow_mut() = text;
        Err(js_sys::Error::new("full").into())
    });
    let storage = get(&get(&js_sys::global(), "Storage"), "prototype");
    (StandIn::new(storage.unchecked_ref(), "setItem", &set_item.into_js_value()), given)
}

async fn place(row: &Json, client: &Client, given: &RefCell<String>) -> Json {
    let here = |text: &Json| text.as_str().map_or_else(|| text.clone(), |text| json!(at_this_page(text)));
    let options = json!({ "returnTo": here(&row["returnTo"]) });
    let error = settled(client.sign_in_with_redirect(value_of(&options))).await.expect_err("no sign-in starts here");
    let (code, field) = code_and_field(&error);
    match (code.as_str(), field.as_str()) {
        ("invalid_request", "returnTo") => json!("refused"),
        ("storage_unavailable", "") => {
            let records: Json = serde_json::from_str(&given.borrow()).expect("JSON");
            records.as_array().and_then(|records| records.last()).map_or(Json::Null, |last| last["returnTo"].clone())
        }
        other => json!(other),
    }
}

#[wasm_bindgen_test]
async fn every_return_url_of_the_vectors_leads_where_its_row_says_or_is_refused() {
    let client = Client::new(value_of(&config("return-urls", &json!({})))).expect("the configuration is good");
    let mut comparison = Comparison::new("return_urls");
    {
        let page = Address::kept();
        let (_storage, given) = refusing_storage();
        for row in rows("return_urls") {
            page.show(&at_this_page(row["page"].as_str().unwrap_or("https://app.example/inbox?tab=2#top")));
            comparison.add(&row, expected(&row), &place(&row, &client, &given).await); // S28
        }
    }
    comparison.finish();
}
