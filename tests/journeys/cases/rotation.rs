//! Refresh tokens that change with every use: the newest one is in use in every tab, and none is lost.

use anyhow::{Result, ensure};
use journeys::Tab;
use sandbox::{Effect, Fault, MEMBERS, Options};

use crate::app::{App, CALL, Life};
use crate::case::{Case, case};
use crate::scene::{SCOPE, Scene};
use crate::traffic::{TOKEN, refresh_tokens};

pub(crate) fn cases() -> Vec<Case> {
    let rotating = || Options { rotate_refresh_tokens: true, ..Options::default() };
    [
        case!([S40] tabs_that_refresh_in_turn_use_the_newest_token),
        case!([S40 S42] tabs_that_refresh_at_once_lose_no_token),
        case!([S40] tab_that_was_away_during_a_refresh_uses_the_newest_token),
    ]
    .map(|case| case.with(rotating()))
    .into()
}

impl App<'_> {
    /// Every refresh sent a token of its own: a spent one would have been refused.
    fn each_refresh_token_was_used_once(&self, refreshes: usize) -> Result<()> {
        let mut tokens = refresh_tokens(&self.scene.stage.sandbox);
        ensure!(tokens.len() == refreshes, "{} refreshes: {tokens:?}", tokens.len());
        tokens.sort();
        tokens.dedup();
        ensure!(tokens.len() == refreshes, "one was used twice");
        Ok(())
    }

    /// A tab that signed in, a copy of it, and one that got its session by asking.
    async fn three_tabs(&self) -> Result<[Tab; 3]> {
        let first = self.scene.browser.tab().await?;
        let copy = self.duplicate_tab().await?;
        let asking = self.open_another_tab().await?;
        self.wait_for_a_session().await?;
        Ok([first, copy, asking])
    }
}

async fn tabs_that_refresh_in_turn_use_the_newest_token(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let tabs = app.three_tabs().await?;
    for tab in &tabs {
        scene.browser.switch_to(tab).await?;
        // At once: the tab before has only just told of its own.
        app.get("return client.refresh()").await?;
    }
    // What a tab was told is in its store, too.
    scene.browser.switch_to(&tabs[0]).await?;
    scene.browser.reload().await?;
    app.get("return client.refresh()").await?;
    app.share_a_session(&tabs).await?;
    let mut tokens = refresh_tokens(&scene.stage.sandbox);
    tokens.sort();
    let all = tokens.len();
    tokens.dedup();
    ensure!(tokens.len() == all && all >= 3, "{all} refreshes, {} tokens", tokens.len());
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    Ok(())
}

async fn tabs_that_refresh_at_once_lose_no_token(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let tabs = app.three_tabs().await?;
    for round in 1..=2 {
        scene.stage.sandbox.add_fault(Fault::new(TOKEN, Effect::Latency { ms: 200 }));
        for tab in &tabs {
            scene.browser.switch_to(tab).await?;
            app.begin(
                "refresh",
                "const word = new BroadcastChannel('test');
                await new Promise((resolve) => { word.onmessage = resolve; window.isReady = true; });
                word.close();
                window.isReady = false;
                return (await client.refresh()).id",
            )
            .await?;
            scene.browser.wait_for("the tab that waits for the word", "return window.isReady === true").await?;
        }
        scene.browser.evaluate("new BroadcastChannel('test').postMessage('now')").await?;
        for tab in &tabs {
            scene.browser.switch_to(tab).await?;
            app.ended("refresh").await?.value()?;
        }
        app.each_refresh_token_was_used_once(round)?;
    }
    app.share_a_session(&tabs).await
}

async fn tab_that_was_away_during_a_refresh_uses_the_newest_token(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let first = scene.browser.tab().await?;
    let copy = app.duplicate_tab().await?;
    scene.browser.goto(&(scene.stage.elsewhere.base() + "/anything")).await?;
    scene.browser.switch_to(&first).await?;
    app.get("return client.refresh()").await?;
    // As long as its lock is held, another tab would take what it brought and not refresh.
    scene
        .run(
            "for (const { name } of (await navigator.locks.query()).held)
               if (name.startsWith('coolsms-oauth2.refresh.')) await navigator.locks.request(name, () => {});",
        )
        .await?
        .value()?;
    scene.browser.switch_to(&copy).await?;
    scene.browser.back().await?;
    scene.wait_for_the_module().await?;
    app.wait_for_a_session().await?;
    app.get("return client.refresh()").await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    app.each_refresh_token_was_used_once(2)?;
    app.share_a_session(&[first, copy]).await
}
