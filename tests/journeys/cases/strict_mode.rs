//! A React app in StrictMode, with two clients: four effects ask for one callback.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::case::{Case, cases};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    cases![
        [S26 S29] double_effects_of_react_get_the_same_denial_and_then_the_same_session,
        [S9 S26 S27 S29] double_effects_of_react_find_no_callback_where_none_is_and_get_the_same_refusal_of_a_forgery,
    ]
}

/// Two parts, and StrictMode runs the effect of each twice.
const EFFECTS: usize = 4;

impl Scene<'_> {
    fn react_app(&self) -> String {
        self.stage.page("/test/strict-mode.html")
    }

    /// What all effects got: one and the same promise. A value, or a refusal described.
    async fn effects(&self) -> Result<Value> {
        let have_run = format!("return window.effects?.length >= {EFFECTS}");
        self.browser.wait_for("the effects", &have_run).await?;
        let body = "const [first] = effects;
            const outcome = await first.then((value) => ({ value }), (error) => ({ refused: describe(error) }));
            return { outcome, count: effects.length, isOne: effects.every((effect) => effect === first) }";
        let seen = self.run(body).await?.value()?;
        ensure!(seen["count"] == EFFECTS, "{seen}");
        ensure!(seen["isOne"] == true, "the effects got different promises: {seen}");
        Ok(seen["outcome"].clone())
    }
}

async fn double_effects_of_react_get_the_same_denial_and_then_the_same_session(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&scene.react_app()).await?;
    scene.leave(&json!({}), &json!({})).await?;
    scene.decide("#deny").await?;
    let outcome = scene.effects().await?;
    ensure!(outcome["refused"]["code"] == "authorization_error", "{outcome}");
    ensure!(outcome["refused"]["returnTo"] == "/test/strict-mode.html", "{outcome}");
    scene.address_is_clean().await?;

    // The provider has the person's sign-in still.
    scene.leave(&json!({}), &json!({})).await?;
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
    scene.history_is_clean().await
}

async fn double_effects_of_react_find_no_callback_where_none_is_and_get_the_same_refusal_of_a_forgery(
    scene: &Scene<'_>,
) -> Result<()> {
    scene.open_page(&(scene.react_app() + "?code=7")).await?;
    scene.browser.wait_for("the effects", &format!("return window.effects?.length >= {EFFECTS}")).await?;
    let results = scene.run("return Promise.all(effects)").await?.value()?;
    ensure!(results == json!([null, null, null, null]), "{results}");
    let address = scene.browser.address().await?;
    ensure!(address == scene.react_app() + "?code=7", "the address is {address}");

    scene.open_page(&(scene.react_app() + "#access_token=forged")).await?;
    let outcome = scene.effects().await?;
    ensure!(outcome["refused"]["code"] == "missing_state", "{outcome}");
    ensure!(!scene.is_signed_in().await?, "a session was made of it");
    scene.address_is_clean().await
}
