//! A person's way through the demo, step by step: the static pages, then the single-page app.

mod app;
mod site;

pub use app::walk_the_app;
pub use site::walk_the_site;

use anyhow::{Result, ensure};

use crate::{Browser, Stage};

/// What one step showed.
#[derive(Clone, Debug)]
pub struct Step {
    /// A short name, fit for a file.
    pub name: &'static str,
    /// What the page showed, in a line.
    pub shown: String,
}

/// Takes one step after another; the first that fails is named.
macro_rules! steps {
    ($tell:ident: $($name:literal => $step:expr;)*) => {$(
        let shown = $step.await.context(concat!("the step `", $name, "`"))?;
        $tell(Step { name: $name, shown }).await?;
    )*};
}
use steps;

const TOKEN_ENDPOINT: &str = "/oauth2/v1/access_token";
const TICKED: &str = "input[name=scope]:checked";

struct Walker<'a> {
    browser: &'a Browser,
    stage: &'a Stage,
}

impl Walker<'_> {
    /// Chooses the language of the page.
    async fn speak(&self, language: &str) -> Result<()> {
        self.browser.click(&format!("#lang-{language}")).await?;
        self.browser.wait_for(language, &format!("return document.documentElement.lang === '{language}'")).await?;
        Ok(())
    }

    async fn wait_for_state(&self, state: &str) -> Result<()> {
        let shown = format!("return document.body.dataset.state === '{state}'");
        self.browser.wait_for(&format!("the page, {state}"), &shown).await?;
        Ok(())
    }

    /// Waits until the element's text contains this, and returns all of it.
    async fn shows(&self, css: &str, text: &str) -> Result<String> {
        let contains = format!(
            "const text = document.querySelector('{css}')?.innerText?.trim(); return text?.includes('{text}') && text"
        );
        let seen = self.browser.wait_for(&format!("`{text}` in {css}"), &contains).await?;
        Ok(seen.as_str().unwrap_or_default().to_owned())
    }

    /// Waits for the consent page; these permissions must be ticked there, and no others.
    async fn ticked(&self, scopes: &[&str]) -> Result<String> {
        self.browser.wait_for("the consent page", "return document.getElementById('allow') !== null").await?;
        let script = format!("return [...document.querySelectorAll('{TICKED}')].map((box) => box.value).join(' ')");
        let ticked = self.browser.wait_for("a permission that is ticked", &script).await?;
        ensure!(ticked == scopes.join(" "), "the permissions ticked are {ticked}");
        Ok(format!("{}: {}", self.browser.text("h1").await?, scopes.join(", ")))
    }

    /// Nothing that looks like a token is in the storage of the page.
    async fn keeps_no_token(&self) -> Result<()> {
        let kept = self.browser.evaluate("return JSON.stringify({ ...sessionStorage, ...localStorage })").await?;
        ensure!(!kept.to_string().contains("eyJ"), "a token is still stored: {kept}");
        Ok(())
    }

    /// No such call has reached CoolSMS since the record was cleared.
    fn never_called(&self, path: &str) -> Result<()> {
        let was_called = self.stage.sandbox.requests().iter().any(|request| request.path == path);
        ensure!(!was_called, "{path} was called although it was not granted");
        Ok(())
    }

    /// Every token of CoolSMS goes stale; what the person does next goes through after one refresh, and the page says so.
    async fn after_the_token_expired(&self, act: impl Future<Output = Result<String>>) -> Result<String> {
        self.stage.sandbox.expire_tokens();
        self.stage.sandbox.clear_requests();
        let shown = act.await?;
        let requests = self.stage.sandbox.requests();
        let refreshes = requests.iter().filter(|request| request.method == "POST" && request.path == TOKEN_ENDPOINT);
        ensure!(refreshes.count() == 1, "there was not one refresh");
        Ok(format!("{shown} {}", self.in_both_languages("#refreshed", "").await?))
    }

    /// What the element shows in Korean and in English; both contain this.
    async fn in_both_languages(&self, css: &str, text: &str) -> Result<String> {
        let korean = self.shows(css, text).await?;
        self.speak("en").await?;
        let english = self.shows(css, text).await?;
        self.speak("ko").await?;
        ensure!(korean != english && !english.is_empty(), "it says `{korean}` and `{english}`");
        Ok(format!("{korean} / {english}"))
    }
}
