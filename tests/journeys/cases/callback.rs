//! Responses to a sign-in that was under way: successes, refusals, and what the app gets to know.

use anyhow::{Result, ensure};
use sandbox::{AuthorizeAnswer, Fault, MEMBERS, Place};
use serde_json::json;

use crate::case::{Case, cases};
use crate::scene::{Scene, answer};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        success_gives_the_session_and_the_place_the_person_left,
        success_works_by_import_as_by_script_tag,
        denial_gives_the_server_s_error_and_the_place_the_person_left,
        s16_another_kind_of_response_than_was_asked_for_is_refused,
        s10_answer_without_state_is_refused,
        s10_answer_with_another_state_is_refused,
        s26_token_in_the_query_is_taken_from_this_provider,
        s24_token_of_another_app_is_refused,
        s29_second_call_gives_the_same_promise,
        s29_second_client_gives_the_same_sign_in,
        s29_second_entry_gives_the_same_sign_in,
        s26_functions_find_the_response_that_was_taken_out,
        s26_token_of_a_late_sign_in_is_taken_out_at_import,
    ]
}

async fn success_gives_the_session_and_the_place_the_person_left(scene: &Scene<'_>) -> Result<()> {
    scene.open("?tab=inbox#/messages/7").await?;
    scene.leave(&json!({}), &json!({ "appState": { "draft": "안녕" } })).await?;
    scene.decide("#allow").await?;
    let result = scene.callback().await?.value()?;
    ensure!(result["returnTo"] == "/test/blank.html?tab=inbox#/messages/7", "{result}");
    ensure!(result["appState"]["draft"] == "안녕", "{result}");
    ensure!(result["session"]["scope"].as_array().map(Vec::len) == Some(4), "{result}"); // S22: said by the JWT alone
    scene.history_is_clean().await
}

async fn success_works_by_import_as_by_script_tag(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&scene.stage.page("/test/module.html")).await?;
    scene.leave(&json!({}), &json!({})).await?;
    scene.decide("#allow").await?;
    let result = scene.callback().await?.value()?;
    ensure!(result["session"]["id"].is_string(), "{result}");
    scene.history_is_clean().await
}

async fn denial_gives_the_server_s_error_and_the_place_the_person_left(scene: &Scene<'_>) -> Result<()> {
    scene.open("?tab=inbox").await?;
    scene.leave(&json!({}), &json!({ "appState": 7 })).await?;
    scene.decide("#deny").await?;
    let refusal = scene.callback().await?.refused_with("authorization_error")?;
    ensure!(refusal.get("error") == "access_denied", "{}", refusal.text()); // S23
    ensure!(refusal.get("returnTo") == "/test/blank.html?tab=inbox", "{}", refusal.text());
    ensure!(refusal.get("appState") == 7, "{}", refusal.text());
    scene.history_is_clean().await
}

async fn s16_another_kind_of_response_than_was_asked_for_is_refused(scene: &Scene<'_>) -> Result<()> {
    let started = scene.start_sign_in().await?;
    scene.open(&format!("?code=forged&state={}", started.state)).await?;
    scene.callback().await?.refused_with("unexpected_response")?;
    scene.history_is_clean().await
}

async fn s10_answer_without_state_is_refused(scene: &Scene<'_>) -> Result<()> {
    scene.stage.sandbox.add_fault(Fault::authorize_answer(AuthorizeAnswer::without_state()));
    let started = scene.start_sign_in().await?;
    scene.decide("#allow").await?;
    scene.callback().await?.refused_with("missing_state")?;
    ensure!(scene.stored().await?.contains(&started.state), "the sign-in is no longer under way");
    scene.history_is_clean().await
}

async fn s10_answer_with_another_state_is_refused(scene: &Scene<'_>) -> Result<()> {
    scene.stage.sandbox.add_fault(Fault::authorize_answer(AuthorizeAnswer::with_wrong_state()));
    scene.start_sign_in().await?;
    scene.decide("#allow").await?;
    scene.callback().await?.refused_with("state_mismatch")?;
    scene.history_is_clean().await
}

/// CoolSMS does not document where its tokens come.
async fn s26_token_in_the_query_is_taken_from_this_provider(scene: &Scene<'_>) -> Result<()> {
    scene.stage.sandbox.add_fault(Fault::authorize_answer(AuthorizeAnswer::in_place(Place::Query)));
    scene.start_sign_in().await?;
    scene.decide("#allow").await?;
    scene.callback().await?.value()?;
    scene.history_is_clean().await
}

async fn s24_token_of_another_app_is_refused(scene: &Scene<'_>) -> Result<()> {
    let other = scene.stage.sandbox.register_app("other", &[&scene.home()])?;
    let token = scene.stage.sandbox.issue_tokens(&other.client_id, &MEMBERS[0], "users:read")?.access_token;
    let started = scene.start_sign_in().await?;
    scene.open(&answer(&token, &started.state)).await?;
    scene.callback().await?.refused_with("client_mismatch")?;
    ensure!(!scene.is_signed_in().await?, "a session was made of it");
    scene.history_is_clean().await
}

/// Whatever a framework's double effects do.
async fn s29_second_call_gives_the_same_promise(scene: &Scene<'_>) -> Result<()> {
    let started = scene.start_sign_in().await?;
    scene.open(&answer(&scene.token("users:read")?, &started.state)).await?;
    let body = "const { handleRedirectCallback } = newClient();
        const [first, second] = [handleRedirectCallback(), handleRedirectCallback()];
        await first;
        return first === second && first === handleRedirectCallback()";
    let is_same = scene.run(body).await?.value()?;
    ensure!(is_same == true, "it is another promise");
    Ok(())
}

async fn s29_second_client_gives_the_same_sign_in(scene: &Scene<'_>) -> Result<()> {
    let started = scene.start_sign_in().await?;
    scene.open(&answer(&scene.token("users:read")?, &started.state)).await?;
    let body = "const [one, two] = [newClient(), newClient()];
        const results = await Promise.all([one.handleRedirectCallback(), two.handleRedirectCallback()]);
        return [...results.map(({ session }) => session.id), one.getSession().id, two.getSession().id]";
    let ids = scene.run(body).await?.value()?;
    ensure!(ids.as_array().is_some_and(|ids| ids.iter().all(|id| *id == ids[0])), "{ids}");
    Ok(())
}

async fn s29_second_entry_gives_the_same_sign_in(scene: &Scene<'_>) -> Result<()> {
    let page = scene.stage.page("/test/module.html");
    scene.open_page(&page).await?;
    let started = scene.leave(&json!({}), &json!({})).await?;
    let response = answer(&scene.token("users:read")?, &started.state);
    scene.open_page(&format!("{page}{response}")).await?;
    let body = "const one = newClient();
        window.CoolsmsOAuth2 = CoolsmsOAuth2WithFile;
        await CoolsmsOAuth2.init();
        const two = newClient();
        const results = await Promise.all([one.handleRedirectCallback(), two.handleRedirectCallback()]);
        return results.map(({ session }) => session.id)";
    let ids = scene.run(body).await?.value()?;
    ensure!(ids[0].is_string() && ids[0] == ids[1], "{ids}");
    Ok(())
}

async fn s26_functions_find_the_response_that_was_taken_out(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let state = scene.run("return CoolsmsOAuth2.generateState(binding())").await?.value()?;
    scene.open(&answer("functions", state.as_str().unwrap_or_default())).await?;
    scene.address_is_clean().await?;
    for address in ["", "location.href", "new URL(location.href).href"] {
        let parsed =
            scene.run(&format!("return CoolsmsOAuth2.parseAuthorizationResponse({address})")).await?.value()?;
        ensure!(parsed["accessToken"] == "functions" && parsed["state"] == state, "{address}: {parsed}");
    }
    let verify = "return CoolsmsOAuth2.verifyState(args[0], binding())";
    let spent = scene.run_with(state.clone(), verify).await?.value()?;
    ensure!(spent["state"] == state, "{spent}");
    scene.run_with(state, verify).await?.refused_with("state_replayed")?;
    let parsed = scene.run("return CoolsmsOAuth2.parseAuthorizationResponse()").await?.value()?;
    ensure!(parsed.is_null(), "{parsed}");
    Ok(())
}

async fn s26_token_of_a_late_sign_in_is_taken_out_at_import(scene: &Scene<'_>) -> Result<()> {
    let started = scene.start_sign_in().await?;
    scene.open("").await?;
    let age = "const key = 'coolsms-oauth2.pending';
        const old = ({ issuedAt, expiresAt, ...rest }) => ({ ...rest, issuedAt: issuedAt - 3.6e6, expiresAt: expiresAt - 3.6e6 });
        sessionStorage.setItem(key, JSON.stringify(JSON.parse(sessionStorage.getItem(key)).map(old)))";
    scene.run(age).await?.value()?;
    scene.open(&answer("late", &started.state)).await?;
    scene.address_is_clean().await?;
    scene.callback().await?.refused_with("state_expired")?;
    Ok(())
}
