//! A refresh that fails, is no longer wanted, or must not be made at all.

use anyhow::{Result, ensure};
use sandbox::{Effect, Fault, MEMBERS};
use serde_json::{Value, json};

use crate::app::{App, CALL, LISTEN, Life};
use crate::case::{Case, cases};
use crate::refresh::{REFRESHING, SLEEP};
use crate::scene::{SCOPE, Scene};
use crate::traffic::{BALANCE, TOKEN, asked};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s43_broken_connection_keeps_the_tokens_and_a_later_call_goes_through,
        s43_token_endpoint_that_is_away_keeps_the_tokens,
        s43_refused_refresh_token_ends_the_session_and_says_why,
        s34_refresh_without_a_session_asks_nobody,
        s39_abort_while_refreshing_ends_that_call_alone,
        s39_call_aborted_before_refreshes_nothing,
        s35_call_whose_scope_is_missing_refreshes_nothing,
        s48_sign_out_while_refreshing_is_not_undone_by_the_answer,
    ]
}

async fn s43_broken_connection_keeps_the_tokens_and_a_later_call_goes_through(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let before = app.session().await?;
    let sandbox = &scene.stage.sandbox;
    sandbox.add_fault(Fault::new(TOKEN, Effect::Dropped).times(u32::MAX));
    app.run(&format!("{LISTEN} {SLEEP} {CALL}")).await?.refused_with("network_error")?;
    app.run("return client.getAccessToken()").await?.refused_with("network_error")?;
    app.run("return client.refresh()").await?.refused_with("network_error")?;
    ensure!(asked(sandbox, BALANCE).is_empty(), "a token that has ended was sent");
    ensure!(app.session().await? == before, "the session is another");
    ensure!(scene.browser.evaluate("return window.heard").await? == json!([]), "a change was told");

    sandbox.clear_faults();
    sandbox.clear_requests();
    ensure!(app.get(CALL).await? == 200, "the later call did not go through");
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    Ok(())
}

/// As offline: nobody listens there.
async fn s43_token_endpoint_that_is_away_keeps_the_tokens(scene: &Scene<'_>) -> Result<()> {
    let gone = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let away = format!("refreshTokenStore: 'memory', provider: provider({{ tokenEndpoint: 'http://{gone}/token' }})");
    let (away, back) = (App::new(scene, &away), App::new(scene, REFRESHING));
    back.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let before = back.session().await?;
    away.run(&format!("{SLEEP} {CALL}")).await?.refused_with("network_error")?;
    ensure!(back.session().await? == before, "the session is another");
    ensure!(back.get(CALL).await? == 200, "the later call did not go through");
    Ok(())
}

async fn s43_refused_refresh_token_ends_the_session_and_says_why(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    scene.stage.sandbox.revoke_all_tokens();
    let refusal = app.run(&format!("{LISTEN} {CALL}")).await?.refused_with("login_required")?;
    ensure!(refusal.get("errorCode") == "InvalidRefreshToken", "{}", refusal.text());
    ensure!(refusal.get("status") == 400, "{}", refusal.text());
    ensure!(app.session().await?.is_null(), "the session goes on");
    let heard = scene.browser.evaluate("return window.heard").await?;
    ensure!(heard[0]["code"] == "login_required" && heard[0]["errorCode"] == "InvalidRefreshToken", "{heard}");
    ensure!(heard.as_array().map(Vec::len) == Some(1), "{heard}");

    let refresh = tokens.refresh_token.unwrap_or_default();
    let all = format!("{} {heard} {}", scene.stored().await?, refusal.text());
    ensure!(!all.contains(&refresh) && !all.contains(&tokens.access_token), "a token is left: {all}"); // S38
    app.run(CALL).await?.refused_with("login_required")?;
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    ensure!(asked(&scene.stage.sandbox, BALANCE).is_empty(), "the API was asked");
    Ok(())
}

async fn s34_refresh_without_a_session_asks_nobody(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    scene.open("").await?;
    app.run("return client.refresh()").await?.refused_with("login_required")?;
    ensure!(scene.stage.sandbox.requests().is_empty(), "somebody was asked");
    Ok(())
}

async fn s39_abort_while_refreshing_ends_that_call_alone(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    scene.stage.sandbox.add_fault(Fault::new(TOKEN, Effect::Latency { ms: 1_000 }));
    let both = "const controller = new AbortController();
        const ended = [];
        const call = (name, init) => client.fetch('/cash/v1/balance', init)
          .then(({ status }) => ended.push([name, status]), (reason) => ended.push([name, reason]));
        const calls = [call('aborted', { signal: controller.signal }), call('other')];
        setTimeout(() => controller.abort('no longer needed'), 100);
        await Promise.all(calls);
        return ended";
    let ended = app.get(both).await?;
    ensure!(ended == json!([["aborted", "no longer needed"], ["other", 200]]), "{ended}");
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    app.called_with(&app.token().await?, 1)
}

async fn s39_call_aborted_before_refreshes_nothing(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    // What it might have asked for has arrived before what the page asks for next, and again.
    let call = "const told = await client.fetch('/cash/v1/balance', { signal: AbortSignal.abort() })
          .then(() => 'sent', ({ name }) => name);
        for (let i = 0; i < 5; i++) await fetch(args[0], { mode: 'no-cors' });
        return told";
    let open = "const client = newClient({ refreshTokenStore: 'memory' });";
    let told = scene.run_with(json!(scene.stage.sandbox.base()), &format!("{open} {call}")).await?.value()?;
    ensure!(told == "AbortError", "{told}");
    let requests = scene.stage.sandbox.requests();
    ensure!(requests.is_empty(), "somebody was asked: {requests:?}");
    Ok(())
}

async fn s35_call_whose_scope_is_missing_refreshes_nothing(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], "users:read", Life::EndsSoon).await?;
    let refusal = app.run(CALL).await?.refused_with("insufficient_scope")?;
    ensure!(*refusal.get("missingScopes") == json!(["cash:read"]), "{}", refusal.text());
    let own = "return client.fetch('/users/v1/member', { scope: 'users:read kakao:write' })";
    app.run(own).await?.refused_with("insufficient_scope")?;
    ensure!(scene.stage.sandbox.requests().is_empty(), "somebody was asked");
    Ok(())
}

async fn s48_sign_out_while_refreshing_is_not_undone_by_the_answer(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    scene.stage.sandbox.add_fault(Fault::new(TOKEN, Effect::Latency { ms: 500 }));
    let both = "const call = client.fetch('/cash/v1/balance').then(() => 'sent', (error) => error.code);
        const refresh = client.refresh().then(() => 'refreshed', (error) => error.code);
        await client.signOut();
        return [await call, await refresh, client.getSession()]";
    let told = app.get(both).await?;
    ensure!(told == json!(["login_required", "login_required", Value::Null]), "{told}");
    let is_over = app.session().await?.is_null() && !scene.stored().await?.contains("eyJ");
    ensure!(is_over && asked(&scene.stage.sandbox, BALANCE).is_empty(), "the answer brought the session back");
    Ok(())
}
