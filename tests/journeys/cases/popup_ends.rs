//! Sign-ins by popup that come to nothing: each way in which one ends has its outcome.

use anyhow::{Result, ensure};
use journeys::{Browser, Engine};
use sandbox::MEMBERS;
use serde_json::json;

use crate::app::App;
use crate::case::{Case, case, cases};
use crate::popup::{BY_POPUP, Opened, SIGN_IN, cut_off};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = cases![
        popup_that_the_person_closes_is_cancelled_and_may_be_opened_again,
        s39_abort_rejects_with_its_reason_and_nothing_comes_of_the_popup,
        s39_sign_in_that_was_aborted_before_opens_nothing,
        s12_popup_that_takes_too_long_is_a_timeout,
        popup_that_the_browser_blocks_is_told_at_once,
        newer_popup_of_the_page_cancels_the_older_and_succeeds,
        denial_in_the_popup_is_the_server_s_error,
    ];
    cases.extend(
        [
            case!(denial_in_a_popup_that_is_cut_off_is_the_server_s_error),
            case!(s39_abort_ends_a_sign_in_whose_popup_is_cut_off),
        ]
        .map(|case| case.with(cut_off())),
    );
    cases
}

async fn popup_that_the_person_closes_is_cancelled_and_may_be_opened_again(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let opened = app.open_popup(SIGN_IN).await?;
    scene.browser.close_tab(&opened.page).await?;
    app.ended("sign-in").await?.refused_with("cancelled")?;
    ensure!(app.session().await?.is_null(), "somebody is signed in");
    let opened = app.click_for_a_popup("again", SIGN_IN).await?;
    scene.decide_in(&opened, &MEMBERS[0], "#allow").await?;
    app.ended("again").await?.value()?;
    Ok(())
}

/// What the app aborts with is what it gets.
const ABORTABLE: &str = "window.controller = new AbortController();
    try { return await client.signInWithPopup({ signal: window.controller.signal }); }
    catch (reason) { return { reason }; }";

async fn abort(app: &App<'_>, opened: &Opened) -> Result<()> {
    let browser = app.scene.browser;
    browser.switch_to(&opened.page).await?;
    ensure!(browser.goes_on("sign-in").await?, "it ended by itself");
    browser.evaluate("window.controller.abort('no longer needed')").await?;
    let ended = app.ended("sign-in").await?.value()?;
    ensure!(ended == json!({ "reason": "no longer needed" }), "{ended}");
    ensure!(app.session().await?.is_null(), "somebody is signed in");
    Ok(())
}

/// A popup without opener is closed by Firefox alone.
fn is_closed_from_here(scene: &Scene<'_>) -> bool {
    scene.engine == Engine::Firefox
}

async fn s39_abort_rejects_with_its_reason_and_nothing_comes_of_the_popup(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let opened = app.open_popup(ABORTABLE).await?;
    abort(&app, &opened).await?;
    if is_closed_from_here(scene) {
        return scene.browser.wait_for_end_of(&opened.popup).await;
    }
    // It closes by itself once it is back.
    scene.decide_in(&opened, &MEMBERS[0], "#allow").await?;
    ensure!(app.session().await?.is_null(), "somebody is signed in");
    Ok(())
}

async fn s39_abort_ends_a_sign_in_whose_popup_is_cut_off(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let opened = app.open_popup(ABORTABLE).await?;
    abort(&app, &opened).await?;
    scene.decide_in(&opened, &MEMBERS[0], "#allow").await?;
    ensure!(app.session().await?.is_null(), "somebody is signed in");
    Ok(())
}

async fn s39_sign_in_that_was_aborted_before_opens_nothing(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    scene.open("").await?;
    let sign_in = "try { return await client.signInWithPopup({ signal: AbortSignal.abort('too late') }); }
        catch (reason) { return { reason }; }";
    app.begin_in_a_click("sign-in", sign_in).await?;
    let ended = app.ended("sign-in").await?.value()?;
    ensure!(ended == json!({ "reason": "too late" }), "{ended}");
    let tabs = scene.browser.tabs().await?;
    ensure!(tabs.len() == 1 && scene.stage.sandbox.requests().is_empty(), "a popup was opened");
    Ok(())
}

async fn s12_popup_that_takes_too_long_is_a_timeout(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "redirectUri: location.origin + '/test/returning.html', stateLifetimeSeconds: 1");
    let opened = app.open_popup(SIGN_IN).await?;
    scene.browser.switch_to(&opened.page).await?;
    app.ended("sign-in").await?.refused_with("timeout")?;
    if is_closed_from_here(scene) {
        return scene.browser.wait_for_end_of(&opened.popup).await;
    }
    // Nobody waits for it any more.
    scene.browser.switch_to(&opened.popup).await?;
    scene.decide("#allow").await?;
    scene.browser.ended("callback").await?.refused_with("state_mismatch")?;
    scene.address_is_clean().await?;
    scene.browser.switch_to(&opened.page).await?;
    ensure!(app.session().await?.is_null(), "somebody is signed in");
    Ok(())
}

/// In a browser as people have it.
async fn popup_that_the_browser_blocks_is_told_at_once(scene: &Scene<'_>) -> Result<()> {
    let browser = Browser::start_with_popup_blocker(scene.engine).await?;
    let told = is_blocked_without_a_click(scene, &browser).await;
    browser.close().await?;
    told
}

async fn is_blocked_without_a_click(scene: &Scene<'_>, browser: &Browser) -> Result<()> {
    browser.goto(&scene.home()).await?;
    browser.wait_for("the module", "return typeof newClient === 'function'").await?;
    let tabs = browser.tabs().await?;
    let sign_in = format!("const client = newClient({{ {BY_POPUP} }}); {SIGN_IN}");
    // By itself, not in a script of the driver, which might count as a person's.
    browser.begin("sign-in", &format!("await new Promise((resolve) => setTimeout(resolve)); {sign_in}")).await?;
    browser.ended("sign-in").await?.refused_with("popup_blocked")?;
    ensure!(browser.tabs().await? == tabs, "a popup was opened");

    // In a click it opens, so it was the blocker that did not let it.
    browser.begin_in_a_click("in a click", &sign_in).await?;
    browser.wait_for_tab(&tabs).await?;
    browser.wait_for("the sign-in page", "return document.querySelector('#email') !== null").await?;
    Ok(())
}

async fn newer_popup_of_the_page_cancels_the_older_and_succeeds(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let older = app.open_popup(SIGN_IN).await?;
    scene.browser.switch_to(&older.page).await?;
    let newer = app.click_for_a_popup("newer", SIGN_IN).await?;
    scene.browser.switch_to(&older.page).await?;
    app.ended("sign-in").await?.refused_with("cancelled")?;
    ensure!(scene.browser.goes_on("newer").await?, "the newer one ended too");
    scene.decide_in(&newer, &MEMBERS[1], "#allow").await?;
    app.ended("newer").await?.value()?;
    if is_closed_from_here(scene) {
        scene.browser.wait_for_end_of(&older.popup).await?;
    } else {
        scene.decide_in(&older, &MEMBERS[0], "#allow").await?;
    }
    ensure!(app.name().await? == MEMBERS[1].name, "it is another's session");
    Ok(())
}

async fn denial_in_the_popup_is_the_server_s_error(scene: &Scene<'_>) -> Result<()> {
    is_denied(scene).await
}

async fn denial_in_a_popup_that_is_cut_off_is_the_server_s_error(scene: &Scene<'_>) -> Result<()> {
    is_denied(scene).await
}

async fn is_denied(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let opened = app.open_popup("return client.signInWithPopup({ appState: 7 })").await?;
    scene.decide_in(&opened, &MEMBERS[0], "#deny").await?;
    let refusal = app.ended("sign-in").await?.refused_with("authorization_error")?;
    ensure!(refusal.get("error") == "access_denied" && refusal.get("appState") == 7, "{}", refusal.text());
    ensure!(app.session().await?.is_null(), "somebody is signed in");
    Ok(())
}
