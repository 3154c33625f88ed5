//! `api_origins.json` through `permitCall`, which gives a request its token or refuses: for a client with the row's
//! origins, and for a call that names them itself.

use crate::exports::{open_client, permit_call};
use crate::rows::{Comparison, expected_of_export, rows, text_of};
use crate::support::{code_and_field, origin, value_of};
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::app::config;

/// What came of a call, together with what its request then carries: the token, or nothing.
fn outcome(target: &str, config: JsValue, options: JsValue) -> Json {
    // What is no URL to `Request`, or has a user name, is refused by the browser: `invalid_request`.
    let Ok(request) = web_sys::Request::new_with_str(target) else { return json!("invalid_request") };
    let session = value_of(&json!({ "accessToken": "t" }));
    let result = permit_call(config, session, Clone::clone(&request), options);
    let header = request.headers().get("Authorization").unwrap();
    match result {
        Ok(_) if header.as_deref() == Some("Bearer t") => json!("allowed"),
        Err(error) if header.is_none() => json!(code_and_field(&error).0),
        _ => json!(header),
    }
}

fn called(row: &Json) -> Json {
    let changes = json!({ "apiOrigins": row["apiOrigins"] });
    let client = match open_client(value_of(&config("api-origins", &changes)), &origin()) {
        Ok(client) => client,
        Err(error) => {
            let (code, field) = code_and_field(&error);
            return if field == "apiOrigins" { json!(code) } else { json!([code, field]) };
        }
    };
    let target = text_of(row, "target");
    let by_client = outcome(target, client, JsValue::UNDEFINED);
    let alone = outcome(target, value_of(&json!({})), value_of(&without_null(changes)));
    if by_client == alone { alone } else { json!([by_client, alone]) }
}

fn without_null(mut members: Json) -> Json {
    members.as_object_mut().expect("an object").retain(|_, member| !member.is_null());
    members
}

#[wasm_bindgen_test]
fn every_row_decides_where_token_goes() {
    let mut comparison = Comparison::new("api_origins");
    for row in rows("api_origins") {
        comparison.add(row, expected_of_export(row), &called(row));
    }
    comparison.finish();
}
