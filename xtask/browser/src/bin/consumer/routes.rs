//! What a person does with the app of the guides, which has a guarded route: `/account`.

use anyhow::{Result, ensure};
use sandbox::MEMBERS;
use serde_json::json;

use crate::visit::{Visit, names_member_and_balance};

/// The guarded route, as the address bar has it and as the page names it.
const ACCOUNT: &str = "/account?tab=1";

impl Visit<'_> {
    /// Comes to the guarded route from outside and from inside, is asked for a permission there, reloads it, opens it in a
    /// second tab, signs out on it and says no. Returns what it showed to who was signed in.
    pub(super) async fn walk_routes(&self) -> Result<String> {
        self.explain(self.walk().await)
    }

    async fn walk(&self) -> Result<String> {
        let (browser, name) = (self.browser, MEMBERS[0].name);
        // A link from elsewhere. Nobody is signed in at the provider either.
        browser.goto(&format!("{}{ACCOUNT}", self.app)).await?;
        browser.click("#sign-in-submit").await?;
        browser.click("#allow").await?;
        self.shows(ACCOUNT, &["Account?tab=1", name, "cash:read"]).await?;
        self.history_has_no_token().await?;

        browser.click("#ask").await?;
        browser.click("#allow").await?;
        self.shows(ACCOUNT, &["Account?tab=1 asking", name, "won"]).await?;
        browser.refresh().await?;
        self.shows(ACCOUNT, &["Account?tab=1", name, "won"]).await?;
        let seen = browser.text("body").await?.replace('\n', " ");
        ensure!(names_member_and_balance(&seen), "the page shows: {seen}");

        self.history_has_no_token().await?;
        self.console_was_quiet().await?;

        // A tab that is opened beside this one is signed in like it, and signed out with it.
        let first = browser.tab().await?;
        let second = browser.open_tab().await?;
        browser.goto(&format!("{}{ACCOUNT}", self.app)).await?;
        self.shows(ACCOUNT, &["Account?tab=1", name, "won"]).await?;
        browser.switch_to(&first).await?;

        // Who signs out stays.
        browser.click("#sign-out").await?;
        self.shows(ACCOUNT, &["You are signed out."]).await?;
        browser.switch_to(&second).await?;
        self.shows(ACCOUNT, &["You are signed out."]).await?;
        self.console_was_quiet().await?;
        browser.close_tab(&first).await?;
        browser.click(r#"a[href="/"]"#).await?;
        self.shows("/", &["You are signed out."]).await?;

        // Who says no is not asked again, until they want to be.
        browser.click(r#"a[href="/account"]"#).await?;
        browser.click("#deny").await?;
        self.shows("/account", &["access_denied"]).await?;
        let sign_ins = "return JSON.parse(sessionStorage.getItem('coolsms-oauth2.pending')).map(({ used }) => used)";
        let sign_ins = browser.evaluate(sign_ins).await?;
        ensure!(sign_ins.as_array().is_some_and(|all| all.iter().all(|used| *used == json!(true))), "{sign_ins}");
        browser.click("#sign-in").await?;
        browser.click("#allow").await?;
        self.shows("/account", &["Account home", name]).await?;

        self.console_was_quiet().await?;
        ensure!(self.violations().is_empty(), "the app lives with its policy only by luck");
        self.policy_is_in_force().await?;
        Ok(seen)
    }

    /// That is, in this document; an app that a server renders keeps what was told there.
    async fn console_was_quiet(&self) -> Result<()> {
        let complaints = self.browser.evaluate("return window.complaints").await?;
        let is_quiet = if self.is_rendered { complaints == json!([]) } else { complaints.is_null() };
        ensure!(is_quiet, "the console was told: {complaints}");
        Ok(())
    }

    /// A router that sees the response keeps it in the entry's state; the entries' addresses are of all documents.
    async fn history_has_no_token(&self) -> Result<()> {
        let kept = "return JSON.stringify([history.state, navigation.entries().map(({ url }) => url)])";
        let kept = self.browser.evaluate(kept).await?;
        ensure!(!kept.to_string().contains("access_token"), "the history has the token: {kept}");
        Ok(())
    }

    /// Waits until the page at this route shows all of that.
    async fn shows(&self, route: &str, texts: &[&str]) -> Result<()> {
        let address = json!(format!("{}{route}", self.app));
        let script = format!(
            "const text = document.body?.innerText.replace(/\\s+/g, ' ') ?? '';
             return location.href === {address} && {}.every((it) => text.includes(it))",
            json!(texts)
        );
        self.browser.wait_for(&format!("{route} with {}", texts.join(", ")), &script).await.map(drop)
    }
}
