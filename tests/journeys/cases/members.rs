//! Tabs of one app that differ in their member, or in what was granted: each keeps its own, whatever happens in the other.

use anyhow::{Result, ensure};
use journeys::Refused;
use sandbox::{MEMBERS, Member};

use crate::app::{App, CALL, CALLBACK, KEEPING, Life, REFRESH};
use crate::case::{Case, case};
use crate::scene::Scene;

/// The one that the sign-in page suggests, and the other.
const HONG: &Member = &MEMBERS[0];
const KIM: &Member = &MEMBERS[1];

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case!([S36] two_members_who_come_back_in_the_other_order_are_not_mixed).with_short_waits(),
        case!([S36] step_up_is_this_tab_s_alone),
    ]
}

async fn two_members_who_come_back_in_the_other_order_are_not_mixed(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, KEEPING);
    let first = scene.browser.tab().await?;
    scene.start_sign_in().await?;
    let second = scene.browser.open_tab().await?;
    scene.start_sign_in().await?;
    let members = [(&second, KIM), (&first, HONG)];
    for (tab, member) in members {
        scene.browser.switch_to(tab).await?;
        scene.sign_in_as(member).await?;
        app.run(CALLBACK).await?;
        app.is(member).await?;
        scene.address_is_clean().await?;
    }
    for (tab, member) in members {
        scene.browser.switch_to(tab).await?;
        app.is(member).await?;
        app.run(REFRESH).await?;
        app.is(member).await?;
        scene.browser.refresh().await?;
        app.is(member).await?;
    }
    Ok(())
}

async fn step_up_is_this_tab_s_alone(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "");
    scene.open("").await?;
    app.sign_in_here(HONG, "users:read", Life::Day).await?;
    let (first, before) = (scene.browser.tab().await?, app.session().await?);
    app.duplicate_tab().await?;
    app.run(CALL).await.refused_with("insufficient_scope")?;
    app.begin("leave", "return client.requestScopes(['cash:read'])").await?;
    scene.wait_for_the_provider().await?;
    scene.decide("#allow").await?;
    app.run(CALLBACK).await?;
    app.calls().await?;
    scene.browser.switch_to(&first).await?;
    ensure!(app.session().await? == before, "the other tab has another session");
    app.is(HONG).await
}
