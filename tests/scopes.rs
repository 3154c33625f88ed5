//! Scopes as apps write them, and what a grant lacks: `vectors/scopes.json`.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use serde_json::{Value as Json, json};
use support::app::{authorize_url, config, missing, signed_in};
use support::vectors::{check, settings, text_of};
use support::{Native, refusal};

/// The settings of the row's provider; null is CoolSMS.
fn provider(row: &Json) -> Json {
    row["provider"].as_str().map_or(Json::Null, settings)
}

/// What the authorization request says of the scope that the row asks for.
fn asked(row: &Json) -> Json {
    let request = json!({ "provider": provider(row), "clientId": "our-app", "redirectUri": "https://app.example/callback",
        "responseType": "token", "state": "s", "scope": row["ask"] });
    let url = match authorize_url(&request) {
        Ok(url) => url::Url::parse(&url).expect("a URL"),
        Err(error) => {
            assert_eq!(refusal::<()>(Err(error)), ("invalid_request", "scope".into()), "{}", row["name"]);
            return json!("refused");
        }
    };
    let scope = url.query_pairs().filter(|(name, _)| name == "scope");
    Json::Object(scope.map(|(name, scope)| (name.into(), scope.into())).collect())
}

/// What a session lacks, after a response that grants what the row says.
fn lacking(row: &Json) -> Json {
    let config = config(&json!({ "provider": provider(row) })).expect("the row's client is good");
    let mut response = String::from("https://app.example/callback?access_token=t&token_type=Bearer&state=ours");
    if row["granted"].is_string() {
        coolsms_oauth2::protocol::form::append(&mut response, "scope", text_of(row, "granted"), &Native);
    }
    let fragment = response.replace("https://app.example/callback?", "#");
    let session = signed_in(&config, &fragment).expect("signed in");
    missing(&session, &row["needed"]).expect("the row needs a scope")
}

#[test]
fn every_scope_is_asked_for_refused_or_found_missing_as_its_row_says() {
    check("scopes", |row| if row.get("ask").is_some() { asked(row) } else { lacking(row) }); // S8, S22, S35
}
