//! `api_origins.json` through `createClient` and its `fetch`, and through `callApi`. Nothing is really sent: a function
//! in the place of the browser's `fetch` answers, and keeps what it was to send.

use crate::exports::{Client, call_api};
use crate::rows::{Comparison, expected_of_export, rows, text_of};
use crate::support::{code_and_field, settled, value_of};
use js_sys::Promise;
use serde_json::{Value as Json, json};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::app::{config, sign_in};
use super::stand_in::StandIn;

const CLIENT_ID: &str = "api-origins";

/// The `Authorization` headers of what was sent.
type Sent = Rc<RefCell<Vec<Option<String>>>>;

fn answering_fetch() -> (StandIn, Sent) {
    let sent = Sent::default();
    let all = Rc::clone(&sent);
    let fetch = Closure::<dyn Fn(web_sys::Request) -> Promise>::new(move |request: web_sys::Request| {
        all.borrow_mut().push(request.headers().get("Authorization").unwrap());
        Promise::resolve(&JsValue::from(web_sys::Response::new().unwrap()))
    });
    (StandIn::new(js_sys::global().unchecked_ref(), "fetch", &fetch.into_js_value()), sent)
}

/// What came of a call, together with what was sent for it: the token once, or nothing at all.
async fn outcome(call: Promise, sent: &Sent) -> Json {
    let result = settled(call).await;
    let sent = sent.take();
    match result {
        Ok(_) if sent == [Some("Bearer t".into())] => json!("allowed"), // S31
        Err(error) if sent.is_empty() => json!(code_and_field(&error).0),
        _ => json!(sent),
    }
}

async fn called(row: &Json, sent: &Sent) -> Json {
    let changes = json!({ "apiOrigins": row["apiOrigins"] });
    let client = match Client::new(value_of(&config(CLIENT_ID, &changes))) {
        Ok(client) => client,
        Err(error) => {
            let (code, field) = code_and_field(&error);
            return if field == "apiOrigins" { json!(code) } else { json!([code, field]) };
        }
    };
    let target = JsValue::from(text_of(row, "target"));
    let by_client = outcome(client.fetch(target.clone(), JsValue::UNDEFINED), sent).await;
    let alone = outcome(call_api(target, "t".into(), value_of(&without_null(changes))), sent).await;
    if by_client == alone { alone } else { json!([by_client, alone]) }
}

fn without_null(mut members: Json) -> Json {
    members.as_object_mut().expect("an object").retain(|_, member| !member.is_null());
    members
}

#[wasm_bindgen_test]
async fn a_token_goes_where_the_row_of_the_vectors_says_and_nowhere_else() {
    let mut comparison = Comparison::new("api_origins");
    {
        let (_fetch, sent) = answering_fetch();
        sign_in(CLIENT_ID).await;
        for row in rows("api_origins") {
            comparison.add(&row, expected_of_export(&row), &called(&row, &sent).await); // S32
        }
    }
    comparison.finish();
}
