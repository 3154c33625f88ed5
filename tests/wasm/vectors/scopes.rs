//! The rows of `scopes.json` about what an app asks for, through `buildAuthorizeUrl`.

use crate::exports::build_authorize_url;
use crate::rows::{Comparison, expected, rows};
use crate::support::{code_and_field, value_of};
use serde_json::{Value as Json, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::app::provider;

fn asked(row: &Json) -> Json {
    let request = json!({ "provider": provider(row), "clientId": "our-app", "state": "s", "responseType": "token",
        "redirectUri": "https://app.example/callback", "scope": row["ask"] });
    match build_authorize_url(value_of(&request)) {
        Ok(url) => match web_sys::Url::new(&url.as_string().unwrap()).unwrap().search_params().get("scope") {
            Some(scope) => json!({ "scope": scope }),
            None => json!({}),
        },
        Err(error) => match code_and_field(&error) {
            (code, field) if (code.as_str(), field.as_str()) == ("invalid_request", "scope") => json!("refused"),
            other => json!(other),
        },
    }
}

#[wasm_bindgen_test]
fn every_requested_scope_is_sent_or_refused() {
    let mut comparison = Comparison::new("scopes");
    for row in rows("scopes").iter().filter(|row| row.get("ask").is_some()) {
        comparison.add(row, expected(row), &asked(row));
    }
    comparison.finish();
}
