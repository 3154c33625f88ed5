//! One page at the end of one line: how it is visited, and that it did what it is for.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use browser::Browser;
use sandbox::MEMBERS;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use crate::apps::App;
use crate::conditions::{Cache, Device};
use crate::devtools::{self, Work};
use crate::plan::Parsing;
use crate::response::Response;
use crate::series::{State, Step};
use crate::stage::Stage;

/// How often a page is visited until its script and the preflights came from where they should.
const TRIES: u32 = 4;

/// A callback.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Visit {
    /// When each step was done, in milliseconds since the navigation started.
    steps: BTreeMap<Step, f64>,
    name: String,
    is_cached: bool,
    address: String,
}

impl Visit {
    /// When the first answer of the API was on the page, in milliseconds since the navigation started.
    pub(crate) fn answer(&self) -> Result<f64> {
        self.steps.get(&Step::Answer).copied().context("the page got no answer")
    }

    /// How long each step took, in milliseconds.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (Step, f64)> {
        self.steps.iter().scan(0.0, |before, (step, time)| Some((*step, time - std::mem::replace(before, *time))))
    }
}

/// A page that was drawn for a visitor who does not sign in.
#[derive(Debug, Deserialize)]
struct Drawn {
    /// When its text was painted, in milliseconds since the navigation started.
    paint: f64,
    /// What its scripts weigh.
    bytes: usize,
}

/// What a first paint took, in milliseconds.
#[derive(Debug)]
pub(crate) struct Paint {
    /// Since the navigation started.
    pub(crate) paint: f64,
    /// Of the main thread.
    pub(crate) work: Work,
}

/// Times in microseconds; none where the library has no such function.
#[derive(Debug, Deserialize)]
pub(crate) struct Parse {
    /// Where the function is told the state.
    pub(crate) given: Option<f64>,
    /// Where it looks it up in the browser's storage.
    pub(crate) stored: Option<f64>,
    /// As `given`, for addresses of so many bytes.
    #[serde(default)]
    pub(crate) sizes: BTreeMap<u32, f64>,
}

/// What calls cost.
#[derive(Debug)]
pub(crate) struct Calls {
    /// One of them, beyond `fetch`, in microseconds.
    pub(crate) cost: f64,
    /// What many of them leave in memory, in kilobytes.
    pub(crate) memory: f64,
}

/// How long it took in milliseconds, and whether the library was in the cache.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct FirstParse {
    time: f64,
    is_cached: bool,
}

/// A page and its servers.
pub(crate) struct Place<'a> {
    pub(crate) app: &'a App,
    pub(crate) round_trip: u32,
    /// From where the page has its script each time.
    pub(crate) cache: Cache,
    stage: &'a Stage,
    origin: String,
    /// The next visit: a response to a sign-in that the page has started.
    next: Response,
}

impl<'a> Place<'a> {
    /// Starts the first sign-in. The page is loaded as often as it takes until the browser keeps it compiled.
    pub(crate) async fn open(
        app: &'a App,
        round_trip: u32,
        cache: Cache,
        stage: &'a Stage,
        browser: &Browser,
    ) -> Result<Self> {
        let origin = stage.origin(app, round_trip, cache)?;
        let mut place = Self { app, round_trip, cache, stage, origin, next: Response::default() };
        devtools::use_cache(browser, true).await?;
        let times = if cache == Cache::Warm { 2 } else { 1 };
        for _ in 0..times {
            browser.load(&place.at("/start")).await?;
        }
        place.begin(browser).await?;
        Ok(place)
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// What goes wrong names the page and the visit.
    fn explain<T>(&self, done: Result<T>, what: &str) -> Result<T> {
        let Self { app, round_trip, cache, .. } = self;
        done.with_context(|| format!("{}, {}, {round_trip} ms, {cache}, {what}", app.flow.label(), app.name))
    }

    /// Calls the page back.
    pub(crate) async fn visit(&mut self, browser: &Browser, device: Device) -> Result<Visit> {
        for _ in 0..TRIES {
            let arrived = self.arrive(browser, device).await;
            if let Some(visit) = self.explain(arrived, &format!("callback, {device}"))? {
                return Ok(visit);
            }
            self.begin(browser).await?;
        }
        let Self { app, cache, .. } = self;
        bail!("the script of {} or the answers to its preflights never came from where they should ({cache})", app.name)
    }

    /// None where the script or the preflights did not come from where they should. A browser forgets the latter after some
    /// minutes.
    async fn arrive(&self, browser: &Browser, device: Device) -> Result<Option<Visit>> {
        let sandbox = &self.stage.sandbox;
        self.next.prepare(sandbox);
        sandbox.clear_requests();
        self.leave(browser).await?;
        devtools::become_device(browser, device).await?;
        browser.load(&self.next.address).await?;
        let visit: Visit = serde_json::from_value(browser.run("return await finished", &[]).await?)?;
        devtools::become_device(browser, Device::Desk).await?;
        ensure!(visit.name == MEMBERS[0].name, "the page greets {}", visit.name);
        let is_clean = !["access_token", "code=", "state="].iter().any(|part| visit.address.contains(part));
        ensure!(is_clean, "the response stayed in the address");
        let possible = 0.0..=visit.answer()?;
        ensure!(visit.steps.values().all(|time| possible.contains(time)), "the page's clock is wrong");
        let asks_first = sandbox.requests().iter().any(|request| request.method == "OPTIONS");
        let is_warm = self.cache == Cache::Warm;
        Ok((visit.is_cached == is_warm && asks_first != is_warm).then_some(visit))
    }

    /// Leaves the page before, so that every visit leaves the same one, and ends all connections.
    async fn leave(&self, browser: &Browser) -> Result<()> {
        devtools::use_cache(browser, self.cache == Cache::Warm).await?;
        browser.goto("about:blank").await?;
        self.stage.hang_up(self.round_trip)?;
        // The browser has seen it once it has answered again.
        browser.evaluate("return 1").await.map(drop)
    }

    /// Opens the page as a visitor who has not been here and does not sign in.
    pub(crate) async fn first_paint(&self, browser: &Browser, device: Device) -> Result<Paint> {
        let drawn = self.draw(browser, device).await;
        self.explain(drawn, &format!("first paint, {device}"))
    }

    async fn draw(&self, browser: &Browser, device: Device) -> Result<Paint> {
        devtools::use_cache(browser, false).await?;
        // The work of a page is counted with what its process did before: an empty page of the same origin has the same.
        browser.load(&self.at("/blank")).await?;
        devtools::note_work(browser, true).await?;
        devtools::become_device(browser, device).await?;
        self.stage.hang_up(self.round_trip)?;
        let before = devtools::work(browser).await?;
        browser.load(&self.at("/first")).await?;
        let drawn: Drawn = serde_json::from_value(browser.run("return await drawn", &[]).await?)?;
        let after = devtools::work(browser).await?;
        devtools::become_device(browser, Device::Desk).await?;
        devtools::note_work(browser, false).await?;
        ensure!(drawn.bytes == self.app.first.raw, "{} bytes were loaded, not {}", drawn.bytes, self.app.first.raw);
        ensure!(drawn.paint > 0.0, "the page's clock is wrong");
        let work = Work { tasks: after.tasks - before.tasks, script: after.script - before.script };
        ensure!(work.tasks > work.script && work.script > 0.0, "another process has worked: {work:?}");
        Ok(Paint { paint: drawn.paint, work })
    }

    /// Starts the library in a page that has not done so, and reads one address: in milliseconds. None where the library has
    /// no such function.
    pub(crate) async fn first_parse(&self, browser: &Browser, device: Device, state: State) -> Result<Option<f64>> {
        let function = match state {
            State::Told => "given",
            State::Stored => "take",
        };
        if !self.app.has(function) {
            return Ok(None);
        }
        let parsed = self.parse_first(browser, device, function).await;
        self.explain(parsed, &format!("first parse, {device}, {function}")).map(Some)
    }

    async fn parse_first(&self, browser: &Browser, device: Device, function: &str) -> Result<f64> {
        devtools::use_cache(browser, true).await?;
        browser.load(&self.at("/fresh")).await?;
        // From then on the library is in the cache, too.
        let state = browser.run("return await save(args[0])", &[json!(function)]).await?;
        browser.goto("about:blank").await?;
        browser.load(&self.at("/fresh")).await?;
        devtools::become_device(browser, device).await?;
        let parsed = browser.run("return await firstParse(args[0], args[1])", &[json!(function), state]).await?;
        devtools::become_device(browser, Device::Desk).await?;
        let FirstParse { time, is_cached } = serde_json::from_value(parsed)?;
        ensure!(is_cached, "the library came from the server");
        ensure!(time > 0.0, "the page's clock is wrong");
        Ok(time)
    }

    /// What calls cost a page that was called back.
    pub(crate) async fn calls(&mut self, browser: &Browser, parsing: Parsing) -> Result<Calls> {
        let is_once = parsing == Parsing::Once;
        self.visit(browser, Device::Desk).await?;
        let cost = browser.run("return await callCost(args[0])", &[json!(is_once)]).await?;
        let before = devtools::memory(browser).await?;
        browser.run("await manyCalls(args[0]); return true", &[json!(is_once)]).await?;
        let memory = (devtools::memory(browser).await? - before) / 1000.0;
        self.begin(browser).await?;
        let cost = self.explain(cost.as_f64().context("no time"), "calls")?;
        Ok(Calls { cost, memory })
    }

    /// How long the page takes to read an address. It is loaded anew for that: where memory was told before, the engine had
    /// thrown compiled code away, and some of it stayed slow.
    pub(crate) async fn parse(&self, browser: &Browser, parsing: Parsing) -> Result<Parse> {
        devtools::use_cache(browser, true).await?;
        browser.load(&self.at("/start")).await?;
        let told = browser.run("return await parse(args[0])", &[serde_json::to_value(parsing)?]).await?;
        let parse: Parse = self.explain(serde_json::from_value(told).map_err(Into::into), "parse")?;
        let is_right = |time: f64| time.is_finite() && time > 0.0;
        let times = parse.given.into_iter().chain(parse.stored).chain(parse.sizes.values().copied());
        ensure!(times.clone().all(is_right), "{}: {parse:?}", self.app.name);
        ensure!(
            parse.given.is_some() == self.app.has("given") && parse.stored.is_some() == self.app.has("take"),
            "{}: {parse:?}",
            self.app.name
        );
        Ok(parse)
    }

    /// Has the page that was loaded last start the next sign-in, and answers it in the provider's place.
    pub(crate) async fn begin(&mut self, browser: &Browser) -> Result<()> {
        let asked = browser.run("return await begin()", &[]).await?;
        let asked = Url::parse(asked.as_str().context("the page asks for nothing")?)?;
        let base = self.stage.api(self.round_trip)?;
        let next = Response::to(&asked, self.app.flow, &self.origin, &base, &self.stage.sandbox);
        self.next = next.with_context(|| format!("{} asks for {asked}", self.app.name))?;
        Ok(())
    }
}
