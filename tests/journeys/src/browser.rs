//! A browser, as a test or the demo drives it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;
use thirtyfour::error::{WebDriverError, WebDriverResult};
use thirtyfour::{By, WebDriver};

use crate::capabilities::capabilities;
use crate::driver::Driver;
use crate::standstill::{STANDSTILL, Watch, watched};
use crate::{Engine, Outcome, Tab};

/// A running browser.
pub struct Browser {
    pub(crate) session: WebDriver,
    // After the session: a driver that ends first leaves its browser behind.
    driver: Driver,
    /// The tab that stays: see [`Browser::fresh_tab`].
    pub(crate) keeper: OnceLock<Tab>,
    /// The origins that it was sent to, since they were last taken.
    visited: Mutex<BTreeSet<String>>,
    /// How often each kind of command was given, and how long all of them took.
    times: Mutex<BTreeMap<String, (u32, Duration)>>,
}

impl Browser {
    /// Starts the engine's driver and its browser, with the popup blocker that people have: a page opens a window in a
    /// click only.
    ///
    /// # Errors
    /// When one of the two is not where the environment says, or does not start.
    pub async fn start(engine: Engine) -> Result<Self> {
        let browser = engine.browser_path()?;
        let driver = Driver::start(&engine.driver_path()?).await?;
        let connect = WebDriver::builder(driver.address(), capabilities(engine, &browser)?)
            .request_timeout(2 * STANDSTILL)
            .connect();
        let session = watched("the start", connect).await.and_then(|session| session.map_err(|error| brief(&error)));
        let session = session.with_context(|| {
            format!("the driver did not start {}; it says more in {}", browser.display(), driver.log().display())
        })?;
        Ok(Self { session, driver, keeper: OnceLock::new(), visited: Mutex::default(), times: Mutex::default() })
    }

    /// Closes the browser, then ends the driver.
    ///
    /// # Errors
    /// When the browser does not close.
    pub async fn close(self) -> Result<()> {
        let Self { session, driver, .. } = self;
        let closed = session.quit().await;
        drop(driver);
        Ok(closed?)
    }

    /// One command to the driver.
    pub(crate) async fn step<T>(&self, what: &str, command: impl Future<Output = WebDriverResult<T>>) -> Result<T> {
        let began = Instant::now();
        let result = watched(what, command).await;
        if let Ok(mut times) = self.times.lock() {
            let kind = what.split_whitespace().next().unwrap_or_default().to_owned();
            let (count, time) = times.entry(kind).or_default();
            *count += 1;
            *time += began.elapsed();
        }
        result?.map_err(|error| brief(&error)).with_context(|| what.to_owned())
    }

    /// How often each kind of command was given since the last time, and how long all of them took.
    pub fn take_times(&self) -> String {
        let times = self.times.lock().map(|mut times| std::mem::take(&mut *times)).unwrap_or_default();
        let times: Vec<String> =
            times.iter().map(|(kind, (count, time))| format!("{kind} {count}: {time:.0?}")).collect();
        times.join(", ")
    }

    /// Says what has become of a browser that does not answer any more.
    ///
    /// # Errors
    /// When the driver or its browser has ended.
    pub async fn is_alive(&self) -> Result<()> {
        let log = self.driver.log().display();
        let asked = self.step("asking the browser for its tabs", self.session.windows()).await;
        asked.map(drop).with_context(|| format!("the browser or its driver has died: see {log}, and start again"))
    }

    /// Loads a page. An address that differs from the current one in its fragment alone would not load: then another
    /// page comes in between.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn goto(&self, address: &str) -> Result<()> {
        if let Ok(mut visited) = self.visited.lock() {
            visited.insert(origin_of(address));
        }
        let page = |address: &str| address.split('#').next().map(str::to_owned);
        if address.contains('#') && page(address) == page(&self.address().await?) {
            self.step("going to about:blank", self.session.goto("about:blank")).await?;
        }
        self.step(&format!("going to {address}"), self.session.goto(address)).await
    }

    pub(crate) fn take_visited(&self) -> BTreeSet<String> {
        self.visited.lock().map(|mut visited| std::mem::take(&mut *visited)).unwrap_or_default()
    }

    /// What the address bar shows.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn address(&self) -> Result<String> {
        Ok(self.step("reading the address", self.session.current_url()).await?.to_string())
    }

    /// The reload button.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn reload(&self) -> Result<()> {
        self.step("reloading", self.session.refresh()).await
    }

    /// The back button.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn back(&self) -> Result<()> {
        self.step("going back", self.session.back()).await
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
        self.step("going forward", self.session.forward()).await
    }

    /// Goes on inside the page's first frame, until the next page.
    ///
    /// # Errors
    /// When there is none.
    pub async fn enter_frame(&self) -> Result<()> {
        self.step("entering the frame", self.session.enter_frame(0)).await
    }

    /// Waits for the element, then clicks it as a person would.
    ///
    /// # Errors
    /// When there is none, or it cannot be clicked.
    pub async fn click(&self, css: &str) -> Result<()> {
        self.wait_for(css, &format!("return document.querySelector('{css}') !== null")).await?;
        let click = async { self.session.find(By::Css(css)).await?.click().await };
        self.step(&format!("clicking {css}"), click).await
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
        let write = async {
            let field = self.session.find(By::Css(css)).await?;
            field.clear().await?;
            field.send_keys(text).await
        };
        self.step(&format!("writing into {css}"), write).await
    }

    /// The visible text of the first such element.
    ///
    /// # Errors
    /// When there is none.
    pub async fn text(&self, css: &str) -> Result<String> {
        let read = async { self.session.find(By::Css(css)).await?.text().await };
        self.step(&format!("reading {css}"), read).await
    }

    /// The visible texts of all such elements.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn texts(&self, css: &str) -> Result<Vec<String>> {
        let read = async {
            let mut texts = Vec::new();
            for element in self.session.find_all(By::Css(css)).await? {
                texts.push(element.text().await?);
            }
            Ok(texts)
        };
        self.step(&format!("reading every {css}"), read).await
    }

    /// Runs the body of a function, in the page, until its `return`.
    ///
    /// # Errors
    /// When it throws.
    pub async fn evaluate(&self, body: &str) -> Result<Value> {
        let answer = self.step(&format!("running {body}"), self.session.execute(body, [])).await?;
        Ok(answer.json().clone())
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
        let running = self.session.execute_async(script, arguments);
        let answer = self.step(&format!("running {body}"), running).await?;
        Ok(Outcome::of(answer.json()))
    }

    /// Gives a command of Chromium's own, for what WebDriver has no word for; other engines know none.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let cdp = self.session.cdp();
        self.step(&format!("asking Chromium for {command}"), cdp.send_raw(command, parameters)).await
    }

    /// Waits until the body of a function returns something true, and returns it. A page on its way out may not be able
    /// to run it: that is no more than "not yet".
    ///
    /// # Errors
    /// When nothing comes of it in minutes: then it tells what the page shows instead. When the browser has died.
    pub async fn wait_for(&self, what: &str, body: &str) -> Result<Value> {
        let mut watch = Watch::start();
        loop {
            match self.evaluate(body).await {
                Ok(value) if is_true(&value) => return Ok(value),
                Ok(_) => {}
                Err(_) => self.is_alive().await?,
            }
            if !watch.pause().await {
                bail!("{what} did not appear in {STANDSTILL:?}; {}", self.describe_page().await);
            }
        }
    }

    /// Writes what is seen into a PNG file.
    ///
    /// # Errors
    /// When the driver or the file system refuses.
    pub async fn screenshot(&self, file: &Path) -> Result<()> {
        let png = self.step("taking a picture", self.session.screenshot_as_png()).await?;
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

/// What a driver says, without the places in its own program.
fn brief(error: &WebDriverError) -> anyhow::Error {
    let text = error.to_string();
    let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with("Stacktrace"));
    anyhow!(lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; "))
}

/// Scheme, host and port of an address.
pub(crate) fn origin_of(address: &str) -> String {
    address.split_inclusive('/').take(3).collect::<String>().trim_end_matches('/').to_owned()
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
