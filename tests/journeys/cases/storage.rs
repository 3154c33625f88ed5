//! Storage that is there, or full; `unavailable_storage.rs` has what an app can do without.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::case::{Case, cases};
use crate::scene::{SCOPE, Scene, answer};

/// Leaves no room for a single character more.
pub(crate) const FILL: &str = "let size = 1 << 22;
    while (size >= 1) {
      try { sessionStorage.setItem('filler' + size, 'x'.repeat(size)); size = Math.floor(size / 2); }
      catch { size = Math.floor(size / 2); }
    }";

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s45_token_is_in_session_storage_alone,
        s45_session_survives_a_reload,
        s45_session_in_memory_ends_with_the_page,
        s46_sign_in_with_full_storage_is_a_typed_error,
        s46_sign_in_that_returns_to_full_storage_lives_in_memory,
        s47_stored_sign_ins_are_bounded,
        s47_ended_sign_in_leaves_nothing_of_the_app_in_the_store,
        s48_sign_out_clears_the_store,
    ]
}

async fn s45_token_is_in_session_storage_alone(scene: &Scene<'_>) -> Result<()> {
    let token = scene.sign_in(SCOPE).await?;
    let stores = "return [{ ...sessionStorage }, { ...localStorage }, document.cookie].map((it) => JSON.stringify(it))";
    let stores = scene.browser.evaluate(stores).await?;
    let holds = |index: usize| stores[index].as_str().unwrap_or_default().contains(&token);
    ensure!(holds(0) && !holds(1) && !holds(2), "{stores}");
    Ok(())
}

async fn s45_session_survives_a_reload(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    let before = scene.run("return newClient().getSession()").await?.value()?;
    scene.browser.reload().await?;
    let after = scene.run("return newClient().getSession()").await?.value()?;
    ensure!(before == after, "{before} became {after}");
    let status = scene.run("return (await newClient().fetch('/cash/v1/balance')).status").await?.value()?;
    ensure!(status == 200, "the status is {status}");
    Ok(())
}

async fn s45_session_in_memory_ends_with_the_page(scene: &Scene<'_>) -> Result<()> {
    let memory = json!({ "tokenStore": "memory" });
    let started = scene.start_sign_in().await?;
    let token = scene.token(SCOPE)?;
    scene.open(&answer(&token, &started.state)).await?;
    scene.run_with(memory.clone(), "return newClient(args[0]).handleRedirectCallback()").await?.value()?;
    let session = scene.run_with(memory.clone(), "return newClient(args[0]).getSession()").await?.value()?;
    ensure!(session["id"].is_string() && !scene.stored().await?.contains(&token), "{session}");
    scene.browser.reload().await?;
    let session = scene.run_with(memory, "return newClient(args[0]).getSession()").await?.value()?;
    ensure!(session.is_null(), "{session}");
    Ok(())
}

async fn s46_sign_in_with_full_storage_is_a_typed_error(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    scene.run(FILL).await?.value()?;
    scene.run("return newClient().signInWithRedirect()").await?.refused_with("storage_unavailable")?;
    let address = scene.browser.address().await?;
    ensure!(address == scene.home(), "the page left for {address}");
    Ok(())
}

async fn s46_sign_in_that_returns_to_full_storage_lives_in_memory(scene: &Scene<'_>) -> Result<()> {
    let started = scene.start_sign_in().await?;
    scene.open("").await?;
    scene.run(FILL).await?.value()?;
    scene.open(&answer(&scene.token(SCOPE)?, &started.state)).await?;
    scene.callback().await?.value()?;
    scene.address_is_clean().await?;
    let status = scene.run("return (await newClient().fetch('/cash/v1/balance')).status").await?.value()?;
    ensure!(status == 200, "the status is {status}");
    Ok(())
}

async fn s47_stored_sign_ins_are_bounded(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let body = "for (let i = 0; i < 100; i++) {
          CoolsmsOAuth2.generateState({ clientId: 'sandbox-demo', redirectUri: location.href });
        }
        return Object.values({ ...sessionStorage }).join().length";
    let size = scene.run(body).await?.value()?;
    ensure!(size.as_u64().is_some_and(|size| size < 16 * 1024), "{size} characters are stored");
    Ok(())
}

async fn s47_ended_sign_in_leaves_nothing_of_the_app_in_the_store(scene: &Scene<'_>) -> Result<()> {
    scene.open("?tab=drafts").await?;
    let started = scene.leave(&json!({}), &json!({ "appState": { "draft": "to my mother" } })).await?;
    scene.open("").await?;
    let pending = scene.stored().await?;
    ensure!(pending.contains("to my mother") && pending.contains("tab=drafts"), "nothing to forget: {pending}");
    scene.complete(&started).await?;
    let kept = scene.stored().await?;
    ensure!(kept.contains(&started.state), "a replay could not be told: {kept}");
    ensure!(!kept.contains("to my mother") && !kept.contains("tab=drafts"), "{kept}");
    Ok(())
}

async fn s48_sign_out_clears_the_store(scene: &Scene<'_>) -> Result<()> {
    let token = scene.sign_in(SCOPE).await?;
    let body = "const client = newClient();
        let changes = 0;
        client.subscribe(() => changes++);
        await client.signOut();
        return [client.getSession(), changes]";
    let result = scene.run(body).await?.value()?;
    ensure!(result == json!([null, 1]), "{result}");
    ensure!(!scene.stored().await?.contains(&token), "the token is still stored");
    scene.run("return newClient().fetch('/cash/v1/balance')").await?.refused_with("login_required")?;
    scene.browser.reload().await?;
    ensure!(!scene.is_signed_in().await?, "a reload brought the session back");
    Ok(())
}
