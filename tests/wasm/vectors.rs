//! The rows of `tests/vectors`, run through the functions that JavaScript calls, in a real browser. What the native tests
//! show of the rules, these show of the module with the browser's own URL parser and codecs.
//!
//! Rows about a client (`callbacks.json`, `return_urls.json`, what was granted in `scopes.json`) need the package around
//! the module: `tests/page`.

use crate::rows::{Comparison, expected, expected_of_export, padding, rows, settings, text_of, with_short_padding};
use crate::support::{call, code, code_and_field, js, json, with};
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

fn compare(file: &str, rows: impl IntoIterator<Item = &'static Json>, found: impl Fn(&'static Json) -> Json) {
    let mut comparison = Comparison::new(file);
    for row in rows {
        comparison.add(row, expected_of_export(row), &found(row));
    }
    comparison.finish();
}

#[wasm_bindgen_test]
fn every_response_is_read() {
    compare("authorization_responses", rows("authorization_responses"), |row| {
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
    compare("redirect_uris", rows("redirect_uris").iter().filter(of_its_page), |row| {
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
    compare("scopes", rows("scopes").iter().filter(|row| row.get("ask").is_some()), |row| {
        match built(&json!({ "provider": provider(row), "responseType": "token", "scope": row["ask"] })) {
            Ok(url) => url.search_params().get("scope").map_or(json!({}), |scope| json!({ "scope": scope })),
            error => refused(error, "scope"),
        }
    });
}

#[wasm_bindgen_test]
async fn every_row_decides_where_token_goes() {
    let mut comparison = Comparison::new("api_origins");
    for row in rows("api_origins") {
        let target = row["target"].as_str().unwrap_or("https://api.coolsms.co.kr/");
        let init = row.get("apiOrigins").map_or(Json::Null, |listed| json!({ "apiOrigins": listed }));
        let (sent, result) = call("return Promise.resolve(new Response())", target, "t", &init).await;
        let token = sent.and_then(|request| request.headers().get("Authorization").unwrap());
        let found = match (result.map_err(|error| code_and_field(Err::<(), _>(error))), token.as_deref()) {
            (Ok(_), Some("Bearer t")) => json!("allowed"),
            // An argument here, a setting of a client elsewhere.
            (Err((_, field)), None) if field == "apiOrigins" => json!("invalid_config"),
            (Err((code, _)), None) => json!(code),
            other => json!(format!("{other:?}")),
        };
        comparison.add(row, expected(row), &found);
    }
    comparison.finish();
}
