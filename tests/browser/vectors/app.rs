//! The rows' app as it is at this page.

use crate::exports::{Client, generate_state};
use crate::rows::settings;
use crate::support::{json_of, settled, value_of};
use serde_json::{Value as Json, json};

use super::page::{Address, at_this_page};

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

/// Signs the app in with the token `t`: every client of that id has the session.
pub(super) async fn sign_in(client_id: &str) {
    let client = Client::new(value_of(&config(client_id, &json!({})))).expect("the configuration is good");
    let binding = json!({ "clientId": client_id, "redirectUri": redirect_uri() });
    let state = generate_state(value_of(&binding)).expect("a state");
    let address = Address::kept();
    address.show(&[&redirect_uri(), "#access_token=t&state=", &state].concat());
    let result = settled(client.handle_redirect_callback()).await.expect("signed in");
    assert!(json_of(&result)["session"].is_object());
}
