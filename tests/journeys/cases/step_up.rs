//! Asking for more in one of two tabs.

use anyhow::{Result, ensure};
use sandbox::MEMBERS;

use crate::app::{App, CALL, Life};
use crate::case::{Case, cases};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    cases![[S36] step_up_is_this_tab_s_alone]
}

async fn step_up_is_this_tab_s_alone(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "");
    app.sign_in(&MEMBERS[0], "users:read", Life::Day).await?;
    let (first, before) = (scene.browser.tab().await?, app.session().await?);
    app.duplicate_tab().await?;
    app.run(CALL).await?.refused_with("insufficient_scope")?;
    app.begin("leave", "return client.requestScopes(['cash:read'])").await?;
    scene.wait_for_the_provider().await?;
    scene.decide("#allow").await?;
    app.get("return client.handleRedirectCallback()").await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    scene.browser.switch_to(&first).await?;
    ensure!(app.session().await? == before, "the other tab has another session");
    ensure!(app.name().await? == MEMBERS[0].name, "the other tab lost its session");
    Ok(())
}
