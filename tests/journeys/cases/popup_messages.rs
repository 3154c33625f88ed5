//! What other windows say while a sign-in by popup is under way: nothing but its own response counts.

use anyhow::{Context, Result, ensure};
use sandbox::MEMBERS;
use serde_json::{Value, json};

use crate::app::{App, CALL};
use crate::case::{Case, cases};
use crate::popup::{BY_POPUP, Opened, SIGN_IN};
use crate::scene::{SCOPE, Scene, answer};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s30_foreign_messages_on_the_channel_are_ignored,
        s30_messages_of_another_origin_on_a_channel_of_that_name_do_not_arrive,
        s30_window_messages_are_ignored_and_none_is_sent,
        s30_forged_response_with_a_popup_s_mark_is_taken_by_nobody,
        s30_response_to_another_popup_is_not_taken,
        s30_response_whose_page_is_gone_is_refused,
        s11_response_of_a_popup_is_good_once,
    ]
}

impl App<'_> {
    /// A sign-in by popup that is under way, and its nonce; goes on in the popup.
    async fn under_way(&self) -> Result<(Opened, String)> {
        let scene = self.scene;
        scene.open("").await?;
        scene.browser.evaluate("recordChannels(); recordPosts()").await?;
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

/// Nothing that a popup of ours says, but like it: other types, other addresses, other nonces.
fn junk(scene: &Scene<'_>, state: &str) -> Value {
    let own = scene.stage.page("/test/returning.html");
    let elsewhere = scene.stage.elsewhere.base() + "/anything";
    json!([
        null, true, 7, "", "close", "taken", [], {}, [state],
        { "url": format!("{own}{}", answer("forged", state)) },
        { "data": answer("forged", state), "type": "response" },
        { "accessToken": "forged", "state": state },
        { "session": { "id": "forged", "accessToken": "forged", "tokenType": "Bearer", "scope": null, "extra": {} } },
        { "ask": null }, { "end": "forged" },
        state,
        answer("forged", state),
        format!("{elsewhere}{}", answer("forged", state)),
        format!("{own}.evil{}", answer("forged", state)),
        format!("{own}{}", answer("forged", "another")),
        format!("{own}#note={state}"),
        own,
        format!("javascript:alert('{state}')"),
    ])
}

async fn s30_foreign_messages_on_the_channel_are_ignored(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let (opened, state) = app.under_way().await?;
    let names = app.channels(&opened).await?;
    let messages = junk(scene, &state);
    // From a page of the same origin that has nothing to do with it.
    scene.browser.open_tab().await?;
    scene.browser.goto(&scene.stage.page("/test/blank.html")).await?;
    scene.browser.wait_for("the page", "return document.readyState === 'complete'").await?;
    let said = SAY.replace("args[0]", &json!([names, messages]).to_string());
    scene.browser.evaluate(&said).await?;
    let count = names.as_array().map_or(0, Vec::len) * messages.as_array().map_or(0, Vec::len);
    scene.browser.switch_to(&opened.page).await?;
    scene.browser.wait_for("all of them", &format!("return received.length >= {count}")).await?;
    app.completes(&opened).await
}

async fn s30_messages_of_another_origin_on_a_channel_of_that_name_do_not_arrive(scene: &Scene<'_>) -> Result<()> {
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

async fn s30_window_messages_are_ignored_and_none_is_sent(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let (opened, state) = app.under_way().await?;
    let response = returning(scene, &scene.token(SCOPE)?, &state);
    scene.browser.switch_to(&opened.page).await?;
    // As another window's message arrives, whatever its origin.
    let say = "for (const origin of [location.origin, 'https://evil.example', 'null', '']) {
          for (const data of args[0]) {
            dispatchEvent(new MessageEvent('message', { data, origin, source: window }));
          }
        }";
    scene.run_with(json!([response, { "url": response }, { "response": response }, state]), say).await?.value()?;
    app.completes(&opened).await?;
    let posted = scene.browser.evaluate("return posted").await?;
    ensure!(posted == json!([]), "the popup said {posted} to the window");
    Ok(())
}

/// In a page that nobody opened, with a nonce that nobody issued.
async fn s30_forged_response_with_a_popup_s_mark_is_taken_by_nobody(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let (opened, state) = app.under_way().await?;
    let last = if state.ends_with('A') { "B" } else { "A" };
    let forged = format!("{}{last}", &state[..state.len() - 1]);
    scene.browser.switch_to(&opened.page).await?;
    scene.browser.open_tab().await?;
    scene.open_page(&(returning(scene, "forged", &forged))).await?;
    scene.browser.ended("callback").await?.refused_with("state_mismatch")?;
    scene.address_is_clean().await?; // S26
    ensure!(!scene.stored().await?.contains("forged"), "it was stored"); // S9
    app.completes(&opened).await
}

async fn s30_response_to_another_popup_is_not_taken(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let (first, state) = app.under_way().await?;
    scene.browser.switch_to(&first.page).await?;
    scene.browser.open_tab().await?;
    let (second, other) = app.under_way().await?;
    ensure!(state != other, "two sign-ins have one nonce"); // S2
    let names = app.channels(&second).await?;
    let response = returning(scene, &scene.token(SCOPE)?, &state);
    scene.run_with(json!([names, [response]]), SAY).await?.value()?;
    app.completes(&second).await?;
    scene.browser.switch_to(&first.page).await?;
    ensure!(scene.browser.goes_on("sign-in").await?, "the first one ended too");
    Ok(())
}

async fn s30_response_whose_page_is_gone_is_refused(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let (opened, _) = app.under_way().await?;
    scene.browser.switch_to(&opened.page).await?;
    scene.browser.reload().await?;
    scene.browser.switch_to(&opened.popup).await?;
    scene.decide("#allow").await?;
    scene.browser.ended("callback").await?.refused_with("state_mismatch")?;
    scene.address_is_clean().await?; // S26
    for tab in [&opened.popup, &opened.page] {
        scene.browser.switch_to(tab).await?;
        ensure!(app.session().await?.is_null(), "somebody is signed in"); // S9
        ensure!(!scene.stored().await?.contains("eyJ"), "a token is stored");
    }
    Ok(())
}

async fn s11_response_of_a_popup_is_good_once(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let (opened, state) = app.under_way().await?;
    app.completes(&opened).await?;
    let before = app.session().await?;
    scene.browser.open_tab().await?;
    let again = returning(scene, &scene.token(SCOPE)?, &state);
    scene.open_page(&again).await?;
    scene.browser.ended("callback").await?.refusal()?;
    scene.address_is_clean().await?;
    scene.browser.switch_to(&opened.page).await?;
    ensure!(app.session().await? == before, "the session is another");
    Ok(())
}
