//! `scopes.json`: scopes as apps write them, and what a grant lacks.

use serde_json::{Value as Json, json};
use url::form_urlencoded::byte_serialize;

use crate::support::app::{authorize_url, client_of, missing, parameter, signed_in};
use crate::support::refusal;
use crate::support::rows::settings;

pub(super) fn asked_or_missing(row: &Json) -> Json {
    let provider = row["provider"].as_str().unwrap_or("coolsms");
    if row.get("ask").is_some() { asked(row, provider) } else { lacking(row, provider) }
}

/// What the authorization request says of the scope that the row asks for.
fn asked(row: &Json, provider: &str) -> Json {
    let url = authorize_url(&json!({ "provider": settings(provider), "responseType": "token", "scope": row["ask"] }));
    let Ok(url) = url else {
        assert_eq!(refusal(&url), ("invalid_request", "scope"), "{}", row["name"]);
        return json!("refused");
    };
    let scope = parameter(url.as_str().expect("a URL"), "scope");
    Json::Object(scope.into_iter().map(|scope| ("scope".into(), scope.into())).collect())
}

/// What a session lacks, after a response that grants what the row says.
fn lacking(row: &Json, provider: &str) -> Json {
    let mut response = String::from("#access_token=t&token_type=Bearer&state={ours}");
    if let Some(granted) = row["granted"].as_str() {
        response.push_str("&scope=");
        response.extend(byte_serialize(granted.as_bytes()));
    }
    missing(&signed_in(&client_of(provider), &response), &row["needed"]).expect("the row needs a scope")
}
