//! Popups that the user closes, or the browser does not open.

use anyhow::{Result, ensure};

use crate::app::App;
use crate::case::{Case, case};
use crate::popup::{BY_POPUP, SIGN_IN};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case!([] popup_that_the_person_closes_is_cancelled_and_may_be_opened_again).with_short_waits(),
        case!([] popup_that_the_browser_blocks_is_told_at_once),
    ]
}

async fn popup_that_the_person_closes_is_cancelled_and_may_be_opened_again(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let opened = app.open_popup(SIGN_IN).await?;
    scene.browser.close_tab(&opened.page).await?;
    app.ended("sign-in").await?.refused_with("cancelled")?;
    ensure!(app.session().await?.is_null(), "somebody is signed in");
    let opened = app.click_for_a_popup("again", SIGN_IN).await?;
    scene.browser.switch_to(&opened.page).await?;
    ensure!(scene.browser.goes_on("again").await?, "the sign-in after it ended");
    Ok(())
}

async fn popup_that_the_browser_blocks_is_told_at_once(scene: &Scene<'_>) -> Result<()> {
    let browser = scene.browser;
    scene.open("").await?;
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
