//! What counts as a callback and what happens to it, row by row: `vectors/callbacks.json`.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::protocol::pending::{Binding, Pending, SignIn};
use coolsms_oauth2::protocol::{Result, Value};
use serde_json::{Map, Value as Json, json};
use support::app::{self, Accepted, MINUTE, NOW, arrive, binding, config, spend};
use support::vectors::{check, padding, rows, settings, text_of};
use support::{json, value};

/// The client of a row: the example app, with the provider and the redirect URI that the row names.
fn client(row: &Json) -> Config {
    let mut changes = json!({});
    if let Some(name) = row["provider"].as_str() {
        changes["provider"] = settings(name);
    }
    if !row["redirectUri"].is_null() {
        changes["redirectUri"] = row["redirectUri"].clone();
    }
    config(&changes).expect("the row's client is good")
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

/// What remains: of each state whether it is `live`, `spent` or `stale`. Purged ones are absent.
fn remaining(pending: &Pending) -> Json {
    let records = pending.clone().into_value();
    let condition = |record: &Value| {
        let text = |name: &str| record.get(name).text();
        let binding = Binding::new(record, text("provider"), text("responseType"));
        let condition = match spend(&mut pending.clone(), text("state"), &binding, NOW) {
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

/// Row, outcome, whether the address is cleaned, and what remains: all three in one, so that one row tells all.
fn run(row: &Json) -> (Json, bool, Json) {
    let records: Vec<Json> = row["pending"].as_array().expect("records").iter().map(|it| json(&record(it).0)).collect();
    let mut pending = Pending::from_value(value(&Json::Array(records)));
    let url = text_of(row, "url");
    let url = [url, &padding(row, url)].concat();
    let outcome = arrive(&client(row), &mut pending, &url, NOW);
    let is_cleaned = outcome.is_some();
    (told(outcome), is_cleaned, remaining(&pending))
}

#[test]
fn every_address_has_the_outcome_of_its_row() {
    check("callbacks", |row| run(row).0);
}

#[test]
fn the_address_is_cleaned_where_its_row_says_so() {
    for row in rows("callbacks") {
        assert_eq!(json!(run(&row).1), row["cleaned"], "{}", row["name"]); // S26, S27
    }
}

#[test]
fn what_is_pending_ends_or_survives_as_its_row_says() {
    for row in rows("callbacks") {
        assert_eq!(run(&row).2, row["after"], "{}", row["name"]); // S10, S11, S12
    }
}

#[test]
fn a_forged_callback_kills_no_sign_in() {
    let client = client(&json!({}));
    let mut pending = Pending::from_value(Value::List(vec![record(&json!({ "state": "ours" })).0]));
    for forged in ["#access_token=evil", "#access_token=evil&state=x", "?code=evil", "#error=e", "#access_token=%ZZ"] {
        let url = ["https://app.example/callback", forged].concat();
        assert!(arrive(&client, &mut pending, &url, NOW).is_some_and(|outcome| outcome.is_err()), "{forged}");
    }
    let good = "https://app.example/callback#access_token=t&state=ours";
    assert!(arrive(&client, &mut pending, good, NOW).is_some_and(|outcome| outcome.is_ok())); // S10
    let again = arrive(&client, &mut pending, good, NOW).expect("still a callback");
    assert_eq!(again.unwrap_err().code.as_str(), "state_replayed"); // S11
}
