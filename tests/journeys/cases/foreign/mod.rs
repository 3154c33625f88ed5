//! Servers that others wrote (`tests/foreign`), with what an app can use of the package and nothing else.

mod authlib;
mod oidc_provider;

use anyhow::{Context, Result, ensure};
use journeys::{Foreign, ForeignServer, Outcome, Seen};
use serde_json::Value;

use crate::case::Case;
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    [oidc_provider::cases(), authlib::cases()].into_iter().flatten().collect()
}

/// Longer than any test.
const HOUR: u32 = 3600;

impl Scene<'_> {
    /// The app's page, which is its redirect URI too.
    fn foreign_app(&self) -> String {
        self.stage.page("/test/foreign.html")
    }

    /// A server that knows the app, and gives it access tokens for so long.
    async fn server(&self, foreign: Foreign, access_token_seconds: u32) -> Result<ForeignServer> {
        ForeignServer::start(foreign, &self.foreign_app(), access_token_seconds).await
    }

    /// Opens the app, as it was before any sign-in, with these settings (see `pages/foreign.js`).
    async fn open_app(&self, settings: Value) -> Result<()> {
        self.open_page(&self.foreign_app()).await?;
        self.run_with(settings, "sessionStorage.setItem('test.settings', JSON.stringify(args[0]))").await?.value()?;
        Ok(())
    }

    /// The person is back at the app, in a new page.
    async fn is_back(&self) -> Result<()> {
        let back = format!("return location.href.startsWith('{}')", self.foreign_app());
        self.browser.wait_for("the app's page", &back).await?;
        self.wait_for_the_module().await
    }

    /// Runs the body of an async function with `client`, the one of this page.
    async fn with_client(&self, body: &str) -> Result<Outcome> {
        self.run(&format!("const app = await client(); {body}")).await
    }

    /// What came of the response, as the app gets to know it.
    async fn foreign_callback(&self) -> Result<Outcome> {
        self.with_client("return app.handleRedirectCallback()").await
    }

    /// The session that the response ended in. Nothing is left of the response in the address.
    async fn begins_session(&self) -> Result<Value> {
        let result = self.foreign_callback().await?.value()?;
        ensure!(result["session"]["id"].is_string(), "no session: {result}");
        ensure!(result["returnTo"] == "/test/foreign.html", "{result}");
        let address = self.browser.address().await?;
        ensure!(address == self.foreign_app(), "the address is {address}");
        Ok(result["session"].clone())
    }

    /// Calls an address of the server with the token, and returns the status and what it says.
    async fn calls_with_token(&self, address: &str) -> Result<Value> {
        let body = format!(
            "const answer = await app.fetch('{address}');
             return {{ status: answer.status, says: await answer.json() }}"
        );
        self.with_client(&body).await?.value()
    }
}

/// A parameter of a request.
fn parameter<'a>(request: &'a Seen, name: &str) -> &'a str {
    request.parameters[name].as_str().unwrap_or_default()
}

/// The last of them.
fn last(requests: &[Seen]) -> Result<&Seen> {
    requests.last().context("there was none")
}

/// Has the page's clock stand fifteen seconds later in each round, so that a token of twenty is about to end.
fn nearly_over(round: usize) -> String {
    format!("stopClock(Date.now() + {})", 15_000 * round)
}
