//! A React app in StrictMode, with two clients: four effects ask for one callback.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::case::{Case, case};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    vec![case!([S9 S26 S27 S29] double_effects_of_react_get_one_outcome_whatever_it_is)]
}

impl Scene<'_> {
    /// What all effects got: one and the same promise. A value, or a refusal described.
    async fn effects(&self) -> Result<Value> {
        self.browser.wait_for("the effects", "return window.effects?.length >= 4").await?;
        self.run("return outcomeOfEffects()").await
    }
}

async fn double_effects_of_react_get_one_outcome_whatever_it_is(scene: &Scene<'_>) -> Result<()> {
    let react_app = scene.stage.page("/test/strict-mode.html");
    scene.open_page(&(react_app.clone() + "#access_token=forged")).await?;
    let outcome = scene.effects().await?;
    ensure!(outcome["refused"]["code"] == "missing_state", "{outcome}");
    ensure!(scene.run("return newClient().getSession()").await?.is_null(), "a session was made of it");
    scene.address_is_clean().await?;

    scene.leave(json!({}), json!({})).await?;
    scene.decide("#deny").await?;
    let outcome = scene.effects().await?;
    ensure!(outcome["refused"]["code"] == "authorization_error", "{outcome}");
    ensure!(outcome["refused"]["returnTo"] == "/test/strict-mode.html", "{outcome}");
    scene.address_is_clean().await?;

    // The provider has the person's sign-in still.
    scene.leave(json!({}), json!({})).await?;
    scene.browser.click("#allow").await?;
    let outcome = scene.effects().await?;
    let id = outcome["value"]["session"]["id"].as_str().unwrap_or_default().to_owned();
    ensure!(!id.is_empty(), "{outcome}");
    for part in ["#header", "#content"] {
        let shows = format!("return document.querySelector('{part}').textContent === '{id}'");
        scene.browser.wait_for("the session in each part", &shows).await?;
    }
    let states = "return JSON.parse(sessionStorage.getItem('coolsms-oauth2.pending')).map(({ used }) => used)";
    let states = scene.browser.evaluate(states).await?;
    ensure!(states == json!([true, true]), "the sign-ins: {states}");
    scene.history_is_clean().await?;

    // The app's own, for no sign-in is under way.
    scene.open_page(&(react_app.clone() + "?code=7")).await?;
    let outcome = scene.effects().await?;
    ensure!(outcome == json!({ "value": null }), "{outcome}");
    let address = scene.browser.address().await?;
    ensure!(address == react_app + "?code=7", "the address is {address}");
    Ok(())
}
