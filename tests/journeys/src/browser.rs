//! A browser, as a test or the demo drives it. Nothing here waits without an end.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use thirtyfour::{By, WebDriver};
use tokio::time::{Instant, sleep, timeout};

use crate::capabilities::{Popups, capabilities};
use crate::driver::Driver;
use crate::{Engine, Outcome};

/// For one command to the driver: longer than its own limits for scripts and pages.
const COMMAND_LIMIT: Duration = Duration::from_secs(20);
/// For the browser to come up.
const START_LIMIT: Duration = Duration::from_secs(60);
/// For a page to show what it should.
pub(crate) const WAIT_LIMIT: Duration = Duration::from_secs(10);
pub(crate) const POLL: Duration = Duration::from_millis(25);

/// A running browser.
pub struct Browser {
    pub(crate) session: WebDriver,
    // After the session: a driver that ends first leaves its browser behind.
    driver: Driver,
}

impl Browser {
    /// Starts the engine's driver and its browser.
    ///
    /// # Errors
    /// When one of the two is not where the environment says, or does not start.
    pub async fn start(engine: Engine) -> Result<Self> {
        Self::start_with(engine, Popups::Usual, "").await
    }

    /// The same with the popup blocker that people have: a window opens in a click only.
    ///
    /// # Errors
    /// As [`Browser::start`].
    pub async fn start_with_popup_blocker(engine: Engine) -> Result<Self> {
        Self::start_with(engine, Popups::Blocked, "-popups-blocked").await
    }

    async fn start_with(engine: Engine, popups: Popups, name_of_log: &str) -> Result<Self> {
        let browser = engine.browser_path()?;
        let driver = Driver::start(&engine.driver_path()?, name_of_log).await?;
        let connect = WebDriver::builder(driver.address(), capabilities(engine, &browser, popups)?)
            .request_timeout(COMMAND_LIMIT)
            .connect();
        let session = timeout(START_LIMIT, connect).await.context("it took too long").and_then(|session| Ok(session?));
        let session = session.with_context(|| {
            format!("the driver did not start {}; what it said: {}", browser.display(), driver.log().display())
        })?;
        Ok(Self { session, driver })
    }

    /// Closes the browser, then ends the driver.
    ///
    /// # Errors
    /// When the browser does not close.
    pub async fn close(self) -> Result<()> {
        let Self { session, driver } = self;
        let closed = session.quit().await;
        drop(driver);
        Ok(closed?)
    }

    /// Loads a page. An address that differs from the current one in its fragment alone would not load: then another
    /// page comes in between.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn goto(&self, address: &str) -> Result<()> {
        let page = |address: &str| address.split('#').next().map(str::to_owned);
        if page(address) == page(&self.address().await?) {
            self.session.goto("about:blank").await?;
        }
        self.session.goto(address).await.with_context(|| format!("going to {address}"))
    }

    /// What the address bar shows.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn address(&self) -> Result<String> {
        Ok(self.session.current_url().await?.to_string())
    }

    /// The reload button.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn reload(&self) -> Result<()> {
        Ok(self.session.refresh().await?)
    }

    /// The back button.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn back(&self) -> Result<()> {
        Ok(self.session.back().await?)
    }

    /// The back button, until the address ends so.
    ///
    /// # Errors
    /// When no page of this tab was there.
    pub async fn back_to(&self, end: &str) -> Result<()> {
        let length = self.evaluate("return history.length").await?.as_u64().unwrap_or_default();
        for _ in 1..length {
            self.back().await?;
            if self.address().await?.ends_with(end) {
                return Ok(());
            }
        }
        bail!("the history holds no {end}")
    }

    /// The forward button.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn forward(&self) -> Result<()> {
        Ok(self.session.forward().await?)
    }

    /// Goes on inside the page's first frame, until the next page.
    ///
    /// # Errors
    /// When there is none.
    pub async fn enter_frame(&self) -> Result<()> {
        Ok(self.session.enter_frame(0).await?)
    }

    /// Waits for the element, then clicks it as a person would.
    ///
    /// # Errors
    /// When there is none, or it cannot be clicked.
    pub async fn click(&self, css: &str) -> Result<()> {
        self.wait_for(css, &format!("return document.querySelector('{css}') !== null")).await?;
        let element = self.session.find(By::Css(css)).await?;
        element.click().await.with_context(|| format!("clicking {css}"))
    }

    /// Waits for the element, then has the page click it, once nobody waits for what becomes of the page. A driver that
    /// clicks waits for the next page, and Firefox's waits without an end where the window closes instead.
    ///
    /// # Errors
    /// When there is none.
    pub async fn press_and_leave(&self, css: &str) -> Result<()> {
        self.wait_for(css, &format!("return document.querySelector('{css}') !== null")).await?;
        self.evaluate(&format!("const it = document.querySelector('{css}'); setTimeout(() => it.click())")).await?;
        Ok(())
    }

    /// Writes into a field, in place of what it holds.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.session.find(By::Css(css)).await?;
        field.clear().await?;
        field.send_keys(text).await.with_context(|| format!("writing into {css}"))
    }

    /// The visible text of the first such element.
    ///
    /// # Errors
    /// When there is none.
    pub async fn text(&self, css: &str) -> Result<String> {
        let element = self.session.find(By::Css(css)).await.with_context(|| format!("looking for {css}"))?;
        Ok(element.text().await?)
    }

    /// The visible texts of all such elements.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn texts(&self, css: &str) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for element in self.session.find_all(By::Css(css)).await? {
            texts.push(element.text().await?);
        }
        Ok(texts)
    }

    /// Runs the body of a function, in the page, until its `return`.
    ///
    /// # Errors
    /// When it throws.
    pub async fn evaluate(&self, body: &str) -> Result<Value> {
        Ok(self.session.execute(body, []).await?.json().clone())
    }

    /// Runs the body of an async function in a page that has `pages/app.js`; `args` holds the arguments.
    ///
    /// # Errors
    /// When the page cannot run it; a rejection is an [`Outcome`].
    pub async fn run(&self, body: &str, arguments: &[Value]) -> Result<Outcome> {
        let script = format!(
            "const args = [...arguments], done = args.pop();
             (async () => {{ {body} }})()
               .then((value) => done({{ value }}), (error) => done({{ error: describe(error) }}))
               .catch(({{ name, message }}) => done({{ error: {{ name, message }} }}));"
        );
        let answer = self.session.execute_async(script, arguments).await.with_context(|| format!("running {body}"))?;
        Ok(Outcome::of(answer.json()))
    }

    /// Gives a command of Chromium's own, for what WebDriver has no word for; other engines know none.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let answer = self.session.cdp().send_raw(command, parameters).await;
        answer.with_context(|| format!("asking Chromium for {command}"))
    }

    /// Waits until the body of a function returns something true, and returns it. A page on its way out may not be able
    /// to run it: that is no more than "not yet".
    ///
    /// # Errors
    /// When it does not come to pass: then it tells what the page shows instead.
    pub async fn wait_for(&self, what: &str, body: &str) -> Result<Value> {
        let deadline = Instant::now() + WAIT_LIMIT;
        loop {
            let seen = self.evaluate(body).await;
            match seen {
                Ok(value) if is_true(&value) => return Ok(value),
                _ if Instant::now() > deadline => bail!("{what} did not appear; {}", self.describe_page().await),
                _ => sleep(POLL).await,
            }
        }
    }

    /// Writes what is seen into a PNG file.
    ///
    /// # Errors
    /// When the driver or the file system refuses.
    pub async fn screenshot(&self, file: &Path) -> Result<()> {
        let png = self.session.screenshot_as_png().await?;
        std::fs::write(file, png).with_context(|| format!("writing {}", file.display()))
    }

    pub(crate) async fn describe_page(&self) -> String {
        let address = self.address().await.unwrap_or_default();
        match self.text("body").await {
            Ok(text) => format!("{address} shows: {}", text.replace('\n', " | ")),
            Err(error) => format!("{address} shows nothing: {error}"),
        }
    }
}

/// As JavaScript sees it.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_f64() != Some(0.0),
        _ => true,
    }
}
