//! A sign-in by popup: the page stays where it is, and gets the response.

use anyhow::{Context, Result, ensure};
use browser::{Refused, Tab};
use sandbox::Options;
use serde_json::json;

use crate::app::{App, SIGN_OUT};
use crate::case::{Case, case};
use crate::scene::Scene;

/// An app whose redirect URI is a page of its own.
const BY_POPUP: &str = "redirectUri: location.origin + '/test/returning.html', refreshTokenStore: 'memory'";
const SIGN_IN: &str = "return client.signInWithPopup({ appState: { draft: '안녕' } })";

pub(crate) fn cases() -> Vec<Case> {
    // A provider whose pages cut a popup off from the page that opened it.
    let cut_off = Options { sever_opener: true, ..Options::default() };
    vec![
        case!([S26 S30] popup_hands_its_response_over_closes_and_leaves_the_page_as_it_was: hands_over()),
        case!([S26 S30] popup_that_is_cut_off_from_the_page_hands_its_response_over: hands_over()).with(cut_off),
        case!([] popup_that_the_person_closes_is_cancelled_and_may_be_opened_again).with_short_waits(),
        case!([] popup_that_the_browser_blocks_is_told_at_once),
        case!([S30 S38] another_origin_hears_nothing_and_is_not_heard_on_channels_of_these_names),
    ]
}

/// A page, and the popup that it has opened.
struct Opened {
    page: Tab,
    popup: Tab,
}

impl App<'_> {
    /// Clicks, and goes on in the popup, at the provider's sign-in page.
    async fn open_popup(&self, name: &str) -> Result<Opened> {
        let browser = self.scene.browser;
        let (page, known) = (browser.tab().await?, browser.tabs().await?);
        self.begin_in_a_click(name, SIGN_IN).await?;
        let popup = browser.wait_for_tab(&known).await?;
        browser.wait_for("the sign-in page", "return document.querySelector('#email')").await?;
        Ok(Opened { page, popup })
    }

    /// Signs in and allows all in the popup, and goes on in the page, once the popup is closed.
    async fn allow_in(&self, opened: &Opened) -> Result<()> {
        let browser = self.scene.browser;
        browser.switch_to(&opened.popup).await?;
        browser.click("#sign-in-submit").await?;
        browser.press_and_leave("#allow").await?;
        browser.wait_for_end_of(&opened.popup).await?;
        browser.switch_to(&opened.page).await
    }
}

async fn hands_over(scene: &Scene<'_>) -> Result<()> {
    let (app, browser) = (App::new(scene, BY_POPUP), scene.browser);
    scene.open("?tab=inbox#/messages/7").await?;
    let place = "return [location.href, history.length, window.isTheSamePage]";
    browser.evaluate("window.isTheSamePage = true").await?;
    // A person is in the popup meanwhile. A driven browser may say that every page has the focus, and a popup that is cut off
    // looks closed: then the page would wait for seconds, not for the person.
    browser.evaluate("document.hasFocus = () => false").await?;
    let before = browser.evaluate(place).await?;
    app.run("listenTo(client)").await?;
    let opened = app.open_popup("sign-in").await?;
    let asked = browser.evaluate("return new URLSearchParams(location.search).get('redirect_uri')").await?;
    ensure!(asked == scene.stage.page("/test/returning.html"), "the redirect URI is {asked}");
    app.allow_in(&opened).await?;

    let result = browser.ended("sign-in").await?;
    ensure!(result["returnTo"].is_null() && result["appState"]["draft"] == "안녕", "{result}");
    ensure!(result["session"] == app.session().await?, "{result}");
    app.calls().await?;
    app.heard_of_one_change().await?;
    let after = browser.evaluate(place).await?;
    ensure!(after == before, "the page was at {before}, and is at {after}");
    ensure!(browser.tabs().await? == [opened.page], "another window is open");
    Ok(())
}

async fn popup_that_the_person_closes_is_cancelled_and_may_be_opened_again(scene: &Scene<'_>) -> Result<()> {
    let (app, browser) = (App::new(scene, BY_POPUP), scene.browser);
    scene.open("").await?;
    let opened = app.open_popup("sign-in").await?;
    browser.close_tab(&opened.page).await?;
    browser.ended("sign-in").await.refused_with("cancelled")?;
    ensure!(app.session().await?.is_null(), "somebody is signed in");
    let opened = app.open_popup("again").await?;
    browser.switch_to(&opened.page).await?;
    ensure!(browser.goes_on("again").await?, "the sign-in after it ended");
    Ok(())
}

async fn popup_that_the_browser_blocks_is_told_at_once(scene: &Scene<'_>) -> Result<()> {
    let (app, browser) = (App::new(scene, BY_POPUP), scene.browser);
    scene.open("").await?;
    let tabs = browser.tabs().await?;
    // By itself, not in a script of the driver, which might count as a person's.
    app.begin("sign-in", &format!("await new Promise((resolve) => setTimeout(resolve)); {SIGN_IN}")).await?;
    browser.ended("sign-in").await.refused_with("popup_blocked")?;
    ensure!(browser.tabs().await? == tabs, "a popup was opened");
    // In a click it opens, so it was the blocker that did not let it.
    app.open_popup("in a click").await.map(drop)
}

/// Channels are kept within an origin by the browser: those of a popup, and those between tabs.
async fn another_origin_hears_nothing_and_is_not_heard_on_channels_of_these_names(scene: &Scene<'_>) -> Result<()> {
    let (app, browser) = (App::new(scene, BY_POPUP), scene.browser);
    scene.open("").await?;
    browser.evaluate("recordChannels()").await?;
    let opened = app.open_popup("sign-in").await?;
    let state = browser.evaluate("return new URLSearchParams(location.search).get('state')").await?;
    let state = state.as_str().context("a state")?;
    browser.switch_to(&opened.page).await?;
    let names = browser.evaluate("return channels").await?;
    ensure!(names.as_array().is_some_and(|names| names.len() > 1), "it listens on too few channels: {names}");

    let stranger = browser.open_tab().await?;
    scene.open_page(&(scene.stage.app.base_at("localhost") + "/test/blank.html")).await?;
    // What would be taken, if it came from here.
    let response = scene.stage.page(&format!("/test/returning.html#access_token=forged&state={state}"));
    browser.evaluate(&format!("interfere({names}, '{response}')")).await?;
    browser.switch_to(&opened.page).await?;
    let received = browser.evaluate("return received").await?;
    ensure!(received == json!([]), "it received {received}");
    ensure!(browser.goes_on("sign-in").await?, "the sign-in has ended");

    app.allow_in(&opened).await?;
    browser.ended("sign-in").await?;
    app.calls().await?;
    app.open_tab_with_session().await?;
    browser.switch_to(&opened.page).await?;
    app.run(SIGN_OUT).await?;
    browser.switch_to(&stranger).await?;
    let overheard = browser.evaluate("return received").await?;
    ensure!(overheard == json!([]), "another origin heard {overheard}");
    Ok(())
}
