//! The servers: a provider for all pages, an origin for each page, and before them TLS and lines of each length.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use browser::in_repository;
use sandbox::{DEMO_CLIENT_ID, Options, Sandbox, StaticSite, StaticSiteOptions};
use serde_json::json;
use url::Url;

use crate::apps::App;
use crate::conditions::Cache;
use crate::front::{API, Certificate, Front, Page};
use crate::line::Line;

/// What the pages ask for.
pub(crate) const SCOPE: &str = "users:read";

/// All servers of a run.
pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    lines: Vec<Lines>,
    sites: Vec<StaticSite>,
    _front: Front,
}

/// The two lines of one length.
struct Lines {
    round_trip: u32,
    /// To the pages.
    pages: Line,
    /// To the provider. A port of its own: for two hosts at one, a browser takes one connection.
    api: Line,
}

impl Stage {
    /// Starts them, for these pages at the ends of lines with these round-trip times, in milliseconds.
    pub(crate) async fn start(
        apps: &[App],
        round_trips: &[u32],
        folder: &Path,
        certificate: &Certificate,
    ) -> Result<Self> {
        let sandbox = Sandbox::start(Options { public_clients: true, ..Options::default() }).await?;
        let (mut sites, mut pages) = (Vec::new(), Vec::new());
        for round_trip in round_trips {
            for app in apps {
                let site = StaticSite::start(files(app, folder)).await?;
                let port = Url::parse(&site.base())?.port().context("a server has a port")?;
                let hosts = [Cache::Cold, Cache::Warm].map(|cache| app.host(*round_trip, cache));
                pages.push(Page { hosts: hosts.into(), port });
                sites.push(site);
            }
        }
        let front = Front::start(certificate, sandbox.port(), &pages).await?;
        let open = |round_trip: &u32| {
            let line = || Line::open(Duration::from_millis((*round_trip).into()), front.socket());
            anyhow::Ok(Lines { round_trip: *round_trip, pages: line()?, api: line()? })
        };
        let lines = round_trips.iter().map(open).collect::<Result<Vec<_>>>()?;
        let stage = Self { sandbox, lines, sites, _front: front };
        stage.write_pages(apps)?;
        Ok(stage)
    }

    /// Tells the pages where the provider is: at the end of a line as long as theirs.
    fn write_pages(&self, apps: &[App]) -> Result<()> {
        let page = fs::read_to_string(in_repository("bench/pages/page.html"))?;
        let places = self.lines.iter().flat_map(|lines| apps.iter().map(move |app| (lines.round_trip, app)));
        for ((round_trip, app), site) in places.zip(&self.sites) {
            let facts = json!({
                "base": self.api(round_trip)?,
                "clientId": DEMO_CLIENT_ID,
                "scope": SCOPE,
                "flow": app.flow,
            });
            let page = page.replace("FACTS", &facts.to_string());
            let paths = [
                ("/start", "/app/app.js", "Loading …"),
                ("/callback", "/app/app.js", "Loading …"),
                ("/first", "/drawn/first.js", ""),
                ("/fresh", "/fresh-scripts/fresh.js", "Loading …"),
            ];
            for (path, script, text) in paths {
                let page = page.replace("SCRIPT", script).replace("TEXT", text);
                site.set_file(path, "text/html", page)?;
            }
        }
        Ok(())
    }

    fn lines(&self, round_trip: u32) -> Result<&Lines> {
        let found = self.lines.iter().find(|lines| lines.round_trip == round_trip);
        found.with_context(|| format!("there is no line of {round_trip} ms"))
    }

    /// The provider at the end of that line.
    pub(crate) fn api(&self, round_trip: u32) -> Result<String> {
        Ok(format!("https://{API}:{}", self.lines(round_trip)?.api.port()))
    }

    /// The page's origin at the end of that line.
    pub(crate) fn origin(&self, app: &App, round_trip: u32, cache: Cache) -> Result<String> {
        Ok(format!("https://{}:{}", app.host(round_trip, cache), self.lines(round_trip)?.pages.port()))
    }

    /// Ends all connections of that line, so that a page has to open its own.
    pub(crate) fn hang_up(&self, round_trip: u32) -> Result<()> {
        let lines = self.lines(round_trip)?;
        lines.pages.hang_up();
        lines.api.hang_up();
        Ok(())
    }

    /// Ends them all.
    pub(crate) async fn close(self) {
        drop(self.lines);
        for site in self.sites {
            site.stop().await;
        }
        self.sandbox.stop().await;
    }
}

/// The scripts of a page. A browser keeps them, and asks for the page anew.
fn files(app: &App, folder: &Path) -> StaticSiteOptions {
    let blank = b"<!doctype html><title>Blank</title>".to_vec();
    let mount = |path: &str, scripts: String| (path.to_owned(), folder.join(scripts));
    StaticSiteOptions {
        files: vec![("/blank".to_owned(), "text/html".to_owned(), blank)],
        mounts: vec![
            mount("/app", app.scripts("apps")),
            mount("/drawn", app.scripts("first")),
            mount("/library", app.scripts("alone")),
            mount("/fresh-scripts", "fresh".to_owned()),
        ],
        isolated: true,
        cached_scripts: true,
        ..StaticSiteOptions::default()
    }
}
