//! A refresh where several tabs have one session: one of them makes it, and all go on with what it brings.

use anyhow::{Result, ensure};
use journeys::Tab;
use sandbox::{Effect, Fault, MEMBERS};
use serde_json::{Value, json};

use crate::app::{App, CALL, LISTEN, Life};
use crate::case::{Case, cases};
use crate::scene::{SCOPE, Scene};
use crate::tabs::SHARING;
use crate::traffic::{BALANCE, TOKEN, asked};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        [S42] three_tabs_that_call_at_once_make_one_token_request,
        [S42] three_copies_of_a_tab_that_call_at_once_make_one_token_request,
        [S35 S42] three_tabs_that_are_refused_at_once_make_one_token_request,
        [S42] refresh_in_one_tab_is_told_to_the_others,
        [S43 S48] refused_refresh_token_signs_out_every_tab_of_the_session,
    ]
}

/// Five calls of this tab, as soon as the word is given.
const CALLS_AT_THE_WORD: &str = "const word = new BroadcastChannel('test');
    await new Promise((resolve) => { word.onmessage = resolve; window.isReady = true; });
    const calls = Array.from({ length: 5 }, () => client.fetch('/cash/v1/balance'));
    return (await Promise.all(calls)).map(({ status }) => status)";

impl App<'_> {
    /// Has each of these tabs call, at the same time and again and again; all must go through.
    async fn call_at_once(&self, tabs: &[Tab]) -> Result<()> {
        let browser = self.scene.browser;
        for tab in tabs {
            browser.switch_to(tab).await?;
            self.begin("calls", CALLS_AT_THE_WORD).await?;
            browser.wait_for("the tab that waits for the word", "return window.isReady === true").await?;
        }
        browser.evaluate("new BroadcastChannel('test').postMessage('now')").await?;
        for tab in tabs {
            browser.switch_to(tab).await?;
            let statuses = self.ended("calls").await?.value()?;
            ensure!(statuses == json!([200, 200, 200, 200, 200]), "{statuses}");
        }
        Ok(())
    }

    /// They share the session, and one token.
    pub(crate) async fn share_a_session(&self, tabs: &[Tab]) -> Result<()> {
        let mut seen: Option<(Value, String)> = None;
        for tab in tabs {
            self.scene.browser.switch_to(tab).await?;
            let own = (self.session().await?["id"].clone(), self.token().await?);
            ensure!(seen.as_ref().is_none_or(|seen| *seen == own), "{own:?} is not {seen:?}");
            seen = Some(own);
        }
        Ok(())
    }
}

async fn three_tabs_that_call_at_once_make_one_token_request(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, SHARING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    let mut tabs = vec![scene.browser.tab().await?];
    for _ in 0..2 {
        tabs.push(app.open_another_tab().await?);
        app.wait_for_a_session().await?;
    }
    scene.stage.sandbox.add_fault(Fault::new(TOKEN, Effect::Latency { ms: 300 }));
    app.call_at_once(&tabs).await?;
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    app.share_a_session(&tabs).await
}

async fn three_copies_of_a_tab_that_call_at_once_make_one_token_request(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    let mut tabs = vec![scene.browser.tab().await?];
    for _ in 0..2 {
        tabs.push(app.duplicate_tab().await?);
        ensure!(app.session().await?["id"].is_string(), "the copy has no session");
    }
    scene.stage.sandbox.add_fault(Fault::new(TOKEN, Effect::Latency { ms: 300 }));
    app.call_at_once(&tabs).await?;
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    app.share_a_session(&tabs).await
}

async fn three_tabs_that_are_refused_at_once_make_one_token_request(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, SHARING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let mut tabs = vec![scene.browser.tab().await?];
    for _ in 0..2 {
        tabs.push(app.open_another_tab().await?);
        app.wait_for_a_session().await?;
    }
    scene.stage.sandbox.expire_tokens();
    scene.stage.sandbox.add_fault(Fault::new(TOKEN, Effect::Latency { ms: 300 }));
    app.call_at_once(&tabs).await?;
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    let calls = asked(&scene.stage.sandbox, BALANCE).len();
    ensure!((15..=30).contains(&calls), "{calls} calls");
    app.share_a_session(&tabs).await
}

async fn refresh_in_one_tab_is_told_to_the_others(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, SHARING);
    let first_token = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?.access_token;
    let first = scene.browser.tab().await?;
    let copy = app.duplicate_tab().await?;
    app.get(LISTEN).await?;
    scene.browser.switch_to(&first).await?;
    app.get("return client.refresh()").await?;
    let (token, session) = (app.token().await?, app.session().await?);
    scene.browser.switch_to(&copy).await?;
    app.wait_for_session(&session).await?;
    ensure!(app.token().await? == token && token != first_token, "it is another token");
    let heard = scene.browser.evaluate("return window.heard").await?;
    ensure!(heard == json!([null]), "the listener heard {heard}");
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    // It is in its store, too.
    scene.browser.reload().await?;
    ensure!(app.token().await? == token, "a reload brought the old token back");
    Ok(())
}

async fn refused_refresh_token_signs_out_every_tab_of_the_session(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, SHARING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    let first = scene.browser.tab().await?;
    let second = app.open_another_tab().await?;
    app.wait_for_a_session().await?;
    let third = app.duplicate_tab().await?;
    for tab in [&second, &third] {
        scene.browser.switch_to(tab).await?;
        app.get(LISTEN).await?;
    }
    scene.stage.sandbox.revoke_all_tokens();
    scene.browser.switch_to(&first).await?;
    app.run(CALL).await?.refused_with("login_required")?;
    for tab in [&second, &third] {
        scene.browser.switch_to(tab).await?;
        app.wait_for_no_session().await?;
        scene.browser.wait_for("the news", "return window.heard.length > 0").await?;
        app.run(CALL).await?.refused_with("login_required")?;
        ensure!(!scene.stored().await?.contains("eyJ"), "a token is stored");
    }
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    Ok(())
}
