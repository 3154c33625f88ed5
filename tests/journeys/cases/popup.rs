//! A sign-in by popup: the page stays where it is, and gets the response.

use anyhow::{Result, ensure};
use journeys::Tab;
use sandbox::{MEMBERS, Member, Options};
use serde_json::{Value, json};

use crate::app::{App, CALL, LISTEN};
use crate::case::{Case, case, cases};
use crate::scene::Scene;

/// An app whose redirect URI is a page of its own.
pub(crate) const BY_POPUP: &str = "redirectUri: location.origin + '/test/returning.html'";
pub(crate) const SIGN_IN: &str = "return client.signInWithPopup()";

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = cases![
        [S26 S30] popup_hands_its_response_over_closes_and_leaves_the_page_as_it_was,
        [S36] popups_of_two_tabs_end_well_in_both,
    ];
    cases.push(case!([S26 S30] popup_that_is_cut_off_from_the_page_hands_its_response_over).with(cut_off()));
    cases
}

/// A provider whose pages cut a popup off from the page that opened it.
fn cut_off() -> Options {
    Options { sever_opener: true, ..Options::default() }
}

/// A page, and the popup that it has opened.
pub(crate) struct Opened {
    pub(crate) page: Tab,
    pub(crate) popup: Tab,
}

impl<'a> App<'a> {
    /// Opens the usual page, clicks, and goes on in the popup, at the provider's sign-in page.
    pub(crate) async fn open_popup(&self, sign_in: &str) -> Result<Opened> {
        self.scene.open("?tab=inbox#/messages/7").await?;
        self.click_for_a_popup("sign-in", sign_in).await
    }

    /// The same on the page that is shown.
    pub(crate) async fn click_for_a_popup(&self, name: &str, sign_in: &str) -> Result<Opened> {
        let browser = self.scene.browser;
        let (page, known) = (browser.tab().await?, browser.tabs().await?);
        self.begin_in_a_click(name, sign_in).await?;
        let popup = browser.wait_for_tab(&known).await?;
        browser.wait_for("the sign-in page", "return document.querySelector('#email') !== null").await?;
        Ok(Opened { page, popup })
    }
}

impl Scene<'_> {
    /// Does in the popup what the member does, down to this button, and goes on in the page, once the popup is closed.
    pub(crate) async fn decide_in(&self, opened: &Opened, member: &Member, button: &str) -> Result<()> {
        self.browser.switch_to(&opened.popup).await?;
        self.browser.fill("#email", member.email).await?;
        self.browser.click("#sign-in-submit").await?;
        self.browser.press_and_leave(button).await?;
        self.browser.wait_for_end_of(&opened.popup).await?;
        self.browser.switch_to(&opened.page).await
    }

    /// Where the page is, and how long its history.
    async fn place(&self) -> Result<Value> {
        self.browser.evaluate("return [location.href, history.length]").await
    }
}

async fn popup_hands_its_response_over_closes_and_leaves_the_page_as_it_was(scene: &Scene<'_>) -> Result<()> {
    hands_over(scene).await
}

async fn popup_that_is_cut_off_from_the_page_hands_its_response_over(scene: &Scene<'_>) -> Result<()> {
    hands_over(scene).await
}

async fn hands_over(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    scene.open("?tab=inbox#/messages/7").await?;
    let place = scene.place().await?;
    app.get(LISTEN).await?;
    scene.browser.evaluate("window.isTheSamePage = true").await?;
    let sign_in = "return client.signInWithPopup({ appState: { draft: '안녕' } })";
    let opened = app.click_for_a_popup("sign-in", sign_in).await?;
    let asked = scene.browser.evaluate("return new URLSearchParams(location.search).get('redirect_uri')").await?;
    ensure!(asked == scene.stage.page("/test/returning.html"), "the redirect URI is {asked}");
    scene.decide_in(&opened, &MEMBERS[0], "#allow").await?;

    let result = app.ended("sign-in").await?.value()?;
    ensure!(result["returnTo"].is_null() && result["appState"]["draft"] == "안녕", "{result}");
    ensure!(result["session"] == app.session().await?, "{result}");
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    let heard = scene.browser.evaluate("return window.heard").await?;
    ensure!(heard == json!([null]), "the listener heard {heard}");
    ensure!(scene.place().await? == place, "the page was at {place}");
    ensure!(scene.browser.evaluate("return window.isTheSamePage === true").await? == true, "it was loaded again");
    ensure!(scene.browser.tabs().await? == [opened.page], "another window is open");
    Ok(())
}

async fn popups_of_two_tabs_end_well_in_both(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let first = app.open_popup(SIGN_IN).await?;
    scene.browser.switch_to(&first.page).await?;
    scene.browser.open_tab().await?;
    let second = app.open_popup(SIGN_IN).await?;
    scene.decide_in(&second, &MEMBERS[1], "#allow").await?;
    app.ended("sign-in").await?.value()?;
    scene.browser.switch_to(&first.page).await?;
    ensure!(scene.browser.goes_on("sign-in").await?, "the first one ended too");
    scene.decide_in(&first, &MEMBERS[0], "#allow").await?;
    app.ended("sign-in").await?.value()?;
    for (opened, member) in [(&first, &MEMBERS[0]), (&second, &MEMBERS[1])] {
        scene.browser.switch_to(&opened.page).await?;
        let name = app.name().await?;
        ensure!(name == member.name, "the API knows {name}, not {}", member.name);
    }
    Ok(())
}
