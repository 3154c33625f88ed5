//! A person's way through the demo, step by step: the static pages, then the single-page app.

mod app;
mod axe;
mod site;

use anyhow::{Context, Result, bail, ensure};
use browser::thirtyfour::Key;
use browser::{Browser, Tab};
use serde_json::{Value, json};

use crate::Stage;

/// One of the two demos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demo {
    /// The static pages.
    Site,
    /// The single-page app.
    App,
}

/// One thing that a person does or sees, or that happens behind their back.
#[derive(Clone, Copy, Debug)]
enum Walk {
    /// Another step begins, with a name that is fit for a file.
    Step(&'static str),
    Open(&'static str),
    OpenTab,
    /// Closes this tab or popup, and goes on in the other.
    CloseTab,
    Click(&'static str),
    /// Clicks, and goes on in the window that opens.
    ClickForPopup(&'static str),
    /// Allows everything that is ticked; the popup closes, and the person goes on in the page.
    AllowInPopup,
    /// Signs in, unless the provider knows the person still.
    SignInIfAsked,
    Fill(&'static str, &'static str),
    /// Presses the tabulator until the element has the focus.
    TabTo(&'static str),
    /// Types on the keyboard, wherever the focus is.
    Type(&'static str),
    PressEnter,
    /// Clicks twice, before anything can come of the first.
    ClickTwice(&'static str),
    /// Whether the browser is offline from now on.
    GoOffline(bool),
    /// Takes the link at the top to that route.
    Follow(&'static str),
    Back,
    Forward,
    /// Whether the browser opens no windows from now on.
    BlockPopups(bool),
    /// The page is signed in, or out.
    IsInState(&'static str),
    /// The address is that of this page, in the language chosen.
    IsAt(&'static str),
    /// The same, and the bar of links says so.
    IsAtRoute(&'static str),
    /// The element shows a text that contains this one.
    Shows(&'static str, &'static str),
    /// It shows one in Korean and another in English; both contain this.
    ShowsInBoth(&'static str, &'static str),
    Hides(&'static str, &'static str),
    Lacks(&'static str),
    /// The field holds exactly that.
    Holds(&'static str, &'static str),
    IsFilled(&'static str),
    /// These elements are just these words.
    Lists(&'static str, &'static str),
    KeepsNoToken,
    /// What CoolSMS was asked so far does not count from now on.
    ForgetRequests,
    NeverAsked(&'static str),
    PostedOnce(&'static str),
    ExpireTokens,
    RevokeTokens,
}

/// Goes that way; tells the name of each step and what was seen as soon as it is done, while the browser still shows it.
pub async fn walk(
    browser: &Browser,
    stage: &Stage,
    demo: Demo,
    mut tell: impl AsyncFnMut(&str, &str) -> Result<()>,
) -> Result<()> {
    let (base, way) = match demo {
        Demo::Site => (stage.page(""), site::WAY),
        Demo::App => (stage.route(""), app::WAY),
    };
    let walker = Walker { browser, stage, base };
    for step in way.chunk_by(|_, next| !matches!(next, Walk::Step(_))) {
        let [Walk::Step(name), acts @ ..] = step else { continue };
        let mut seen = Vec::new();
        for act in acts {
            seen.extend(walker.go(*act).await.with_context(|| format!("the step `{name}`, {act:?}"))?);
        }
        // Away from the demo it is CoolSMS's page.
        if browser.address().await?.starts_with(&format!("{}/", walker.base)) {
            axe::finds_nothing(browser).await.with_context(|| format!("after the step `{name}`"))?;
        }
        tell(name, &seen.join(" ")).await?;
    }
    Ok(())
}

/// The permissions that the consent page has ticked.
const TICKED: &str = "input[name=scope]:checked";

struct Walker<'a> {
    browser: &'a Browser,
    stage: &'a Stage,
    base: String,
}

impl Walker<'_> {
    /// Does it; gives back what is to be told of it.
    async fn go(&self, act: Walk) -> Result<Option<String>> {
        let Self { browser, stage, base } = self;
        match act {
            Walk::Step(_) => {}
            Walk::Open(path) => browser.goto(&format!("{base}{path}")).await?,
            Walk::OpenTab => drop(browser.open_tab().await?),
            Walk::CloseTab => browser.close_tab(&self.other_tab().await?).await?,
            Walk::Click(css) => browser.click(css).await?,
            Walk::ClickForPopup(css) => {
                let known = browser.tabs().await?;
                browser.click(css).await?;
                browser.wait_for_tab(&known).await?;
            }
            Walk::AllowInPopup => {
                let (popup, page) = (browser.tab().await?, self.other_tab().await?);
                // It may be gone before the driver has seen what the click did.
                let clicked = browser.click("#allow").await;
                browser.wait_for_end_of(&popup).await.with_context(|| format!("the click: {clicked:?}"))?;
                browser.switch_to(&page).await?;
            }
            Walk::SignInIfAsked => {
                if self.sees("isAtProvider", json!([])).await? == "sign-in-submit" {
                    browser.click("#sign-in-submit").await?;
                }
            }
            Walk::Fill(css, text) => browser.fill(css, text).await?,
            Walk::TabTo(css) => self.tab_to(css).await?,
            Walk::Type(text) => browser.active_element().await?.send_keys(text).await?,
            Walk::PressEnter => browser.active_element().await?.send_keys("" + Key::Enter).await?,
            Walk::ClickTwice(css) => {
                let script = format!("for (const _ of '12') document.querySelector('{css}').click()");
                browser.evaluate(&script).await.map(drop)?;
            }
            Walk::GoOffline(is_offline) => {
                let conditions =
                    json!({ "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
                browser.devtools("Network.enable", json!({})).await?; // or pages do not hear of it
                browser.devtools("Network.emulateNetworkConditions", conditions).await.map(drop)?;
            }
            Walk::Follow(path) => {
                browser.click(&format!("nav a[href^=\"{path}\"]")).await?;
                self.is_at_route(path).await?;
            }
            Walk::Back => browser.back().await?,
            Walk::Forward => browser.forward().await?,
            Walk::BlockPopups(true) => drop(browser.evaluate("window.real = open; window.open = () => null").await?),
            Walk::BlockPopups(false) => drop(browser.evaluate("window.open = window.real").await?),
            Walk::IsInState(state) => drop(self.sees("isInState", json!([state])).await?),
            Walk::IsAt(path) => drop(self.sees("isAt", json!([format!("{base}{path}?lang=ko")])).await?),
            Walk::IsAtRoute(path) => self.is_at_route(path).await?,
            Walk::Shows(css, text) => return self.sees("shows", json!([css, text])).await.map(text_of),
            Walk::ShowsInBoth(css, text) => {
                let korean = self.sees("shows", json!([css, text])).await?;
                self.speak("en").await?;
                let english = self.sees("shows", json!([css, text])).await?;
                self.speak("ko").await?;
                ensure!(korean != english, "it says {korean} in both languages");
                return Ok(Some(format!("{korean} / {english}")));
            }
            Walk::Hides(css, text) => drop(self.sees("hides", json!([css, text])).await?),
            Walk::Lacks(css) => drop(self.sees("lacks", json!([css])).await?),
            Walk::Holds(css, text) => drop(self.sees("holds", json!([css, text])).await?),
            Walk::IsFilled(css) => drop(self.sees("holds", json!([css, null])).await?),
            Walk::Lists(css, words) => return self.sees("lists", json!([css, words])).await.map(text_of),
            Walk::KeepsNoToken => drop(self.sees("keepsNoToken", json!([])).await?),
            Walk::ForgetRequests => stage.sandbox.clear_requests(),
            Walk::NeverAsked(path) => {
                let asked = stage.sandbox.requests().iter().any(|request| request.path == path);
                ensure!(!asked, "CoolSMS was asked");
            }
            Walk::PostedOnce(path) => {
                let requests = stage.sandbox.requests();
                let posted = requests.iter().filter(|request| request.method == "POST" && request.path == path);
                ensure!(posted.count() == 1, "it was not once");
            }
            Walk::ExpireTokens => stage.sandbox.expire_tokens(),
            Walk::RevokeTokens => stage.sandbox.revoke_all_tokens(),
        }
        Ok(None)
    }

    /// Waits until a function of `look.js` finds what it looks for.
    async fn sees(&self, function: &str, arguments: Value) -> Result<Value> {
        let script = format!("{}\nreturn window.look.{function}(...{arguments});", include_str!("look.js"));
        self.browser.wait_for(&format!("{function} {arguments}"), &script).await
    }

    /// No person presses it more often than that.
    async fn tab_to(&self, css: &str) -> Result<()> {
        for _ in 0..40 {
            self.browser.active_element().await?.send_keys("" + Key::Tab).await?;
            let has_focus = format!("return document.activeElement.matches('{css}')");
            if self.browser.evaluate(&has_focus).await? == true {
                return Ok(());
            }
        }
        bail!("the tabulator does not come to {css}")
    }

    async fn is_at_route(&self, path: &str) -> Result<()> {
        self.sees("isAt", json!([format!("{}{path}?lang=ko", self.base)])).await?;
        self.sees("isCurrent", json!([path])).await.map(drop)
    }

    /// Chooses the language of the page.
    async fn speak(&self, language: &str) -> Result<()> {
        self.browser.click(&format!("#lang-{language}")).await?;
        self.sees("speaks", json!([language])).await.map(drop)
    }

    /// The one tab beside the one that is driven.
    async fn other_tab(&self) -> Result<Tab> {
        let here = self.browser.tab().await?;
        self.browser.tabs().await?.into_iter().find(|tab| *tab != here).context("there is no other tab")
    }
}

fn text_of(seen: Value) -> Option<String> {
    seen.as_str().map(str::to_owned)
}
