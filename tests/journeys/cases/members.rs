//! Two members in two tabs of one app: each tab keeps its own, whatever happens in the other.

use anyhow::{Result, ensure};
use sandbox::{MEMBERS, Member};
use serde_json::json;

use crate::app::{App, Life};
use crate::case::{Case, cases};
use crate::scene::{SCOPE, Scene};

/// The one that the sign-in page suggests, and the other.
const HONG: &Member = &MEMBERS[0];
const KIM: &Member = &MEMBERS[1];

pub(crate) fn cases() -> Vec<Case> {
    cases![
        [S36] tab_with_a_session_keeps_it_when_another_member_signs_in_elsewhere,
        [S36] two_members_who_come_back_in_the_other_order_are_not_mixed,
    ]
}

impl Scene<'_> {
    /// Signs that member in at the provider's sign-in page, which is shown, and allows all.
    pub(crate) async fn sign_in_as(&self, member: &Member) -> Result<()> {
        self.browser.fill("#email", member.email).await?;
        self.decide("#allow").await
    }
}

impl App<'_> {
    async fn is(&self, member: &Member) -> Result<()> {
        let name = self.name().await?;
        ensure!(name == member.name, "the API knows {name}, not {}", member.name);
        Ok(())
    }
}

async fn tab_with_a_session_keeps_it_when_another_member_signs_in_elsewhere(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    app.sign_in(HONG, SCOPE, Life::Day).await?;
    let (first, before) = (scene.browser.tab().await?, app.session().await?);
    let second = app.open_another_tab().await?;
    app.wait_for_a_session().await?;
    app.sign_in(KIM, "users:read", Life::Day).await?;
    app.is(KIM).await?;
    ensure!(app.session().await?["scope"] == json!(["users:read"]), "kim's tab has {}", app.session().await?);
    app.get("return client.refresh()").await?;
    app.is(KIM).await?;

    scene.browser.switch_to(&first).await?;
    ensure!(app.session().await? == before, "hong's session is another");
    app.is(HONG).await?;
    app.get("return client.refresh()").await?;
    app.is(HONG).await?;
    scene.browser.reload().await?;
    app.is(HONG).await?;
    scene.browser.switch_to(&second).await?;
    scene.browser.reload().await?;
    app.is(KIM).await
}

async fn two_members_who_come_back_in_the_other_order_are_not_mixed(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    let first = scene.browser.tab().await?;
    scene.start_sign_in().await?;
    let second = scene.browser.open_tab().await?;
    scene.start_sign_in().await?;
    let members = [(&second, KIM), (&first, HONG)];
    for (tab, member) in members {
        scene.browser.switch_to(tab).await?;
        scene.sign_in_as(member).await?;
        app.get("return client.handleRedirectCallback()").await?;
        app.is(member).await?;
        scene.address_is_clean().await?;
    }
    for (tab, member) in members {
        scene.browser.switch_to(tab).await?;
        app.is(member).await?;
        app.get("return client.refresh()").await?;
        app.is(member).await?;
        scene.browser.reload().await?;
        app.is(member).await?;
    }
    Ok(())
}
