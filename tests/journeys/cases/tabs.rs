//! Several tabs of one app: a session is handed to a tab that has none, and what becomes of it is told to all that have it.

use anyhow::{Context, Result, ensure};
use sandbox::MEMBERS;
use serde_json::json;

use crate::app::{App, CALL, LISTEN, Life};
use crate::case::{Case, case, cases};
use crate::scene::{SCOPE, Scene};

/// What every app here is, but for the tests of something else.
pub(crate) const SHARING: &str = "refreshTokenStore: 'memory'";

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = cases![
        [] new_tab_without_a_session_gets_that_of_another,
        [S45] session_in_memory_is_handed_to_a_new_tab_and_outlives_the_first,
        [] tab_that_shares_nothing_gets_and_gives_nothing,
        [S48] sign_out_in_one_tab_ends_the_others_of_the_session,
        [S48] sign_out_in_a_copy_of_a_tab_ends_both,
        [S30 S38] messages_between_tabs_are_no_page_s_but_this_origin_s,
    ];
    cases.push(case!([S48] copy_of_a_tab_that_signed_out_gets_nothing_back_from_it).with_short_waits());
    cases
}

async fn new_tab_without_a_session_gets_that_of_another(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "");
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let (session, token) = (app.session().await?, app.token().await?);
    let first = scene.browser.tab().await?;
    app.open_another_tab().await?;
    app.get(LISTEN).await?;
    ensure!(app.wait_for_a_session().await? == session, "it is another session");
    ensure!(app.token().await? == token, "it is another token");
    let heard = scene.browser.evaluate("return window.heard").await?;
    ensure!(heard == json!([null]), "the listener heard {heard}");
    ensure!(app.get(CALL).await? == 200, "the call did not go through");

    scene.browser.close_tab(&first).await?;
    ensure!(app.session().await? == session, "the first tab is another now");
    Ok(())
}

async fn session_in_memory_is_handed_to_a_new_tab_and_outlives_the_first(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "tokenStore: 'memory', refreshTokenStore: 'memory'");
    let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let first = scene.browser.tab().await?;
    let second = app.open_another_tab().await?;
    app.wait_for_a_session().await?;
    let stored = scene.stored().await?;
    let refresh_token = tokens.refresh_token.unwrap_or_default();
    ensure!(!stored.contains("eyJ") && !stored.contains(&refresh_token), "it is stored: {stored}");
    scene.browser.switch_to(&first).await?;
    scene.browser.close_tab(&second).await?;
    app.get("return client.refresh()").await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    Ok(())
}

async fn tab_that_shares_nothing_gets_and_gives_nothing(scene: &Scene<'_>) -> Result<()> {
    let (sharing, alone) = (App::new(scene, ""), App::new(scene, "shareAcrossTabs: false"));
    sharing.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let silent = sharing.open_another_tab().await?;
    ensure!(alone.session().await?.is_null(), "it got a session");
    // A tab that came later has one by now; this one would have, too.
    sharing.open_another_tab().await?;
    sharing.wait_for_a_session().await?;
    scene.browser.switch_to(&silent).await?;
    ensure!(alone.session().await?.is_null(), "it got a session");
    alone.run(CALL).await?.refused_with("login_required")?;

    // Its own session is its own.
    alone.sign_in(&MEMBERS[1], SCOPE, Life::Day).await?;
    ensure!(alone.name().await? == MEMBERS[1].name, "it is another's session");
    scene.browser.close_others(&silent).await?;
    sharing.open_another_tab().await?;
    sharing.run(CALL).await?.refused_with("login_required")?;
    Ok(())
}

async fn sign_out_in_one_tab_ends_the_others_of_the_session(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, SHARING);
    let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let first = scene.browser.tab().await?;
    let second = app.open_another_tab().await?;
    app.wait_for_a_session().await?;
    // Another member's session in a third tab is none of theirs.
    app.open_another_tab().await?;
    app.sign_in(&MEMBERS[1], SCOPE, Life::Day).await?;
    let third = scene.browser.tab().await?;

    scene.browser.switch_to(&first).await?;
    app.get(LISTEN).await?;
    scene.browser.switch_to(&second).await?;
    app.get("await client.signOut()").await?;
    scene.browser.switch_to(&first).await?;
    scene.browser.wait_for("the news", "return window.heard.length > 0").await?;
    app.wait_for_no_session().await?;
    app.run(CALL).await?.refused_with("login_required")?;
    let refresh_token = tokens.refresh_token.unwrap_or_default();
    let stored = scene.stored().await?;
    ensure!(!stored.contains(&tokens.access_token) && !stored.contains(&refresh_token), "{stored}");
    scene.browser.reload().await?;
    ensure!(app.session().await?.is_null() || app.name().await? == MEMBERS[1].name, "a reload brought it back");

    scene.browser.switch_to(&third).await?;
    ensure!(app.name().await? == MEMBERS[1].name, "the other member is signed out too");
    Ok(())
}

async fn sign_out_in_a_copy_of_a_tab_ends_both(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let first = scene.browser.tab().await?;
    let before = app.session().await?;
    app.duplicate_tab().await?;
    ensure!(app.session().await? == before, "the copy has another session");
    app.get("await client.signOut()").await?;
    ensure!(!scene.stored().await?.contains("eyJ"), "a token is stored");
    scene.browser.switch_to(&first).await?;
    app.wait_for_no_session().await?;
    app.run("return client.getAccessToken()").await?.refused_with("login_required")?;
    ensure!(!scene.stored().await?.contains("eyJ"), "a token is stored");
    Ok(())
}

/// A copy that loads while its original signs out.
async fn copy_of_a_tab_that_signed_out_gets_nothing_back_from_it(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let known = scene.browser.tabs().await?;
    // The copy gets the store as it is now, and its page only afterwards.
    app.begin_in_a_click(
        "copy",
        "const copy = window.open('about:blank');
        copy.sessionStorage.length;
        await client.signOut();
        copy.location = location.href",
    )
    .await?;
    app.ended("copy").await?.value()?;
    scene.browser.wait_for_tab(&known).await?;
    scene.wait_for_the_module().await?;
    ensure!(app.session().await?.is_null(), "the session is back");
    app.run(CALL).await?.refused_with("login_required")?;
    ensure!(!scene.stored().await?.contains("eyJ"), "a token is stored");
    scene.browser.switch_to(known.first().context("the first tab")?).await?;
    ensure!(app.session().await?.is_null(), "the session is back where it was signed out");
    Ok(())
}

/// Another origin that listens under every name that is used here hears nothing.
async fn messages_between_tabs_are_no_page_s_but_this_origin_s(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, SHARING);
    scene.open("").await?;
    scene.browser.evaluate("recordChannels()").await?;
    let state = "return CoolsmsOAuth2.generateState(binding())";
    let state = scene.run(state).await?.value()?;
    let arrive = "const client = newClient({ refreshTokenStore: 'memory' });
        history.replaceState(null, '', `#access_token=${args[0]}&refresh_token=r&state=${args[1]}`);
        await client.handleRedirectCallback();
        return [...channels]";
    let token = scene.token(SCOPE)?;
    let outcome = scene.browser.run(arrive, &[json!(token), state]).await?;
    let names = outcome.value()?;
    ensure!(names.as_array().is_some_and(|names| !names.is_empty()), "nothing is shared: {names}");
    let first = scene.browser.tab().await?;

    scene.browser.open_tab().await?;
    let other_origin = scene.stage.app.base_at("localhost") + "/test/blank.html";
    scene.open_page(&other_origin).await?;
    let listen = "window.overheard = [];
        window.ears = args[0].map((name) => {
          const ear = new BroadcastChannel(name);
          ear.onmessage = ({ data }) => { window.overheard.push(data); };
          return ear;
        })";
    scene.run_with(names, listen).await?.value()?;
    let stranger = scene.browser.tab().await?;
    app.open_another_tab().await?;
    app.wait_for_a_session().await?;
    scene.browser.switch_to(&first).await?;
    app.get("await client.signOut()").await?;
    scene.browser.switch_to(&stranger).await?;
    let overheard = scene.browser.evaluate("return window.overheard").await?;
    ensure!(overheard == json!([]), "another origin heard {overheard}");
    Ok(())
}
