//! The rows of `tests/vectors`, run through the functions that JavaScript calls, in a real browser. What the native tests
//! show of the rules, these show of the module with the browser's own URL parser and codecs.
//!
//! Those of `callbacks.json` and `api_origins.json` run with the package around the module: `tests/page`.

use crate::rows::{difference, expected_of_export, padding, rows, settings, text_of, with, with_short_padding};
use crate::support::{code, code_and_field, js, json};
use coolsms_oauth2::browser::standalone::{build_authorize_url, generate_state, parse_authorization_response};
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Url;

const CALLBACK: &str = "https://app.example/callback";

/// The settings of a row's provider; null is CoolSMS.
fn provider(row: &Json) -> Json {
    row["provider"].as_str().map_or(Json::Null, settings)
}

/// The authorization request of the rows' app, some members replaced.
fn built(changes: &Json) -> Result<Url, JsValue> {
    let usual = json!({ "clientId": "our-app", "scope": "a", "state": "s", "redirectUri": CALLBACK });
    build_authorize_url(js(&with(usual, changes))).map(|url| Url::new(&url.as_string().unwrap()).unwrap())
}

/// `refused`, where it is for this member.
fn refused<T>(result: Result<T, JsValue>, member: &str) -> Json {
    match code_and_field(result) {
        (code, field) if code == "invalid_request" && field == member => json!("refused"),
        other => json!(other),
    }
}

fn compare(rows: impl IntoIterator<Item = &'static Json>, found: impl Fn(&'static Json) -> Json) {
    let differences: Vec<_> =
        rows.into_iter().map(|row| difference(row, expected_of_export(row), &found(row))).collect();
    let wrong: Vec<_> = differences.iter().flatten().map(String::as_str).collect();
    assert!(!differences.is_empty() && wrong.is_empty(), "of {} rows:\n{}", differences.len(), wrong.join("\n"));
}

#[wasm_bindgen_test]
fn every_response_is_read() {
    compare(rows("authorization_responses"), |row| {
        let url = text_of(row, "url");
        let padding = padding(row, url);
        match parse_authorization_response([url, &padding].concat().into(), js(&provider(row))) {
            Ok(response) => with_short_padding(json(&response), &padding),
            refused => code(refused).into(),
        }
    });
}

/// Nobody here knows the page that a response is for, so that only rows whose address is of the row's page are decided.
#[wasm_bindgen_test]
fn every_redirect_uri_is_sent_byte_for_byte_or_refused() {
    let of_its_page = |row: &&Json| {
        let page = row["page"].as_str().unwrap_or("https://app.example");
        Url::new(text_of(row, "redirectUri")).is_ok_and(|url| url.origin() == page)
    };
    compare(rows("redirect_uris").iter().filter(of_its_page), |row| {
        let stated = generate_state(js(&json!({ "clientId": "our-app", "redirectUri": row["redirectUri"] })));
        let sent =
            built(&json!({ "redirectUri": row["redirectUri"] })).map(|url| url.search_params().get("redirect_uri"));
        match (sent, stated) {
            (Ok(sent), Ok(_)) if sent.as_deref() == row["redirectUri"].as_str() => json!("accepted"),
            (Err(error), Err(_)) => refused::<()>(Err(error), "redirectUri"),
            other => json!(format!("{other:?}")),
        }
    });
}

#[wasm_bindgen_test]
fn every_requested_scope_is_sent_or_refused() {
    compare(rows("scopes").iter().filter(|row| row.get("ask").is_some()), |row| {
        match built(&json!({ "provider": provider(row), "responseType": "token", "scope": row["ask"] })) {
            Ok(url) => url.search_params().get("scope").map_or(json!({}), |scope| json!({ "scope": scope })),
            error => refused(error, "scope"),
        }
    });
}
