//! A sign-in by popup: the page stays where it is, and gets the response.

use anyhow::{Context, Result, ensure};
use journeys::Tab;
use sandbox::{MEMBERS, Member, Options};
use serde_json::{Value, json};

use crate::app::{App, CALL, LISTEN};
use crate::case::{Case, case, cases};
use crate::scene::Scene;

/// An app whose redirect URI is a page of its own.
pub(crate) const BY_POPUP: &str = "redirectUri: location.origin + '/test/returning.html'";
pub(crate) const SIGN_IN: &str = "return client.signInWithPopup()";

/// Longer than a popup may be closed before that counts.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(6);

/// Leaves no room in sessionStorage for a single character more.
const FILL: &str = "let size = 1 << 22;
    while (size >= 1) {
      try { sessionStorage.setItem('filler' + size, 'x'.repeat(size)); size = Math.floor(size / 2); }
      catch { size = Math.floor(size / 2); }
    }";

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = cases![
        s30_popup_hands_its_response_over_closes_and_leaves_the_page_as_it_was,
        s30_popup_of_the_page_itself_hands_its_response_over,
        s45_popup_leaves_nothing_of_the_sign_in_in_any_store,
        s46_popup_needs_no_storage,
        s36_popups_of_two_tabs_end_well_in_both,
    ];
    cases.extend(
        [
            case!(s30_popup_that_is_cut_off_from_the_page_hands_its_response_over),
            case!(s30_person_may_take_their_time_in_a_popup_that_is_cut_off),
        ]
        .map(|case| case.with(cut_off())),
    );
    cases
}

/// A provider whose pages cut a popup off from the page that opened it.
pub(crate) fn cut_off() -> Options {
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

async fn s30_popup_hands_its_response_over_closes_and_leaves_the_page_as_it_was(scene: &Scene<'_>) -> Result<()> {
    hands_over(scene).await
}

async fn s30_popup_that_is_cut_off_from_the_page_hands_its_response_over(scene: &Scene<'_>) -> Result<()> {
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
    ensure!(scene.place().await? == place, "the page was at {place}"); // S26
    ensure!(scene.browser.evaluate("return window.isTheSamePage === true").await? == true, "it was loaded again");
    ensure!(scene.browser.tabs().await? == [opened.page], "another window is open");
    Ok(())
}

/// The page that opens the popup is the redirect URI too, and asks for a response as soon as it is loaded.
async fn s30_popup_of_the_page_itself_hands_its_response_over(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "");
    scene.open_page(&scene.stage.page("/test/returning.html?tab=inbox")).await?;
    ensure!(app.ended("callback").await?.value()?.is_null(), "it was called with a response");
    let opened = app.click_for_a_popup("sign-in", SIGN_IN).await?;
    scene.decide_in(&opened, &MEMBERS[1], "#allow").await?;
    app.ended("sign-in").await?.value()?;
    ensure!(app.name().await? == MEMBERS[1].name, "it is another's session");
    Ok(())
}

async fn s45_popup_leaves_nothing_of_the_sign_in_in_any_store(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "redirectUri: location.origin + '/test/returning.html', tokenStore: 'memory'");
    let opened = app.open_popup(SIGN_IN).await?;
    let state = scene.browser.evaluate("return new URLSearchParams(location.search).get('state')").await?;
    let state = state.as_str().context("a state")?;
    scene.browser.switch_to(&opened.page).await?;
    let before = scene.stored().await?;
    ensure!(!before.contains(state), "the nonce is stored: {before}");
    scene.decide_in(&opened, &MEMBERS[0], "#allow").await?;
    app.ended("sign-in").await?.value()?;
    let after = scene.stored().await?;
    ensure!(!after.contains(state) && !after.contains("eyJ"), "{after}");
    Ok(())
}

async fn s46_popup_needs_no_storage(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    scene.open("").await?;
    scene.run(FILL).await?.value()?;
    let opened = app.click_for_a_popup("sign-in", SIGN_IN).await?;
    scene.decide_in(&opened, &MEMBERS[0], "#allow").await?;
    app.ended("sign-in").await?.value()?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    Ok(())
}

async fn s36_popups_of_two_tabs_end_well_in_both(scene: &Scene<'_>) -> Result<()> {
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

/// A popup that is cut off looks closed from the start. The page behind it has no focus; a browser without a screen may
/// give it to every page, so it is taken away here.
async fn s30_person_may_take_their_time_in_a_popup_that_is_cut_off(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    scene.open("").await?;
    scene.browser.evaluate("standBehind()").await?;
    let opened = app.click_for_a_popup("sign-in", SIGN_IN).await?;
    tokio::time::sleep(PATIENCE).await;
    scene.decide_in(&opened, &MEMBERS[0], "#allow").await?;
    app.ended("sign-in").await?.value()?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    Ok(())
}
