//! A refresh where several tabs have one session: one of them makes it, and all go on with what it brings. Of refresh
//! tokens that change with every use, the newest one is in use in every tab, and none is lost.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use browser::{Refused, Tab};
use sandbox::{Effect, Fault, MEMBERS, Options};
use serde_json::{Value, json};

use crate::app::{App, CALL, KEEPING, Life, REFRESH};
use crate::case::{Case, case};
use crate::scene::{BALANCE, Scene, TOKEN};

const SHARING: &str = "refreshTokenStore: 'memory'";

pub(crate) fn cases() -> Vec<Case> {
    let rotating = || Options { rotate_refresh_tokens: true, ..Options::default() };
    vec![
        case!([S42] three_tabs_that_call_at_once_make_one_token_request: call_at_once(SHARING, Life::EndsSoon)),
        case!([S42] three_copies_of_a_tab_that_call_at_once_make_one_token_request:
            call_at_once(KEEPING, Life::EndsSoon)),
        case!([S35 S42] three_tabs_that_are_refused_at_once_make_one_token_request: call_at_once(SHARING, Life::Day)),
        case!([S43 S48] refused_refresh_token_signs_out_every_tab_of_the_session),
        case!([S40 S42] tabs_that_refresh_in_turn_use_the_newest_token).with(rotating()),
        case!([S40 S42] tabs_that_refresh_at_once_lose_no_token).with(rotating()),
        case!([S40] tab_that_was_away_during_a_refresh_uses_the_newest_token).with(rotating()),
    ]
}

impl App<'_> {
    /// Three tabs of one session: one that signs in, a copy of it, and one that is given the session.
    async fn three_tabs(&self) -> Result<[Tab; 3]> {
        let first = self.sign_in(&MEMBERS[0], Life::Day).await?;
        Ok([first, self.duplicate_tab().await?, self.open_tab_with_session().await?])
    }

    /// Has each of these tabs do that at the same time, for a server that takes a while; gives back what it came to.
    async fn at_once(&self, tabs: &[Tab], body: &str) -> Result<Vec<Value>> {
        let browser = self.scene.browser;
        self.scene.stage.sandbox.add_fault(Fault::new(TOKEN, Effect::Latency { ms: 300 }));
        for tab in tabs {
            browser.switch_to(tab).await?;
            self.begin("act", &format!("await theWord(); {body}")).await?;
            browser.wait_for("the tab that waits for the word", "return window.isReady").await?;
        }
        browser.evaluate("sayTheWord()").await?;
        let mut outcomes = Vec::new();
        for tab in tabs {
            browser.switch_to(tab).await?;
            outcomes.push(browser.ended("act").await?);
        }
        Ok(outcomes)
    }

    /// They share the session, and one token.
    async fn share_a_session(&self, tabs: &[Tab]) -> Result<()> {
        let mut held = Vec::new();
        for tab in tabs {
            self.scene.browser.switch_to(tab).await?;
            held.push((self.session().await?["id"].clone(), self.token().await?));
        }
        held.dedup();
        ensure!(held.len() == 1, "they have {held:?}");
        Ok(())
    }

    /// So many refreshes, and each sent a token of its own: a spent one would have been refused.
    fn each_refresh_token_was_used_once(&self, refreshes: usize) -> Result<()> {
        let requests = self.scene.asked(TOKEN);
        let tokens: BTreeSet<&str> = requests.iter().map(|request| request.body.as_str()).collect();
        ensure!([requests.len(), tokens.len()] == [refreshes; 2], "{} refreshes by {tokens:?}", requests.len());
        Ok(())
    }
}

/// Each of three tabs makes five calls.
async fn call_at_once(scene: &Scene<'_>, config: &str, life: Life) -> Result<()> {
    let app = App::new(scene, config);
    let mut tabs = vec![app.sign_in(&MEMBERS[0], life).await?];
    for _ in 0..2 {
        tabs.push(match config {
            KEEPING => app.duplicate_tab().await?,
            _ => app.open_tab_with_session().await?,
        });
        ensure!(app.session().await?["id"].is_string(), "the tab has no session");
    }
    if life == Life::Day {
        scene.stage.sandbox.expire_tokens();
    }
    let calls = "const calls = Array.from({ length: 5 }, () => client.fetch('/cash/v1/balance'));
        return (await Promise.all(calls)).map(({ status }) => status)";
    for statuses in app.at_once(&tabs, calls).await? {
        ensure!(statuses == json!([200, 200, 200, 200, 200]), "{statuses}");
    }
    app.each_refresh_token_was_used_once(1)?;
    let calls = scene.asked(BALANCE).len();
    let expected = if life == Life::Day { 15..=30 } else { 15..=15 };
    ensure!(expected.contains(&calls), "{calls} calls");
    app.share_a_session(&tabs).await
}

async fn refused_refresh_token_signs_out_every_tab_of_the_session(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, SHARING);
    let first = app.sign_in(&MEMBERS[0], Life::EndsSoon).await?;
    let second = app.open_tab_with_session().await?;
    let third = app.duplicate_tab().await?;
    for tab in [&second, &third] {
        scene.browser.switch_to(tab).await?;
        app.run("listenTo(client)").await?;
    }
    scene.stage.sandbox.revoke_all_tokens();
    scene.browser.switch_to(&first).await?;
    app.run(CALL).await.refused_with("login_required")?;
    for tab in [&second, &third] {
        scene.browser.switch_to(tab).await?;
        app.wait_for_no_session().await?;
        scene.browser.wait_for("the news", "return heard.length > 0").await?;
        app.is_signed_out().await?;
    }
    app.each_refresh_token_was_used_once(1)
}

async fn tabs_that_refresh_in_turn_use_the_newest_token(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, KEEPING);
    let tabs = app.three_tabs().await?;
    scene.browser.switch_to(&tabs[1]).await?;
    app.run("listenTo(client)").await?;

    scene.browser.switch_to(&tabs[0]).await?;
    let end = app.run(REFRESH).await?["expiresAt"].clone();
    scene.browser.switch_to(&tabs[1]).await?;
    // Before it is used: it was told, and by that one only.
    app.heard_of_one_change().await?;
    ensure!(app.session().await?["expiresAt"] == end, "it is another session");
    app.each_refresh_token_was_used_once(1)?;

    for tab in &tabs[1..] {
        scene.browser.switch_to(tab).await?;
        // At once: the tab before has only just told of its own.
        app.run(REFRESH).await?;
    }
    // What a tab was told is in its store, too.
    scene.browser.switch_to(&tabs[0]).await?;
    scene.browser.refresh().await?;
    app.run(REFRESH).await?;
    app.share_a_session(&tabs).await?;
    let refreshes = scene.asked(TOKEN).len();
    ensure!(refreshes >= 3, "{refreshes} refreshes");
    app.each_refresh_token_was_used_once(refreshes)?;
    app.calls().await
}

async fn tabs_that_refresh_at_once_lose_no_token(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, KEEPING);
    let tabs = app.three_tabs().await?;
    for round in 1..=2 {
        app.at_once(&tabs, REFRESH).await?;
        app.each_refresh_token_was_used_once(round)?;
    }
    app.share_a_session(&tabs).await
}

async fn tab_that_was_away_during_a_refresh_uses_the_newest_token(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, KEEPING);
    let first = app.sign_in(&MEMBERS[0], Life::Day).await?;
    let copy = app.duplicate_tab().await?;
    scene.browser.goto(&(scene.stage.sandbox.base() + "/")).await?;
    scene.browser.switch_to(&first).await?;
    app.run(REFRESH).await?;
    // As long as its lock is held, another tab would take what it brought and not refresh.
    app.run("await locksAreFree()").await?;
    scene.browser.switch_to(&copy).await?;
    scene.browser.back().await?;
    scene.wait_for_the_module().await?;
    app.wait_for_a_session().await?;
    // The first may take what the other tab brought.
    app.run(REFRESH).await?;
    app.run("await locksAreFree()").await?;
    app.run(REFRESH).await?;
    app.calls().await?;
    let refreshes = scene.asked(TOKEN).len();
    ensure!(refreshes >= 2, "{refreshes} refreshes");
    app.each_refresh_token_was_used_once(refreshes)?;
    app.share_a_session(&[first, copy]).await
}
