//! `scopes.json`: scopes as apps write them, and what a grant lacks.

use coolsms_oauth2::protocol::form;
use serde_json::{Value as Json, json};

use crate::support::app::{authorize_url, config, missing, signed_in};
use crate::support::rows::{settings, text_of};
use crate::support::{Native, refusal};

pub(super) fn asked_or_missing(row: &Json) -> Json {
    if row.get("ask").is_some() { asked(row) } else { lacking(row) }
}

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
        form::append(&mut response, "scope", text_of(row, "granted"), &Native);
    }
    let fragment = response.replace("https://app.example/callback?", "#");
    let session = signed_in(&config, &fragment).expect("signed in");
    missing(&session, &row["needed"]).expect("the row needs a scope")
}
