//! Several tabs of one app: a session is handed to a tab that has none, and its end is told to all that have it.

use anyhow::{Result, ensure};
use browser::Refused;
use sandbox::MEMBERS;

use crate::app::{App, CALL, KEEPING, Life, REFRESH, SIGN_OUT};
use crate::case::{Case, case};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case!([] new_tab_without_a_session_gets_that_of_another: hands_over("", true)),
        case!([S45] session_in_memory_is_handed_to_a_new_tab_and_outlives_the_first:
            hands_over("tokenStore: 'memory', refreshTokenStore: 'memory'", false)),
        case!([S36] tab_that_shares_nothing_gets_and_gives_nothing),
        case!([S36 S48] sign_out_in_a_copy_of_a_tab_ends_every_tab_of_the_session_and_no_other),
        case!([S48] copy_of_a_tab_that_signed_out_gets_nothing_back_from_it).with_short_waits(),
    ]
}

async fn hands_over(scene: &Scene<'_>, config: &str, is_stored: bool) -> Result<()> {
    let app = App::new(scene, config);
    let first = app.sign_in(&MEMBERS[0], Life::Day).await?;
    let (session, token) = (app.session().await?, app.token().await?);
    let second = app.open_another_tab().await?;
    app.run("listenTo(client)").await?;
    ensure!(app.wait_for_a_session().await? == session, "it is another session");
    ensure!(app.token().await? == token, "it is another token");
    app.heard_of_one_change().await?;
    app.calls().await?;

    scene.browser.switch_to(&first).await?;
    scene.browser.close_tab(&second).await?;
    ensure!(app.session().await? == session, "it is another session now");
    if !is_stored {
        scene.stores_no_token().await?;
        app.run(REFRESH).await?;
    }
    app.calls().await
}

async fn tab_that_shares_nothing_gets_and_gives_nothing(scene: &Scene<'_>) -> Result<()> {
    let (sharing, alone) = (App::new(scene, ""), App::new(scene, "shareAcrossTabs: false"));
    sharing.sign_in(&MEMBERS[0], Life::Day).await?;
    let silent = sharing.open_another_tab().await?;
    ensure!(alone.session().await?.is_null(), "it got a session");
    // A tab that came later has one by now; this one would have, too.
    sharing.open_tab_with_session().await?;
    scene.browser.switch_to(&silent).await?;
    ensure!(alone.session().await?.is_null(), "it got a session");
    alone.run(CALL).await.refused_with("login_required")?;

    // Its own session is its own.
    alone.sign_in(&MEMBERS[1], Life::Day).await?;
    alone.is(&MEMBERS[1]).await?;
    scene.browser.close_others(&silent).await?;
    sharing.open_another_tab().await?;
    sharing.run(CALL).await.refused_with("login_required").map(drop)
}

async fn sign_out_in_a_copy_of_a_tab_ends_every_tab_of_the_session_and_no_other(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, KEEPING);
    let first = app.sign_in(&MEMBERS[0], Life::Day).await?;
    let session = app.session().await?;
    let copy = app.duplicate_tab().await?;
    ensure!(app.session().await? == session, "the copy has another session");
    let asked = app.open_tab_with_session().await?;
    // Another member's session in a fourth tab is none of theirs.
    let other = app.open_tab_with_session().await?;
    app.sign_in(&MEMBERS[1], Life::Day).await?;
    for tab in [&first, &asked] {
        scene.browser.switch_to(tab).await?;
        app.is(&MEMBERS[0]).await?;
        app.run("listenTo(client)").await?;
    }
    scene.browser.switch_to(&copy).await?;
    app.run(SIGN_OUT).await?;
    scene.stores_no_token().await?;
    for tab in [&first, &asked] {
        scene.browser.switch_to(tab).await?;
        scene.browser.wait_for("the news", "return heard.length > 0").await?;
        app.wait_for_no_session().await?;
        app.is_signed_out().await?;
    }
    scene.browser.refresh().await?;
    let session_after = app.session().await?;
    ensure!(session_after["id"] != session["id"], "a reload brought it back");
    scene.browser.switch_to(&other).await?;
    app.is(&MEMBERS[1]).await
}

/// A copy that loads while its original signs out.
async fn copy_of_a_tab_that_signed_out_gets_nothing_back_from_it(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, KEEPING);
    let first = app.sign_in(&MEMBERS[0], Life::Day).await?;
    app.begin_in_a_click("copy", "return signOutBeforeCopyLoads(client)").await?;
    scene.browser.ended("copy").await?;
    scene.browser.wait_for_tab(std::slice::from_ref(&first)).await?;
    scene.wait_for_the_module().await?;
    ensure!(app.session().await?.is_null(), "the session is back");
    app.is_signed_out().await?;
    scene.browser.switch_to(&first).await?;
    ensure!(app.session().await?.is_null(), "the session is back where it was signed out");
    Ok(())
}
