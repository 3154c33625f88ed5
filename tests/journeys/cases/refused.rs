//! Calls that the API refuses: which of them are worth a new token and a second attempt.

use anyhow::{Context, Result, ensure};
use sandbox::{Effect, Fault, MEMBERS, Options};
use serde_json::json;

use crate::app::{App, CALL, Life};
use crate::case::{Case, case, cases};
use crate::refresh::REFRESHING;
use crate::scene::{SCOPE, Scene};
use crate::traffic::{BALANCE, TOKEN, asked};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = cases![
        s35_token_that_only_the_server_knows_to_be_over_is_replaced_and_the_call_made_again,
        s42_twenty_calls_that_are_refused_make_one_token_request,
        s35_call_that_is_refused_again_is_unauthorized_after_two_requests,
        s35_call_that_was_refreshed_before_and_is_refused_ends_all_the_same,
        s35_refused_call_whose_refresh_finds_no_server_says_why_and_keeps_the_session,
        s35_refused_call_whose_refresh_token_is_refused_ends_the_session,
        s35_challenge_for_more_scope_refreshes_nothing,
        s39_abort_between_the_two_attempts_rejects_with_its_reason,
    ];
    let without_cors = Options { cors: false, ..Options::default() };
    cases.push(case!(s39_call_whose_preflight_is_refused_refreshes_nothing).with(without_cors));
    cases
}

/// A bare refusal: it says nothing of why.
fn refuse(scene: &Scene<'_>, path: &str, times: u32, status: u16, challenge: Option<&str>) {
    let effect = Effect::Status {
        status,
        error_code: "Unauthorized".to_owned(),
        error_message: String::new(),
        headers: challenge.map(|it| ("WWW-Authenticate".to_owned(), it.to_owned())).into_iter().collect(),
    };
    scene.stage.sandbox.add_fault(Fault::new(path, effect).times(times));
}

impl App<'_> {
    /// Calls for the balance, and requests for a token.
    fn made(&self, calls: usize, token_requests: usize) -> Result<()> {
        let made = (asked(&self.scene.stage.sandbox, BALANCE).len(), self.token_requests());
        ensure!(made == (calls, token_requests), "(calls, token requests): {made:?}");
        Ok(())
    }
}

async fn s35_token_that_only_the_server_knows_to_be_over_is_replaced_and_the_call_made_again(
    scene: &Scene<'_>,
) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    let first = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    scene.stage.sandbox.expire_tokens();
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    app.made(2, 1)?;
    let token = app.token().await?;
    let sent: Vec<_> = asked(&scene.stage.sandbox, BALANCE).into_iter().filter_map(|it| it.authorization).collect();
    ensure!(sent == [format!("Bearer {}", first.access_token), format!("Bearer {token}")], "{sent:?}");
    Ok(())
}

async fn s42_twenty_calls_that_are_refused_make_one_token_request(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    scene.stage.sandbox.expire_tokens();
    // Some refusals arrive long after the others, when the new token is there.
    scene.stage.sandbox.add_fault(Fault::new(BALANCE, Effect::Latency { ms: 400 }).times(4));
    let calls = "const calls = Array.from({ length: 20 }, () => client.fetch('/cash/v1/balance'));
        return (await Promise.all(calls)).map(({ status }) => status)";
    let statuses = app.get(calls).await?;
    ensure!(statuses == json!(vec![200; 20]), "{statuses}");
    let requests = app.token_requests();
    ensure!(requests == 1, "{requests} token requests");
    Ok(())
}

async fn s35_call_that_is_refused_again_is_unauthorized_after_two_requests(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    scene.open("").await?;
    for challenge in [None, Some(r#"Bearer error="invalid_token""#), Some(r#"Basic realm="proxy""#)] {
        app.sign_in_here(&MEMBERS[0], SCOPE, Life::Day).await?;
        let before = app.session().await?;
        scene.stage.sandbox.clear_faults();
        scene.stage.sandbox.clear_requests();
        refuse(scene, BALANCE, u32::MAX, 401, challenge);
        let refusal = app.run(CALL).await?.refused_with("unauthorized")?;
        ensure!(refusal.get("response") == &json!({ "status": 401, "isReadable": true }), "{}", refusal.text());
        ensure!(refusal.get("cause").is_null(), "the refresh did not fail: {}", refusal.text());
        app.made(2, 1).with_context(|| format!("{challenge:?}"))?;
        ensure!(app.session().await?["id"] == before["id"], "the session is over");
    }
    Ok(())
}

async fn s35_call_that_was_refreshed_before_and_is_refused_ends_all_the_same(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    refuse(scene, BALANCE, u32::MAX, 401, None);
    app.run(CALL).await?.refused_with("unauthorized")?;
    let made = (asked(&scene.stage.sandbox, BALANCE).len(), app.token_requests());
    ensure!(made == (1, 1) || made == (2, 2), "(calls, token requests): {made:?}");
    Ok(())
}

async fn s35_refused_call_whose_refresh_finds_no_server_says_why_and_keeps_the_session(
    scene: &Scene<'_>,
) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let before = app.session().await?;
    scene.stage.sandbox.expire_tokens();
    scene.stage.sandbox.add_fault(Fault::new(TOKEN, Effect::Dropped).times(u32::MAX));
    let refusal = app.run(CALL).await?.refused_with("unauthorized")?;
    ensure!(refusal.get("cause")["code"] == "network_error", "{}", refusal.text());
    ensure!(refusal.get("response") == &json!({ "status": 401, "isReadable": true }), "{}", refusal.text());
    ensure!(asked(&scene.stage.sandbox, BALANCE).len() == 1, "the call was made again with the old token");
    ensure!(app.session().await? == before, "the session is another"); // S43
    scene.stage.sandbox.clear_faults();
    ensure!(app.get(CALL).await? == 200, "the later call did not go through");
    Ok(())
}

async fn s35_refused_call_whose_refresh_token_is_refused_ends_the_session(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    scene.stage.sandbox.revoke_all_tokens();
    let refusal = app.run(CALL).await?.refused_with("unauthorized")?;
    ensure!(refusal.get("cause")["code"] == "login_required", "{}", refusal.text());
    ensure!(refusal.get("cause")["errorCode"] == "InvalidRefreshToken", "{}", refusal.text());
    app.made(1, 1)?;
    ensure!(app.session().await?.is_null(), "the session goes on"); // S43
    Ok(())
}

async fn s35_challenge_for_more_scope_refreshes_nothing(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let challenge = r#"Bearer error="insufficient_scope", scope="cash:write""#;
    for status in [401, 403] {
        scene.stage.sandbox.clear_requests();
        refuse(scene, BALANCE, 1, status, Some(challenge));
        let refusal = app.run(CALL).await?.refused_with("insufficient_scope")?;
        ensure!(*refusal.get("missingScopes") == json!(["cash:write"]), "{}", refusal.text());
        ensure!(refusal.get("response")["status"] == status, "{}", refusal.text());
        app.made(1, 0)?;
    }
    Ok(())
}

/// A new token would not help.
async fn s39_call_whose_preflight_is_refused_refreshes_nothing(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    app.run(CALL).await?.refused_with("network_error")?;
    let requests = scene.stage.sandbox.requests();
    ensure!(!requests.is_empty() && requests.iter().all(|it| it.method == "OPTIONS"), "{requests:?}");
    ensure!(requests.iter().all(|it| it.path == BALANCE), "{requests:?}");
    Ok(())
}

async fn s39_abort_between_the_two_attempts_rejects_with_its_reason(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    scene.stage.sandbox.expire_tokens();
    scene.stage.sandbox.add_fault(Fault::new(TOKEN, Effect::Latency { ms: 5_000 }));
    app.begin(
        "call",
        "window.controller = new AbortController();
        try { return await client.fetch('/cash/v1/balance', { signal: window.controller.signal }); }
        catch (reason) { return { reason }; }",
    )
    .await?;
    scene.wait_for_requests(TOKEN, 1).await?;
    scene.browser.evaluate("window.controller.abort('no longer needed')").await?;
    let ended = app.ended("call").await?.value()?;
    ensure!(ended == json!({ "reason": "no longer needed" }), "{ended}");
    ensure!(asked(&scene.stage.sandbox, BALANCE).len() == 1, "the call was made again");
    Ok(())
}
