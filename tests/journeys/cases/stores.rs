//! Where a refresh token lives, and where it never does.

use anyhow::{Result, ensure};
use sandbox::MEMBERS;

use crate::app::{App, CALL, Life};
use crate::case::{Case, cases};
use crate::scene::{SCOPE, Scene};
use crate::storage::FILL;
use crate::traffic::refresh_tokens;

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s45_refresh_token_of_the_implicit_grant_is_kept_nowhere_unless_asked,
        s45_refresh_token_in_memory_is_in_no_storage_and_ends_with_the_page,
        s45_refresh_token_in_the_session_store_survives_a_reload,
        s45_refresh_token_is_never_in_local_storage_or_a_cookie,
        s45_refresh_token_that_an_app_no_longer_wants_is_taken_away,
        s46_refresh_with_full_storage_goes_on_in_memory,
        s48_sign_out_takes_the_refresh_token_away,
    ]
}

async fn s45_refresh_token_of_the_implicit_grant_is_kept_nowhere_unless_asked(scene: &Scene<'_>) -> Result<()> {
    for config in ["", "refreshTokenStore: 'discard'"] {
        let app = App::new(scene, config);
        let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
        let refresh_token = tokens.refresh_token.unwrap_or_default();
        ensure!(!scene.stored().await?.contains(&refresh_token), "it is stored");
        app.run("return client.refresh()").await?.refused_with("login_required")?;
        ensure!(app.session().await?["id"].is_string(), "the session is over before its time");
        // An app that asks for it now comes too late.
        let late = App::new(scene, "refreshTokenStore: 'session'");
        late.run("return client.refresh()").await?.refused_with("login_required")?;
        let shown = app.get("return JSON.stringify(client.getSession())").await?.to_string();
        ensure!(!shown.contains(&refresh_token), "an app can see it: {shown}");
        ensure!(app.token_requests() == 0, "a token was asked for");
    }
    Ok(())
}

async fn s45_refresh_token_in_memory_is_in_no_storage_and_ends_with_the_page(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'memory', shareAcrossTabs: false");
    let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let refresh_token = tokens.refresh_token.unwrap_or_default();
    ensure!(!scene.stored().await?.contains(&refresh_token), "it is stored");
    app.get("return client.refresh()").await?;
    ensure!(!scene.stored().await?.contains(&refresh_token), "it is stored by the refresh");
    ensure!(refresh_tokens(&scene.stage.sandbox) == [refresh_token], "it was not used");

    scene.browser.reload().await?;
    ensure!(app.get(CALL).await? == 200, "the access token is gone too");
    app.run("return client.refresh()").await?.refused_with("login_required")?;
    ensure!(app.session().await?["id"].is_string(), "the session is over before its time");
    ensure!(app.token_requests() == 1, "a token was asked for");
    Ok(())
}

async fn s45_refresh_token_in_the_session_store_survives_a_reload(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session', shareAcrossTabs: false");
    let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let before = app.session().await?;
    for _ in 0..2 {
        scene.browser.reload().await?;
        app.get("return client.refresh()").await?;
    }
    scene.browser.reload().await?;
    let slept = format!("stopClock(client.getSession().expiresAt + 1000); {CALL}");
    ensure!(app.get(&slept).await? == 200, "the call did not go through");
    let own = tokens.refresh_token.unwrap_or_default();
    ensure!(refresh_tokens(&scene.stage.sandbox) == [&*own; 3], "{:?}", refresh_tokens(&scene.stage.sandbox));
    ensure!(app.session().await?["id"] == before["id"], "it is another session");
    Ok(())
}

async fn s45_refresh_token_is_never_in_local_storage_or_a_cookie(scene: &Scene<'_>) -> Result<()> {
    for store in ["memory", "session"] {
        let config = format!("refreshTokenStore: '{store}', tokenStore: '{store}'");
        let app = App::new(scene, &config);
        let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
        ensure!(app.get(CALL).await? == 200, "the call did not go through");
        app.get("await client.signOut()").await?;
        let kept = "return JSON.stringify([{ ...localStorage }, document.cookie])";
        let kept = scene.browser.evaluate(kept).await?.to_string();
        let refresh_token = tokens.refresh_token.unwrap_or_default();
        ensure!(!kept.contains(&refresh_token) && !kept.contains("eyJ"), "{store}: {kept}");
    }
    Ok(())
}

/// The last version of the app kept it; this one must not go on using what it finds.
async fn s45_refresh_token_that_an_app_no_longer_wants_is_taken_away(scene: &Scene<'_>) -> Result<()> {
    let before = App::new(scene, "refreshTokenStore: 'session', shareAcrossTabs: false");
    let tokens = before.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let refresh_token = tokens.refresh_token.unwrap_or_default();
    ensure!(scene.stored().await?.contains(&refresh_token), "it is not stored");
    scene.browser.reload().await?;
    let now = App::new(scene, "refreshTokenStore: 'discard', shareAcrossTabs: false");
    ensure!(now.get(CALL).await? == 200, "the session is gone too");
    now.run("return client.refresh()").await?.refused_with("login_required")?;
    ensure!(!scene.stored().await?.contains(&refresh_token), "it is stored still");
    Ok(())
}

async fn s46_refresh_with_full_storage_goes_on_in_memory(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session', shareAcrossTabs: false");
    let first = app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    let longer = "await (async () => {";
    let filled = format!("{longer} {FILL} }})(); return client.refresh()");
    app.get(&filled).await?;
    let token = app.token().await?;
    ensure!(token != first.access_token, "it is the old token");
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    Ok(())
}

async fn s48_sign_out_takes_the_refresh_token_away(scene: &Scene<'_>) -> Result<()> {
    for store in ["memory", "session"] {
        let config = format!("refreshTokenStore: '{store}'");
        let app = App::new(scene, &config);
        let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
        app.get("await client.signOut()").await?;
        app.run("return client.refresh()").await?.refused_with("login_required")?;
        app.run(CALL).await?.refused_with("login_required")?;
        let refresh_token = tokens.refresh_token.unwrap_or_default();
        ensure!(!scene.stored().await?.contains(&refresh_token), "{store}: it is stored");
        ensure!(app.token_requests() == 0, "a token was asked for");
    }
    Ok(())
}
