//! Sign-ins by the provider's pages, to their good and to their bad end. The page tests have what else may come of one.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::case::{Case, cases};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    cases![
        [S22 S26] success_gives_the_session_and_the_place_the_person_left,
        [S23 S26] denial_gives_the_server_s_error_and_the_place_the_person_left,
    ]
}

async fn success_gives_the_session_and_the_place_the_person_left(scene: &Scene<'_>) -> Result<()> {
    scene.open("?tab=inbox#/messages/7").await?;
    scene.leave(&json!({}), &json!({ "appState": { "draft": "안녕" } })).await?;
    scene.decide("#allow").await?;
    let result = scene.callback().await?.value()?;
    ensure!(result["returnTo"] == "/test/blank.html?tab=inbox#/messages/7", "{result}");
    ensure!(result["appState"]["draft"] == "안녕", "{result}");
    ensure!(result["session"]["scope"].as_array().map(Vec::len) == Some(4), "{result}"); // the JWT alone says it
    scene.history_is_clean().await
}

async fn denial_gives_the_server_s_error_and_the_place_the_person_left(scene: &Scene<'_>) -> Result<()> {
    scene.open("?tab=inbox").await?;
    scene.leave(&json!({}), &json!({ "appState": 7 })).await?;
    scene.decide("#deny").await?;
    let refusal = scene.callback().await?.refused_with("authorization_error")?;
    ensure!(refusal.get("error") == "access_denied", "{}", refusal.text());
    ensure!(refusal.get("returnTo") == "/test/blank.html?tab=inbox", "{}", refusal.text());
    ensure!(refusal.get("appState") == 7, "{}", refusal.text());
    scene.history_is_clean().await
}
