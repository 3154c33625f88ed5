//! An app whose routes stand in the fragment, where a response stands too.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::case::{Case, cases};
use crate::scene::Scene;

/// Where the person is.
const ROUTE: &str = "#/inbox?tab=2";

pub(crate) fn cases() -> Vec<Case> {
    cases![[S26 S27] route_in_the_fragment_survives_a_sign_in]
}

impl Scene<'_> {
    fn hash_routed(&self) -> String {
        self.stage.page("/test/hash-routed.html")
    }

    /// The app shows that route, the address is that of it, and no route ever held a response.
    async fn is_at_the_route(&self) -> Result<()> {
        let shows = format!("return document.querySelector('#route').textContent === '{ROUTE}'");
        self.browser.wait_for("the route", &shows).await?;
        let address = self.browser.address().await?;
        ensure!(address == self.hash_routed() + ROUTE, "the address is {address}");
        let routes = self.browser.evaluate("return window.routes").await?;
        let is_own = |route: &Value| *route == "" || *route == ROUTE;
        ensure!(routes.as_array().is_some_and(|routes| routes.iter().all(is_own)), "the router saw {routes}");
        Ok(())
    }
}

async fn route_in_the_fragment_survives_a_sign_in(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&(scene.hash_routed() + ROUTE)).await?;
    scene.leave(&json!({}), &json!({})).await?;
    scene.decide("#allow").await?;
    scene.is_at_the_route().await?;
    ensure!(scene.is_signed_in().await?, "nobody is signed in");
    scene.browser.reload().await?;
    scene.is_at_the_route().await?;
    scene.history_is_clean().await
}
