//! The rows' app as it is at this page.

use crate::rows::settings;
use serde_json::{Value as Json, json};

use super::page::at_this_page;

/// Where its responses arrive.
fn redirect_uri() -> String {
    at_this_page("https://app.example/callback")
}

/// The settings of a row's provider; null is CoolSMS.
pub(super) fn provider(row: &Json) -> Json {
    row["provider"].as_str().map_or(Json::Null, settings)
}

/// A configuration of the app, some members replaced.
pub(super) fn config(client_id: &str, changes: &Json) -> Json {
    let mut config = json!({ "clientId": client_id, "redirectUri": redirect_uri(), "scope": "users:read cash:read" });
    let changes = changes.as_object().expect("an object").clone();
    config.as_object_mut().expect("an object").extend(changes);
    config
}
