//! `callbacks.json`: what counts as a callback and what happens to it.

use serde_json::{Value as Json, json};

use crate::support::app::{MINUTE, NOW, config, plain, receive, remember, remembered, sign_in, verify_state};
use crate::support::rows::{self, padding, settings, state_of, text_of, with_states};
use crate::support::{Outcome, code, with, without_nulls};

/// What a row expects: the outcome, whether the address is cleaned, and what remains stored.
pub(super) fn expected(row: &Json) -> Json {
    json!({ "outcome": rows::expected(row), "cleaned": row["cleaned"], "after": row["after"] })
}

/// What happened, in the same form.
pub(super) fn outcome_and_rest(row: &Json) -> Json {
    remember(&row["pending"].as_array().expect("records").iter().map(record).collect::<Vec<_>>());
    let url = with_states(text_of(row, "url"));
    let outcome = receive(&client(row), &[&*url, &padding(row, &url)].concat());
    // What is left to another client is taken out of the address at import, which the same row proves in a page.
    let is_cleaned = outcome != Ok(Json::Null) || row["cleaned"] == true;
    let names = row["pending"].as_array().expect("records").iter().map(|record| text_of(record, "state"));
    json!({ "outcome": told(outcome), "cleaned": is_cleaned, "after": remaining(&names.collect::<Vec<_>>()) })
}

/// The client of a row: the example app, with the provider and the redirect URI that the row names.
fn client(row: &Json) -> Json {
    let provider = row["provider"].as_str().map_or(Json::Null, settings);
    let changes = without_nulls(json!({ "provider": provider, "redirectUri": row["redirectUri"] }));
    config(&changes).expect("the row's client is valid")
}

/// A record as a row writes it: a sign-in of the example app, started a minute ago, unless it says otherwise.
fn record(row: &Json) -> Json {
    let start = NOW - (row["minutesAgo"].as_f64().unwrap_or(1.0) * MINUTE as f64) as i64;
    let own = json!({ "state": state_of(text_of(row, "state")), "issuedAt": start, "expiresAt": start + 10 * MINUTE, "returnTo": "/inbox?tab=2",
        "appState": "{\"draft\":7}", "used": row["spent"] == true });
    sign_in(&plain(), &with(row.clone(), &own))
}

/// Each of these states that is still stored, and whether it is `live`, `spent` or `stale`.
fn remaining(names: &[&str]) -> Json {
    let stored = remembered();
    let condition = |record: &Json| {
        let state = text_of(record, "state");
        let mut binding = record.clone();
        let members = binding.as_object_mut().expect("a record");
        members.retain(|name, _| ["clientId", "provider", "redirectUri", "responseType"].contains(&name.as_str()));
        let outcome = verify_state(state, &binding);
        remember(&stored);
        let condition = match code(&outcome) {
            "ok" => "live",
            "state_replayed" => "spent",
            _ => "stale",
        };
        let name = names.iter().find(|name| state_of(name) == state).expect("a state of the row");
        ((*name).to_owned(), json!(condition))
    };
    Json::Object(stored.iter().map(condition).collect())
}

/// What the app is told.
fn told(outcome: Outcome) -> Json {
    match outcome {
        Ok(Json::Null) => Json::Null,
        Ok(result) => {
            let session = &result["session"];
            let lifetime = session["expiresAt"].as_i64().map(|end| (end - NOW) as f64 / 1000.0);
            without_nulls(json!({ "outcome": "signed_in", "accessToken": session["accessToken"],
                "scope": session["scope"], "lifetimeSeconds": lifetime, "returnTo": result["returnTo"],
                "appState": result["appState"] }))
        }
        Err(error) => {
            let mut told = with(error.clone(), &json!({ "outcome": error["code"] }));
            let members = told.as_object_mut().expect("an object");
            members.retain(|name, _| name != "code" && name != "message");
            told
        }
    }
}
