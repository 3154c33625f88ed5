//! A token that has ended, or is about to: one new one is asked for, however many calls wait for it.

use anyhow::{Result, ensure};
use sandbox::{Effect, Fault, MEMBERS};
use serde_json::json;

use crate::app::{App, CALL, LISTEN, Life, is_the_same_session};
use crate::case::{Case, cases};
use crate::scene::{SCOPE, Scene};
use crate::traffic::{BALANCE, TOKEN, asked, refresh_tokens};

/// It may be refreshed.
pub(crate) const REFRESHING: &str = "refreshTokenStore: 'memory'";
/// The clock of the machine after a night: the token has ended.
pub(crate) const SLEEP: &str = "stopClock(client.getSession().expiresAt + 36e5);";

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s42_token_that_is_about_to_end_is_replaced_by_one_request_before_the_call,
        s49_token_that_ran_out_while_the_machine_slept_is_replaced_before_the_call,
        s49_token_within_the_skew_is_used_to_its_end_where_nothing_can_replace_it,
        s49_skew_is_the_app_s_to_set,
        s49_token_that_lives_no_longer_than_the_skew_is_used_for_half_its_life,
        s42_twenty_calls_at_once_make_one_token_request,
        s42_refreshing_by_hand_and_by_need_is_one_request,
        s40_refresh_token_stays_where_no_new_one_comes,
        s49_refreshed_session_is_the_same_one_with_another_end,
    ]
}

impl App<'_> {
    /// The calls for the balance carried this token and nothing else.
    pub(crate) fn called_with(&self, token: &str, times: usize) -> Result<()> {
        let calls = asked(&self.scene.stage.sandbox, BALANCE);
        let bearer = format!("Bearer {token}");
        ensure!(calls.len() == times, "{} calls", calls.len());
        ensure!(calls.iter().all(|call| call.authorization.as_deref() == Some(&bearer)), "not {bearer}: {calls:?}");
        Ok(())
    }
}

async fn s42_token_that_is_about_to_end_is_replaced_by_one_request_before_the_call(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    let first = app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    ensure!(app.get(CALL).await? == 200, "nor the next");
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    let token = app.token().await?;
    ensure!(token != first.access_token, "it is the old token");
    app.called_with(&token, 2)
}

async fn s49_token_that_ran_out_while_the_machine_slept_is_replaced_before_the_call(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    let first = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let slept = app.get(&format!("{SLEEP} {CALL}")).await?;
    ensure!(slept == 200, "the call came to {slept}");
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    let token = app.token().await?;
    ensure!(token != first.access_token, "it is the old token");
    app.called_with(&token, 1)?;
    // Its lifetime counts from its receipt, by the clock as it is now.
    let is_good = app.get("return client.getSession().expiresAt > Date.now() + 80_000_000").await;
    ensure!(is_good? == true, "the new token has ended already");
    Ok(())
}

async fn s49_token_within_the_skew_is_used_to_its_end_where_nothing_can_replace_it(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'discard'");
    let first = app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    app.called_with(&first.access_token, 1)?;
    app.run("stopClock(client.getSession().expiresAt); return client.getAccessToken()")
        .await?
        .refused_with("login_required")?;
    ensure!(app.token_requests() == 0, "a token was asked for");
    Ok(())
}

async fn s49_skew_is_the_app_s_to_set(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'memory', clockSkewSeconds: 5");
    let first = app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    app.called_with(&first.access_token, 1)?;
    let later = format!("stopClock(client.getSession().expiresAt - 4_000); {CALL}");
    ensure!(app.get(&later).await? == 200, "the call did not go through");
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    Ok(())
}

/// Else every call of such a token would make two requests.
async fn s49_token_that_lives_no_longer_than_the_skew_is_used_for_half_its_life(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'memory', clockSkewSeconds: 3600");
    let first = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let brought = json!({ "expires_in": 1000 });
    let edit = Effect::Edit { set: brought.as_object().cloned().unwrap_or_default() };
    scene.stage.sandbox.add_fault(Fault::new(TOKEN, edit));
    // Firefox's driver sees the real clock in its own scripts: the page's is told where it stands.
    let now = app.get("const now = Date.now(); stopClock(now); await client.refresh(); return now").await?;
    let later = |ms: f64| format!("stopClock({})", now.as_f64().unwrap_or_default() + ms);
    let token = app.token().await?;
    ensure!(token != first.access_token && app.token_requests() == 1, "it was not refreshed once");
    app.get(&later(499_000.0)).await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    app.called_with(&token, 1)?;
    app.get(&later(501_000.0)).await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    ensure!(app.token_requests() == 2, "{} token requests", app.token_requests());
    Ok(())
}

async fn s42_twenty_calls_at_once_make_one_token_request(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    let calls = "const calls = Array.from({ length: 20 }, () => client.fetch('/cash/v1/balance'));
        return (await Promise.all(calls)).map(({ status }) => status)";
    let statuses = app.get(calls).await?;
    ensure!(statuses == json!(vec![200; 20]), "{statuses}");
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    app.called_with(&app.token().await?, 20)
}

async fn s42_refreshing_by_hand_and_by_need_is_one_request(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    let all = "const other = newClient({ refreshTokenStore: 'memory' });
        const [one, two, token, answer] = await Promise.all([
          client.refresh(), other.refresh(), other.getAccessToken(), client.fetch('/cash/v1/balance'),
        ]);
        return [one === two, token === await client.getAccessToken(), answer.status]";
    let told = app.get(all).await?;
    ensure!(told == json!([true, true, 200]), "{told}");
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    Ok(())
}

async fn s40_refresh_token_stays_where_no_new_one_comes(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    let first = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let mut tokens = vec![first.access_token];
    for _ in 0..3 {
        app.get("return client.refresh()").await?;
        tokens.push(app.token().await?);
    }
    let own = first.refresh_token.unwrap_or_default();
    ensure!(refresh_tokens(&scene.stage.sandbox) == [&*own; 3], "{:?}", refresh_tokens(&scene.stage.sandbox));
    tokens.dedup();
    ensure!(tokens.len() == 4, "a refresh brought no new token");
    Ok(())
}

async fn s49_refreshed_session_is_the_same_one_with_another_end(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    let before = app.session().await?;
    let refreshed = app.get(&format!("{LISTEN} return client.refresh()")).await?;
    let after = app.session().await?;
    ensure!(refreshed == after && is_the_same_session(&before, &after), "{before}, {refreshed}, {after}");
    ensure!(after["expiresAt"].as_f64() > before["expiresAt"].as_f64(), "{before}, {after}");
    let heard = scene.browser.evaluate("return window.heard").await?;
    ensure!(heard == json!([null]), "the listener heard {heard}");
    Ok(())
}
