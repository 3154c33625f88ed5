//! A fresh tab on the stage, with nothing left of the case before, and what most cases do there.

use anyhow::{Result, ensure};
use browser::Browser;
use demo::Stage;
use sandbox::{Member, Options, RecordedRequest};
use serde_json::Value;

/// All that the demo's app asks for.
pub(crate) const SCOPE: &str = "users:read cash:read senderid:read message:write";

pub(crate) const TOKEN: &str = "/oauth2/v1/access_token";
pub(crate) const BALANCE: &str = "/cash/v1/balance";

pub(crate) struct Scene<'a> {
    pub(crate) browser: &'a Browser,
    pub(crate) stage: Stage,
}

impl<'a> Scene<'a> {
    pub(crate) async fn new(
        browser: &'a Browser,
        stage: &Stage,
        sandbox: Options,
        has_short_waits: bool,
    ) -> Result<Self> {
        browser.fresh_tab(&stage.empty_pages()).await?;
        Ok(Self { browser, stage: stage.set_anew(sandbox, has_short_waits)? })
    }

    /// The page of most tests; it is the redirect URI too.
    pub(crate) fn home(&self) -> String {
        self.stage.page("/test/blank.html")
    }

    /// Opens it, with this query and fragment.
    pub(crate) async fn open(&self, suffix: &str) -> Result<()> {
        self.open_page(&(self.home() + suffix)).await
    }

    /// Opens a page of the app, until the module is there.
    pub(crate) async fn open_page(&self, address: &str) -> Result<()> {
        self.browser.goto(address).await?;
        self.wait_for_the_module().await
    }

    pub(crate) async fn wait_for_the_module(&self) -> Result<()> {
        let is_there = "return typeof newClient === 'function' && typeof CoolsmsOAuth2 === 'object'";
        self.browser.wait_for("the module", is_there).await.map(drop)
    }

    /// Runs the body of an async function in the page; see `pages/app.js` for what it can use.
    pub(crate) async fn run(&self, body: &str) -> Result<Value> {
        self.browser.run(body, &[]).await
    }

    /// Waits until a page of CoolSMS is shown.
    pub(crate) async fn wait_for_the_provider(&self) -> Result<()> {
        let is_there = format!("return location.href.startsWith('{}/')", self.stage.sandbox.base());
        self.browser.wait_for("the provider's page", &is_there).await.map(drop)
    }

    /// Signs the member in at the provider's page, which is shown, and presses this button on its consent page.
    pub(crate) async fn decide(&self, button: &str) -> Result<()> {
        self.browser.click("#sign-in-submit").await?;
        self.browser.click(button).await?;
        self.wait_for_the_app().await
    }

    /// Waits until the person is back at the app.
    pub(crate) async fn wait_for_the_app(&self) -> Result<()> {
        let back = format!("return location.origin === '{}'", self.stage.app.base());
        self.browser.wait_for("the app's page", &back).await?;
        self.wait_for_the_module().await
    }

    /// The same as that member, who allows all.
    pub(crate) async fn sign_in_as(&self, member: &Member) -> Result<()> {
        self.browser.fill("#email", member.email).await?;
        self.decide("#allow").await
    }

    /// All that this tab and this origin keep, as text.
    pub(crate) async fn stored(&self) -> Result<String> {
        let kept = "return JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])";
        Ok(self.browser.evaluate(kept).await?.to_string())
    }

    pub(crate) async fn stores_no_token(&self) -> Result<()> {
        let stored = self.stored().await?;
        ensure!(!stored.contains("eyJ"), "a token is stored: {stored}");
        Ok(())
    }

    /// Nothing of a response is in the address bar.
    pub(crate) async fn address_is_clean(&self) -> Result<()> {
        let address = self.browser.address().await?;
        ensure!(is_clean(&address), "the address is {address}");
        Ok(())
    }

    /// Nothing of a response is in the address bar, nor in any entry of the app that Back leads to. Ends on the first.
    pub(crate) async fn history_is_clean(&self) -> Result<()> {
        self.address_is_clean().await?;
        let length = self.browser.evaluate("return history.length").await?.as_u64().unwrap_or_default();
        for _ in 1..length {
            self.browser.back().await?;
            let address = self.browser.address().await?;
            ensure!(is_clean(&address) || !address.starts_with(&self.stage.app.base()), "history holds {address}");
        }
        Ok(())
    }

    /// What CoolSMS was asked at that path, oldest first. Preflights are no requests here.
    pub(crate) fn asked(&self, path: &str) -> Vec<RecordedRequest> {
        let requests = self.stage.sandbox.requests().into_iter();
        requests.filter(|request| request.path == path && request.method != "OPTIONS").collect()
    }
}

fn is_clean(address: &str) -> bool {
    !["access_token", "code=", "state=", "error", "forged"].iter().any(|trace| address.contains(trace))
}
