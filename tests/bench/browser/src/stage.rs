//! The servers at the end of one line: a provider for all pages, and an origin for each.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use journeys::in_repository;
use sandbox::{DEMO_CLIENT_ID, Options, Sandbox, StaticSite, StaticSiteOptions};
use serde_json::json;

use crate::apps::App;

/// What the pages ask for.
pub(crate) const SCOPE: &str = "users:read";

/// Starts a provider whose answers come that much later.
pub(crate) async fn provider(latency_ms: u64) -> Result<Sandbox> {
    Ok(Sandbox::start(Options { public_clients: true, latency_ms, ..Options::default() }).await?)
}

/// Starts the origin of a page, as far away as the provider. A browser keeps the script and asks for the page anew.
pub(crate) async fn site(app: &App, folder: &Path, sandbox: &Sandbox, latency_ms: u64) -> Result<StaticSite> {
    let facts = json!({
        "base": sandbox.base(),
        "clientId": DEMO_CLIENT_ID,
        "scope": SCOPE,
        "flow": app.flow,
    });
    let page = fs::read_to_string(in_repository("tests/bench/pages/page.html"))?.replace("FACTS", &facts.to_string());
    let script = folder.join(app.script());
    let script = fs::read(&script).with_context(|| format!("reading {}", script.display()))?;
    let file = |path: &str, kind: &str, bytes: Vec<u8>| (path.to_owned(), kind.to_owned(), bytes);
    let options = StaticSiteOptions {
        files: vec![
            file("/start", "text/html", page.clone().into()),
            file("/callback", "text/html", page.into()),
            file("/app.js", "text/javascript", script),
        ],
        isolated: true,
        cached_scripts: true,
        latency_ms,
        ..StaticSiteOptions::default()
    };
    Ok(StaticSite::start(options).await?)
}
