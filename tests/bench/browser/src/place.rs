//! One page at the end of one line: how it is visited, and that it did what it is for.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result, ensure};
use journeys::Browser;
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Sandbox, StaticSite};
use serde::{Deserialize, Serialize};
use url::Url;
use url::form_urlencoded::Serializer;

use crate::apps::{App, Flow};
use crate::devtools;
use crate::stage::SCOPE;

/// Where the page's script comes from.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Cache {
    /// The server.
    Cold,
    /// The browser, which has run it before.
    Warm,
}

impl fmt::Display for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cold => "cold",
            Self::Warm => "warm",
        })
    }
}

/// Times in milliseconds since the navigation to the callback started.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Visit {
    /// The library can be used.
    pub(crate) ready: f64,
    /// The first answer of the API is on the page.
    pub(crate) answer: f64,
    name: String,
    is_cached: bool,
    address: String,
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

/// A page and its servers.
pub(crate) struct Place<'a> {
    pub(crate) app: &'a App,
    pub(crate) latency: u32,
    site: StaticSite,
    sandbox: &'a Sandbox,
    /// The address of the next visit: a response to a sign-in that the page has started.
    next: String,
}

impl<'a> Place<'a> {
    /// Starts the first sign-in; from then on the script is in the cache.
    pub(crate) async fn open(
        app: &'a App,
        latency: u32,
        site: StaticSite,
        sandbox: &'a Sandbox,
        browser: &Browser,
    ) -> Result<Self> {
        devtools::use_cache(browser, true).await?;
        let mut place = Self { app, latency, site, sandbox, next: String::new() };
        browser.goto(&place.start()).await?;
        place.begin(browser).await?;
        Ok(place)
    }

    /// The page without a response.
    fn start(&self) -> String {
        self.site.base() + "/start"
    }

    /// Calls the page back.
    pub(crate) async fn visit(&self, browser: &Browser, cache: Cache) -> Result<Visit> {
        let visit = self.arrive(browser, cache).await;
        visit.with_context(|| format!("{:?}, {}, {} ms, {cache}", self.app.flow, self.app.name, self.latency))
    }

    async fn arrive(&self, browser: &Browser, cache: Cache) -> Result<Visit> {
        devtools::use_cache(browser, cache == Cache::Warm).await?;
        // So that every visit leaves the same page.
        browser.goto("about:blank").await?;
        browser.goto(&self.next).await?;
        let visit: Visit = serde_json::from_value(browser.run("return await finished", &[]).await?)?;
        ensure!(visit.name == MEMBERS[0].name, "the page greets {}", visit.name);
        ensure!(visit.is_cached == (cache == Cache::Warm), "the script came from elsewhere");
        let is_clean = !["access_token", "code=", "state="].iter().any(|part| visit.address.contains(part));
        ensure!(is_clean, "the response stayed in the address");
        ensure!(visit.ready > 0.0 && visit.ready < visit.answer, "the page's clock is wrong");
        Ok(visit)
    }

    /// How long the page takes to read an address. It is loaded anew for that: where memory was told before, the engine had
    /// thrown compiled code away, and some of it stayed slow.
    pub(crate) async fn parse(&self, browser: &Browser) -> Result<Parse> {
        browser.goto(&self.start()).await?;
        let parse: Parse = serde_json::from_value(browser.run("return await parse()", &[]).await?)?;
        let told = [parse.given, parse.stored];
        let is_right = |time: f64| time.is_finite() && time > 0.0;
        ensure!(
            told.iter().flatten().count() > 0
                && told.into_iter().flatten().chain(parse.sizes.values().copied()).all(is_right),
            "{}: {parse:?}",
            self.app.name
        );
        Ok(parse)
    }

    /// Has the page that was loaded last start the next sign-in, and answers it in the provider's place.
    pub(crate) async fn begin(&mut self, browser: &Browser) -> Result<()> {
        let asked = browser.run("return await begin()", &[]).await?;
        let asked = Url::parse(asked.as_str().context("the page asks for nothing")?)?;
        self.next = self.answer(&asked).with_context(|| format!("{} asks for {asked}", self.app.name))?;
        Ok(())
    }

    fn answer(&self, asked: &Url) -> Result<String> {
        let parameter = |name: &str| asked.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value);
        let redirect_uri = parameter("redirect_uri").context("no redirect_uri")?;
        let state = parameter("state").context("no state")?;
        ensure!(redirect_uri == format!("{}/callback", self.site.base()), "the redirect_uri is {redirect_uri}");
        let mut response = Serializer::new(String::new());
        let member = &MEMBERS[0];
        let place = match self.app.flow {
            Flow::Implicit => {
                let tokens = self.sandbox.issue_tokens(DEMO_CLIENT_ID, member, SCOPE);
                response.append_pair("access_token", &tokens.access_token).append_pair("token_type", "Bearer");
                response.append_pair("expires_in", "86400").append_pair("scope", SCOPE);
                '#'
            }
            Flow::Code => {
                let challenge = parameter("code_challenge").context("no PKCE")?;
                let code =
                    self.sandbox.issue_code(DEMO_CLIENT_ID, member, SCOPE, &redirect_uri, Some(challenge.as_ref()));
                response.append_pair("code", &code);
                '?'
            }
        };
        response.append_pair("state", &state);
        Ok(format!("{redirect_uri}{place}{}", response.finish()))
    }

    /// Ends its server.
    pub(crate) async fn close(self) {
        self.site.stop().await;
    }
}
