//! `callbacks.json`: what counts as a callback and what happens to it.

use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::protocol::pending::{Binding, Pending, SignIn};
use coolsms_oauth2::protocol::{Result, Value};
use serde_json::{Map, Value as Json, json};

use crate::support::app::{self, Accepted, MINUTE, NOW, arrive, binding, config, use_state};
use crate::support::rows::{self, padding, settings, text_of};
use crate::support::{json, value};

/// What a row expects: the outcome, whether the address is cleaned, and what remains stored.
pub(super) fn expected(row: &Json) -> Json {
    json!({ "outcome": rows::expected(row), "cleaned": row["cleaned"], "after": row["after"] })
}

/// What happened, in the same form.
pub(super) fn outcome_and_rest(row: &Json) -> Json {
    let records: Vec<Json> = row["pending"].as_array().expect("records").iter().map(|it| json(&record(it).0)).collect();
    let mut pending = Pending::from_value(value(&Json::Array(records)));
    let url = text_of(row, "url");
    let url = [url, &padding(row, url)].concat();
    let outcome = arrive(&client(row), &mut pending, &url, NOW);
    let is_cleaned = outcome.is_some();
    json!({ "outcome": told(outcome), "cleaned": is_cleaned, "after": remaining(&pending) })
}

/// The client of a row: the example app, with the provider and the redirect URI that the row names.
fn client(row: &Json) -> Config {
    let mut changes = json!({});
    if let Some(name) = row["provider"].as_str() {
        changes["provider"] = settings(name);
    }
    if !row["redirectUri"].is_null() {
        changes["redirectUri"] = row["redirectUri"].clone();
    }
    config(&changes).expect("the row's client is valid")
}

/// A record as a row writes it: a sign-in of the example app, started a minute ago, unless it says otherwise.
fn record(row: &Json) -> SignIn {
    let mut changes = row.clone();
    let members = changes.as_object_mut().expect("a record");
    members.retain(|name, _| ["clientId", "provider", "redirectUri", "responseType"].contains(&name.as_str()));
    let binding = binding(&changes);
    let started = NOW - row["minutesAgo"].as_f64().unwrap_or(1.0) * MINUTE;
    let mut record = SignIn::new(text_of(row, "state"), binding, "users:read cash:read", started, 600.0);
    record.0.set_text("returnTo", "/inbox?tab=2");
    record.0.set_text("appState", "{\"draft\":7}");
    if row["spent"] == true {
        record.0.set("spent", Value::Bool(true));
    }
    record
}

/// Each state that is still stored, and whether it is `live`, `spent` or `stale`.
fn remaining(pending: &Pending) -> Json {
    let records = pending.clone().into_value();
    let condition = |record: &Value| {
        let text = |name: &str| record.get(name).text();
        let binding = Binding::new(record, text("provider"), text("responseType"));
        let condition = match use_state(&mut pending.clone(), text("state"), &binding, NOW) {
            Ok(_) => "live",
            Err(error) if error.code.as_str() == "state_replayed" => "spent",
            Err(_) => "stale",
        };
        (text("state").to_owned(), json!(condition))
    };
    Json::Object(records.items().iter().map(condition).collect())
}

/// What the app is told.
fn told(outcome: Option<Result<Accepted>>) -> Json {
    let mut told = Map::new();
    match outcome {
        None => return Json::Null,
        Some(Ok((session, place))) => {
            let lifetime = app::told(&session).get("expiresAt").as_number().map(|end| (end - NOW) / 1000.0);
            told.insert("outcome".into(), json!("signed_in"));
            told.insert("accessToken".into(), json!(session.access_token()));
            told.insert("scope".into(), json(session.0.get("scope")));
            told.insert("lifetimeSeconds".into(), json!(lifetime));
            told.insert("returnTo".into(), json!(place.get("returnTo").as_text()));
            told.insert("appState".into(), json!(place.get("appState").as_text()));
        }
        Some(Err(error)) => {
            told.insert("outcome".into(), json!(error.code.as_str()));
            told.extend(error.details.members().iter().map(|(name, detail)| (name.clone(), json(detail))));
        }
    }
    told.retain(|_, member| !member.is_null());
    Json::Object(told)
}
