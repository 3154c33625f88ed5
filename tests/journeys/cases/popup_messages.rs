//! What a page of another origin says while a sign-in by popup is under way: nobody hears it.

use anyhow::{Context, Result, ensure};
use sandbox::MEMBERS;
use serde_json::{Value, json};

use crate::app::{App, CALL};
use crate::case::{Case, cases};
use crate::popup::{BY_POPUP, Opened, SIGN_IN};
use crate::scene::{SCOPE, Scene, answer};

pub(crate) fn cases() -> Vec<Case> {
    cases![[S30] messages_of_another_origin_on_a_channel_of_that_name_do_not_arrive]
}

impl App<'_> {
    /// A sign-in by popup that is under way, and its nonce; goes on in the popup.
    async fn under_way(&self) -> Result<(Opened, String)> {
        let scene = self.scene;
        scene.open("").await?;
        scene.browser.evaluate("recordChannels()").await?;
        let opened = self.click_for_a_popup("sign-in", SIGN_IN).await?;
        let state = scene.browser.evaluate("return new URLSearchParams(location.search).get('state')").await?;
        Ok((opened, state.as_str().context("a state")?.to_owned()))
    }

    /// It has not noticed anything, and comes to its good end.
    async fn completes(&self, opened: &Opened) -> Result<()> {
        let scene = self.scene;
        scene.browser.switch_to(&opened.page).await?;
        ensure!(scene.browser.goes_on("sign-in").await?, "it came to {:?}", self.ended("sign-in").await?);
        ensure!(self.session().await?.is_null(), "somebody is signed in");
        scene.decide_in(opened, &MEMBERS[0], "#allow").await?;
        self.ended("sign-in").await?.value()?;
        ensure!(!self.token().await?.contains("forged"), "the token is a forged one");
        ensure!(self.get(CALL).await? == 200, "the call did not go through");
        Ok(())
    }

    /// The names of the channels of the page, while the popup is open.
    async fn channels(&self, opened: &Opened) -> Result<Value> {
        self.scene.browser.switch_to(&opened.page).await?;
        let names = self.scene.browser.evaluate("return channels").await?;
        ensure!(names.as_array().is_some_and(|names| !names.is_empty()), "it listens on no channel: {names}");
        Ok(names)
    }
}

/// Says all that on each of the channels, and comes back when it must have been heard.
const SAY: &str = "const [names, messages] = args[0];
    for (const name of names) {
      const channel = new BroadcastChannel(name);
      for (const message of messages) channel.postMessage(message);
      channel.close();
    }";

/// The redirect URI with a response.
fn returning(scene: &Scene<'_>, token: &str, state: &str) -> String {
    scene.stage.page(&format!("/test/returning.html{}", answer(token, state)))
}

async fn messages_of_another_origin_on_a_channel_of_that_name_do_not_arrive(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let (opened, state) = app.under_way().await?;
    let names = app.channels(&opened).await?;
    scene.browser.open_tab().await?;
    scene.open_page(&(scene.stage.app.base_at("localhost") + "/test/blank.html")).await?;
    // What would be taken, if it came from here.
    let response = returning(scene, &scene.token(SCOPE)?, &state);
    scene.run_with(json!([names, [response]]), SAY).await?.value()?;
    scene.browser.switch_to(&opened.page).await?;
    let received = scene.browser.evaluate("return received").await?;
    ensure!(received == json!([]), "it received {received}");
    app.completes(&opened).await
}
