//! What a person does with the app, and what the browser then says about the policy.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use browser::{Browser, wait_until};
use sandbox::{MEMBERS, Options, Sandbox, StaticSite};
use serde_json::Value;
use tokio::time::timeout;

/// The app's one button: it signs in, later out.
const BUTTON: &str = "button:not([hidden])";
/// How often a click may come to nothing, and how long that takes to be seen.
const CLICKS: u32 = 10;
const PATIENCE: Duration = Duration::from_secs(1);

/// A browser, and everything that it meets.
pub(super) struct Visit<'a> {
    pub(super) browser: &'a Browser,
    /// Where the app is.
    pub(super) app: &'a str,
    pub(super) sandbox: &'a Sandbox,
    /// Whether a server renders the app's pages.
    pub(super) is_rendered: bool,
    /// Where the browser tells what violated the policy.
    pub(super) reports: &'a StaticSite,
}

impl Visit<'_> {
    /// Signs in and out; returns what the app showed in between.
    pub(super) async fn sign_in(&self) -> Result<String> {
        self.explain(self.steps().await)
    }

    /// Names what violated the policy, where the steps failed.
    pub(super) fn explain<T>(&self, result: Result<T>) -> Result<T> {
        result.with_context(|| format!("violations of the policy: [{}]", self.violations().join(", ")))
    }

    async fn steps(&self) -> Result<String> {
        self.browser.goto(&format!("{}/", self.app)).await?;
        self.leave().await?;
        self.browser.click("#sign-in-submit").await?;
        self.browser.click("#allow").await?;
        let text = format!("return location.origin === '{}' && document.body?.innerText.includes('won')", self.app);
        self.browser.wait_for("the balance", &text).await?;
        let seen = self.browser.text("body").await?.replace('\n', " ");
        ensure!(names_member_and_balance(&seen), "the page shows: {seen}");
        let address = self.browser.address().await?;
        ensure!(address == format!("{}/", self.app), "the address is {address}");

        self.browser.click(BUTTON).await?;
        self.browser.wait_for("nobody", "return !document.body.innerText.includes('won')").await?;
        ensure!(self.violations().is_empty(), "the app lives with its policy only by luck");
        self.policy_is_in_force().await?;
        Ok(seen)
    }

    /// Clicks until the provider's page is there: a page that was rendered on a server shows its button before it
    /// listens to it.
    async fn leave(&self) -> Result<()> {
        let at_provider = format!("return location.origin === '{}'", self.sandbox.base());
        for _ in 0..CLICKS {
            self.browser.click(BUTTON).await?;
            let is_there = self.browser.wait_for("the provider's page", &at_provider);
            if let Ok(there) = timeout(PATIENCE, is_there).await {
                return there.map(drop);
            }
        }
        self.browser.wait_for("the provider's page", &at_provider).await.map(drop)
    }

    /// A test that saw no violation proves nothing unless one would have been seen.
    pub(super) async fn policy_is_in_force(&self) -> Result<()> {
        let has_run =
            self.browser.evaluate(concat!(include_str!("forbidden.js"), "return window.inlineScriptRuns()")).await?;
        ensure!(has_run == false, "the policy is not in force: an inline script ran");
        let look = async || Ok((!self.violations().is_empty()).then_some(()));
        wait_until("a report of the violation", look).await
    }

    /// What the browser reported so far.
    pub(super) fn violations(&self) -> Vec<String> {
        self.reports.requests().iter().map(|report| describe(&report.body)).collect()
    }
}

/// The members of a report that tell one violation from another.
fn describe(report: &str) -> String {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let members = ["effective-directive", "blocked-uri", "source-file", "line-number", "script-sample"];
    members.map(|member| report["csp-report"][member].to_string()).join(" ")
}

/// Whether a text names the member and the balance that every member of the sandbox has.
pub(crate) fn names_member_and_balance(text: &str) -> bool {
    text.contains(MEMBERS[0].name) && text.contains(&format!("{} won", Options::default().balance))
}
