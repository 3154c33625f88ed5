//! A tab that is away while another signs out: it is signed out too, however it comes back.

use anyhow::{Result, ensure};
use sandbox::MEMBERS;

use crate::app::{App, CALLBACK, KEEPING, Life, REFRESH, SIGN_OUT};
use crate::case::{Case, case};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case!([S48] tab_at_the_provider_that_comes_back_by_back_is_signed_out: comes_back(KEEPING)),
        // A browser may keep the very page, and all that it holds.
        case!([S48] tab_with_its_session_in_memory_that_comes_back_by_back_is_signed_out:
            comes_back("tokenStore: 'memory', refreshTokenStore: 'memory'")),
        case!([S48] tab_that_signs_in_anew_while_another_signs_out_stays_signed_in),
        case!([S36 S40] page_that_its_tab_left_to_sign_in_has_that_sign_in_s_session_when_it_comes_back),
        case!([S48] tab_on_another_page_without_the_package_is_signed_out).with_short_waits(),
        case!([S40] tab_without_a_session_that_comes_back_by_back_is_given_that_of_another),
    ]
}

impl App<'_> {
    /// Two tabs of one session; the first one leaves for the provider's page, and the second one signs out.
    async fn sign_out_behind_the_back_of_a_tab(&self) -> Result<()> {
        let browser = self.scene.browser;
        let first = self.sign_in(&MEMBERS[0], Life::Day).await?;
        let second = self.open_tab_with_session().await?;
        browser.switch_to(&first).await?;
        self.leave("").await?;
        browser.switch_to(&second).await?;
        self.run(SIGN_OUT).await?;
        browser.close_others(&first).await
    }

    /// As soon as it is used.
    async fn comes_back_signed_out(&self) -> Result<()> {
        self.scene.wait_for_the_module().await?;
        self.is_signed_out().await?;
        let calls = self.scene.stage.sandbox.requests().into_iter().filter(|it| it.authorization.is_some()).count();
        ensure!(calls == 0, "{calls} calls were made");
        Ok(())
    }
}

async fn comes_back(scene: &Scene<'_>, config: &str) -> Result<()> {
    let app = App::new(scene, config);
    app.sign_out_behind_the_back_of_a_tab().await?;
    scene.browser.back().await?;
    app.comes_back_signed_out().await
}

async fn tab_on_another_page_without_the_package_is_signed_out(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, KEEPING);
    let first = app.sign_in(&MEMBERS[0], Life::Day).await?;
    let second = app.duplicate_tab().await?;
    scene.browser.switch_to(&first).await?;
    // Of the same origin: it has the tab's store, and nobody there who could hear.
    scene.browser.goto(&scene.stage.page("/config.json")).await?;
    scene.browser.switch_to(&second).await?;
    app.run(SIGN_OUT).await?;
    scene.browser.switch_to(&first).await?;
    scene.open("").await?;
    app.comes_back_signed_out().await
}

/// What is over is that session, not the tab.
async fn tab_that_signs_in_anew_while_another_signs_out_stays_signed_in(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, KEEPING);
    app.sign_out_behind_the_back_of_a_tab().await?;
    scene.sign_in_as(&MEMBERS[1]).await?;
    app.run(CALLBACK).await?;
    app.is(&MEMBERS[1]).await?;
    scene.browser.refresh().await?;
    app.is(&MEMBERS[1]).await
}

/// The page waited for another tab's session when it was left. One that is told only now is not for this tab.
async fn page_that_its_tab_left_to_sign_in_has_that_sign_in_s_session_when_it_comes_back(
    scene: &Scene<'_>,
) -> Result<()> {
    let app = App::new(scene, KEEPING);
    scene.open("?first").await?;
    let first = scene.browser.tab().await?;
    app.leave("").await?;
    scene.browser.open_tab().await?;
    let second = app.sign_in(&MEMBERS[0], Life::Day).await?;
    scene.browser.switch_to(&first).await?;
    scene.sign_in_as(&MEMBERS[1]).await?;
    app.run(CALLBACK).await?;
    app.run(REFRESH).await?;

    scene.browser.back_to("?first").await?;
    scene.wait_for_the_module().await?;
    scene.browser.switch_to(&second).await?;
    app.run(REFRESH).await?;
    scene.browser.switch_to(&first).await?;
    app.is(&MEMBERS[1]).await?;
    app.run(REFRESH).await?;
    scene.browser.refresh().await?;
    app.is(&MEMBERS[1]).await
}

/// A browser may keep the page, which then has heard nothing of a sign-in meanwhile.
async fn tab_without_a_session_that_comes_back_by_back_is_given_that_of_another(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "");
    scene.open("").await?;
    ensure!(app.session().await?.is_null(), "there is a session");
    let first = scene.browser.tab().await?;
    scene.browser.goto(&scene.stage.page("/config.json")).await?;
    scene.browser.open_tab().await?;
    app.sign_in(&MEMBERS[0], Life::Day).await?;
    scene.browser.switch_to(&first).await?;
    scene.browser.back().await?;
    app.wait_for_a_session().await?;
    app.is(&MEMBERS[0]).await
}
