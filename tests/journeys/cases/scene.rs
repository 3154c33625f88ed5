//! A fresh tab on the stage, with nothing left of the case before, and what most cases do there.

use anyhow::{Context, Result, ensure};
use journeys::{Browser, Outcome, Stage, Waits};
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Options};
use serde_json::{Value, json};

/// All that the demo's app asks for.
pub(crate) const SCOPE: &str = "users:read cash:read senderid:read message:write";

pub(crate) struct Scene<'a> {
    pub(crate) browser: &'a Browser,
    pub(crate) stage: Stage,
}

/// A sign-in that is under way.
pub(crate) struct Started {
    /// The provider's page that waits for the person.
    pub(crate) provider_page: String,
}

impl<'a> Scene<'a> {
    pub(crate) async fn new(browser: &'a Browser, stage: &Stage, sandbox: Options, waits: Waits) -> Result<Self> {
        browser.fresh_tab(&stage.empty_pages()).await?;
        Ok(Self { browser, stage: stage.set_anew(sandbox, waits)? })
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
        self.browser.wait_for("the module", is_there).await?;
        Ok(())
    }

    /// Runs the body of an async function in the page; see `pages/app.js` for what it can use.
    pub(crate) async fn run(&self, body: &str) -> Result<Outcome> {
        self.browser.run(body, &[]).await
    }

    /// [`Self::run`] with an argument, `args[0]`.
    pub(crate) async fn run_with(&self, argument: Value, body: &str) -> Result<Outcome> {
        self.browser.run(body, &[argument]).await
    }

    /// What `handleRedirectCallback` of a usual client comes to.
    pub(crate) async fn callback(&self) -> Result<Outcome> {
        self.run("return newClient().handleRedirectCallback()").await
    }

    /// Starts a sign-in from the current page, up to the provider's.
    pub(crate) async fn leave(&self, config: &Value, options: &Value) -> Result<Started> {
        // A failure is written where waiting for the next page finds it.
        self.browser
            .evaluate(&format!(
                "newClient({config}).signInWithRedirect({options})
                   .catch((error) => {{ document.body.textContent = JSON.stringify(describe(error)); }})"
            ))
            .await
            .context("starting a sign-in")?;
        self.wait_for_the_provider().await?;
        Ok(Started { provider_page: self.browser.address().await? })
    }

    /// Waits until a page of CoolSMS is shown.
    pub(crate) async fn wait_for_the_provider(&self) -> Result<()> {
        let is_there = format!("return location.href.startsWith('{}/')", self.stage.sandbox.base());
        self.browser.wait_for("the provider's page", &is_there).await?;
        Ok(())
    }

    /// Opens the usual page and starts a sign-in there.
    pub(crate) async fn start_sign_in(&self) -> Result<Started> {
        self.open("").await?;
        self.leave(&json!({}), &json!({})).await
    }

    /// Signs the member in at the provider's page, which is shown, and presses this button on its consent page.
    pub(crate) async fn decide(&self, button: &str) -> Result<()> {
        self.browser.click("#sign-in-submit").await?;
        self.browser.click(button).await?;
        let back = format!("return location.origin === '{}'", self.stage.app.base());
        self.browser.wait_for("the app's page", &back).await?;
        self.wait_for_the_module().await
    }

    /// Goes on with a sign-in that is under way, to its good end.
    pub(crate) async fn complete(&self, started: &Started) -> Result<()> {
        self.browser.goto(&started.provider_page).await?;
        self.decide("#allow").await?;
        let result = self.callback().await?.value().context("the sign-in that was under way")?;
        ensure!(result["session"]["id"].is_string(), "no session: {result}");
        Ok(())
    }

    /// A token of the demo's app, as the provider would give it.
    pub(crate) fn token(&self, scope: &str) -> Result<String> {
        Ok(self.stage.sandbox.issue_tokens(DEMO_CLIENT_ID, &MEMBERS[0], scope).access_token)
    }

    /// All that this tab and this origin keep, as text.
    pub(crate) async fn stored(&self) -> Result<String> {
        let kept = "return JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])";
        Ok(self.browser.evaluate(kept).await?.to_string())
    }

    /// Whether any session is there.
    pub(crate) async fn is_signed_in(&self) -> Result<bool> {
        Ok(!self.run("return newClient().getSession()").await?.value()?.is_null())
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
}

/// The query or fragment of a good response.
pub(crate) fn answer(token: &str, state: &str) -> String {
    format!("#access_token={token}&state={state}")
}

fn is_clean(address: &str) -> bool {
    !["access_token", "code=", "state=", "error", "forged"].iter().any(|trace| address.contains(trace))
}
