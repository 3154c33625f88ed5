//! A browser, as a test or the demo drives it: thirtyfour's WebDriver, and what that has no word for.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use thirtyfour::{By, WebDriver, WebElement};
use url::Url;

use crate::driver::Driver;
use crate::refusal::outcome;
use crate::standstill::{STANDSTILL, wait_until};
use crate::{Engine, Tab};

/// A running browser. It takes every command of WebDriver; one that stands still is an error.
pub struct Browser {
    session: WebDriver,
    // After the session: a driver that ends first leaves its browser behind.
    driver: Driver,
    /// The tab that stays: see [`Browser::fresh_tab`].
    pub(crate) keeper: OnceLock<Tab>,
    /// The origins that it was sent to, since they were last taken.
    visited: Mutex<BTreeSet<String>>,
}

impl Deref for Browser {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.session
    }
}

impl Browser {
    /// Starts the engine's driver and its browser, with the popup blocker that people have: a page opens a window in a
    /// click only.
    pub async fn start(engine: Engine) -> Result<Self> {
        Self::start_with(engine, &[]).await
    }

    /// The same, with more arguments for the browser's command line, which Chromium alone takes here.
    pub async fn start_with(engine: Engine, arguments: &[String]) -> Result<Self> {
        let (browser, driver) = engine.programs()?;
        let driver = Driver::start(&driver).await?;
        let connect = WebDriver::builder(driver.address(), engine.capabilities(&browser, arguments)?);
        let session = connect.request_timeout(STANDSTILL).connect().await.with_context(|| {
            format!("the driver did not start {}; it says more in {}", browser.display(), driver.log().display())
        })?;
        Ok(Self { session, driver, keeper: OnceLock::new(), visited: Mutex::default() })
    }

    /// Closes the browser, then ends the driver.
    pub async fn close(self) -> Result<()> {
        let Self { session, driver, .. } = self;
        let closed = session.quit().await;
        drop(driver);
        Ok(closed?)
    }

    /// Says what has become of a browser that does not answer any more.
    pub async fn is_alive(&self) -> Result<()> {
        let log = self.driver.log().display();
        let asked = self.windows().await;
        asked.map(drop).with_context(|| format!("the browser or its driver has died: see {log}, and start again"))
    }

    /// Loads a page. An address that differs from the current one in its fragment alone would not load: then another
    /// page comes in between.
    pub async fn goto(&self, address: &str) -> Result<()> {
        if let Ok(mut visited) = self.visited.lock() {
            visited.insert(origin_of(address));
        }
        let page = |address: &str| address.split('#').next().map(str::to_owned);
        if address.contains('#') && page(address) == page(&self.address().await?) {
            self.session.goto("about:blank").await?;
        }
        self.session.goto(address).await.with_context(|| format!("going to {address}"))
    }

    /// Loads a page, and waits until it is whole: on a busy machine, or where a connection has just been cut, the driver returns
    /// earlier. The page may change its query and its fragment.
    pub async fn load(&self, address: &str) -> Result<()> {
        self.goto(address).await?;
        self.wait_until_whole(address).await
    }

    /// Waits until the page of that address is there and complete.
    pub(crate) async fn wait_until_whole(&self, address: &str) -> Result<()> {
        let address = Url::parse(address)?;
        let (origin, path) = (address.origin().ascii_serialization(), address.path());
        let is_whole = format!(
            "return document.readyState === 'complete' && location.origin === '{origin}' && location.pathname === '{path}'"
        );
        self.wait_for(address.as_str(), &is_whole).await.map(drop)
    }

    pub(crate) fn take_visited(&self) -> BTreeSet<String> {
        self.visited.lock().map(|mut visited| std::mem::take(&mut *visited)).unwrap_or_default()
    }

    /// What the address bar shows.
    pub async fn address(&self) -> Result<String> {
        Ok(self.current_url().await?.to_string())
    }

    /// The back button, until the address ends so.
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

    /// Waits for the element.
    async fn element(&self, css: &str) -> Result<WebElement> {
        let found = self.wait_for(css, &format!("return document.querySelector('{css}')")).await?;
        Ok(WebElement::from_json(found, self.handle().clone())?)
    }

    /// Waits for the element, then clicks it as a person would.
    pub async fn click(&self, css: &str) -> Result<()> {
        self.element(css).await?.click().await.with_context(|| format!("clicking {css}"))
    }

    /// Waits for the element, then has the page click it, once nobody waits for what becomes of the page. A driver that
    /// clicks waits for the next page, and Firefox's waits without an end where the window closes instead.
    pub async fn press_and_leave(&self, css: &str) -> Result<()> {
        let element = self.element(css).await?.to_json()?;
        self.execute("const [element] = arguments; setTimeout(() => element.click())", [element]).await?;
        Ok(())
    }

    /// Waits for the field, then writes into it, in place of what it holds.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.element(css).await?;
        field.clear().await?;
        field.send_keys(text).await.with_context(|| format!("writing into {css}"))
    }

    /// The visible text of the first such element.
    pub async fn text(&self, css: &str) -> Result<String> {
        Ok(self.find(By::Css(css)).await?.text().await?)
    }

    /// Runs the body of a function, in the page, until its `return`.
    pub async fn evaluate(&self, body: &str) -> Result<Value> {
        let answer = self.execute(body, []).await.with_context(|| format!("running {body}"))?;
        Ok(answer.json().clone())
    }

    /// Runs the body of an async function in a page that has a function `describe`; `args` holds the arguments. A rejection is
    /// an error for [`crate::Refused`].
    pub async fn run(&self, body: &str, arguments: &[Value]) -> Result<Value> {
        let script = format!(
            "const args = [...arguments], done = args.pop();
             (async () => {{ {body} }})()
               .then((value) => done({{ value }}), (error) => done({{ error: describe(error) }}))
               .catch(({{ name, message }}) => done({{ error: {{ name, message }} }}));"
        );
        let answer = self.execute_async(script, arguments).await.with_context(|| format!("running {body}"))?;
        outcome(answer.json())
    }

    /// Runs the body of an async function in the page, and does not wait for its end: see [`Self::ended`].
    pub async fn begin(&self, name: &str, body: &str) -> Result<()> {
        self.evaluate(&format!("begin('{name}', async () => {{ {body} }})")).await.map(drop)
    }

    /// The same in a person's click, which is what lets a page open a window.
    pub async fn begin_in_a_click(&self, name: &str, body: &str) -> Result<()> {
        self.evaluate(&format!("beginInAClick('{name}', async () => {{ {body} }})")).await?;
        self.click("#begin").await
    }

    /// Waits for what was begun under that name in the page that is shown.
    pub async fn ended(&self, name: &str) -> Result<Value> {
        outcome(&self.wait_for(&format!("the end of `{name}`"), &format!("return begun['{name}']")).await?)
    }

    /// Whether it still goes on.
    pub async fn goes_on(&self, name: &str) -> Result<bool> {
        Ok(self.evaluate(&format!("return begun['{name}'] === null")).await? == true)
    }

    /// Gives a command of Chromium's own, for what WebDriver has no word for; other engines know none.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let answer = self.cdp().send_raw(command, parameters).await;
        answer.with_context(|| format!("asking Chromium for {command}"))
    }

    /// Waits until the body of a function returns something true, and returns it. A page on its way out may not be able
    /// to run it: that is no more than "not yet". Where nothing comes of it in minutes, the error tells what the page
    /// shows instead.
    pub async fn wait_for(&self, what: &str, body: &str) -> Result<Value> {
        let look = async || match self.evaluate(body).await {
            Ok(value) => Ok(is_true(&value).then_some(value)),
            Err(_) => self.is_alive().await.map(|()| None),
        };
        match wait_until(what, look).await {
            Ok(found) => Ok(found),
            Err(error) => Err(error.context(self.describe_page().await)),
        }
    }

    /// Writes what is seen into a PNG file.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        std::fs::create_dir_all(file.parent().unwrap_or(file))?;
        self.screenshot(file).await.with_context(|| format!("writing {}", file.display()))
    }

    async fn describe_page(&self) -> String {
        let address = self.address().await.unwrap_or_default();
        match self.text("body").await {
            Ok(text) => format!("{address} shows: {}", text.replace('\n', " | ")),
            Err(error) => format!("{address} shows nothing: {error}"),
        }
    }
}

/// Scheme, host and port of an address.
pub(crate) fn origin_of(address: &str) -> String {
    address.split_inclusive('/').take(3).collect::<String>().trim_end_matches('/').to_owned()
}

/// As JavaScript sees it.
fn is_true(value: &Value) -> bool {
    ![Value::Null, json!(false), json!(0), json!("")].contains(value)
}
