//! Opens the page in a browser and writes a line for each case as it ends.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use browser::{Browser, Engine, STANDSTILL, in_repository};
use serde::Deserialize;
use tokio::time::sleep;
use url::form_urlencoded;

use crate::servers::PageServers;

/// Between two questions to the page, each of which costs browser and driver some work.
const POLL: Duration = Duration::from_millis(250);

/// A case that has ended, as `tests/page/support/report.ts` tells it.
#[derive(Debug, Deserialize)]
struct Ended {
    name: String,
    proves: String,
    failure: Option<String>,
    console: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct News {
    results: Vec<Ended>,
    running: Option<String>,
    /// The address that the run goes on at, in a fresh page: see `tests/page/support/turn.ts`.
    next: Option<String>,
    done: bool,
}

/// Asks what has become of the cases; `null` where the page was loaded, and its scripts have not begun.
const NEWS: &str = concat!(include_str!("news.js"), "return window.news()");

/// Runs them, with a broken package until the first failure; says whether all that ran have passed, and some ran.
pub(crate) async fn run(engine: Engine, servers: &PageServers, filter: Option<&str>) -> Result<bool> {
    let browser = Browser::start(engine).await?;
    let run = Run { browser: &browser, engine, is_broken: servers.is_broken }.run(&servers.address(), filter).await;
    let closed = browser.close().await;
    let (passed, failed) = run?;
    closed?;
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!("\ntest result: {word}. {passed} passed; {failed} failed");
    Ok(failed == 0 && passed > 0)
}

struct Run<'a> {
    browser: &'a Browser,
    engine: Engine,
    is_broken: bool,
}

impl Run<'_> {
    async fn run(&self, address: &str, filter: Option<&str>) -> Result<(usize, usize)> {
        let grep =
            filter.map(|text| form_urlencoded::Serializer::new("&".to_owned()).append_pair("grep", text).finish());
        self.browser.goto(&format!("{address}?driven{}", grep.unwrap_or_default())).await?;
        let (mut passed, mut failed) = (0, 0);
        let mut last_news = Instant::now();
        let mut running = None;
        loop {
            let news = match self.browser.evaluate(NEWS).await {
                Ok(news) => news,
                Err(error) => {
                    self.browser.is_alive().await?;
                    return Err(error.context(format!("the page was lost in {}", running.unwrap_or_default())));
                }
            };
            let news: Option<News> = serde_json::from_value(news).context("reading what the page tells")?;
            let Some(news) = news else {
                match running {
                    Some(case) => bail!("the page was left in {case}"),
                    None => {
                        bail!("the page does not start its tests: `cargo xtask serve-tests` shows why in your browser")
                    }
                }
            };
            if !news.results.is_empty() {
                last_news = Instant::now();
            }
            for ended in &news.results {
                match &ended.failure {
                    None => passed += 1,
                    Some(_) => failed += 1,
                }
                self.tell(ended).await?;
            }
            running = news.running;
            if let Some(next) = news.next {
                self.browser.goto(&next).await?;
            }
            if news.done || (self.is_broken && failed > 0) {
                return Ok((passed, failed));
            }
            sleep(POLL).await;
            if last_news.elapsed() > STANDSTILL {
                let running = running.unwrap_or_default();
                let picture = self.keep("standstill", &[]).await;
                bail!("`{running}` stands still since {STANDSTILL:?}; see {picture}");
            }
        }
    }

    /// Writes the line of a case; for one that failed, keeps what is seen, and lets the page go on.
    async fn tell(&self, ended: &Ended) -> Result<()> {
        let proves = if ended.proves.is_empty() { String::new() } else { format!("[{}] ", ended.proves) };
        let Some(failure) = &ended.failure else {
            println!("test {proves}{} ... ok", ended.name);
            return Ok(());
        };
        println!("test {proves}{} ... FAILED", ended.name);
        let kept = self.keep(&ended.name, &[&ended.console[..], std::slice::from_ref(failure)].concat()).await;
        println!("    {}\n    see {kept}", failure.replace('\n', "\n    "));
        self.browser.evaluate("window.goOn?.()").await?;
        Ok(())
    }

    /// Keeps a picture and these lines; gives back where.
    async fn keep(&self, name: &str, lines: &[String]) -> String {
        let name: String = name.chars().map(|it| if it.is_alphanumeric() { it } else { '-' }).take(80).collect();
        let path: PathBuf = in_repository(&format!("target/page/{:?}-{name}", self.engine).to_lowercase());
        let written = fs::write(path.with_extension("log"), lines.join("\n"));
        let taken = self.browser.picture(&path.with_extension("png")).await;
        match (written, taken) {
            (Ok(()), Ok(())) => format!("{}.png and .log", path.display()),
            (written, taken) => format!("nothing was kept: {written:?}, {taken:?}"),
        }
    }
}
