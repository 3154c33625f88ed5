//! What the page tests need around them: a sandbox, and the page with the package.

use std::fs;

use anyhow::{Result, ensure};
use sandbox::{Options, Sandbox, StaticSite, StaticSiteOptions};
use serde_json::json;

use crate::in_repository;

/// The paths of the addresses in `tests/vectors/callbacks.json`; a page with the package is at each.
const PATHS_OF_VECTORS: [&str; 5] = ["/callback", "/callback/", "/callback/x", "/Callback", "/other"];

/// The servers, serving until they are dropped.
pub struct PageServers {
    site: StaticSite,
    _sandbox: Sandbox,
}

impl PageServers {
    /// Starts them, on ports that are free.
    pub async fn start() -> Result<Self> {
        for built in ["pkg/dist/index.js", "target/page/main.js"] {
            ensure!(in_repository(built).is_file(), "{built} is not there: `cargo xtask test --only page` builds it");
        }
        let sandbox = Sandbox::start(Options::default()).await?;
        let facts = format!("const facts = {};", json!({ "sandboxPort": sandbox.port() }));
        let mount = |prefix: &str, folder: &str| (prefix.to_owned(), in_repository(folder));
        let text = |path: &str, kind: &str, bytes: Vec<u8>| (path.to_owned(), kind.to_owned(), bytes);
        let blank = fs::read(in_repository("tests/page/pages/blank.html"))?;
        let mut files: Vec<_> = PATHS_OF_VECTORS.iter().map(|path| text(path, "text/html", blank.clone())).collect();
        files.push(text("/facts.js", "text/javascript", facts.into_bytes()));
        let wasm = fs::read(in_repository("pkg/dist/coolsms-oauth2.wasm"))?;
        let half = wasm.iter().take(wasm.len() / 2).copied().collect();
        files.push(text("/cut-off.wasm", "application/wasm", half));
        files.push(text("/as-text.wasm", "text/plain", wasm));
        let script = fs::read(in_repository("pkg/dist/coolsms-oauth2.js"))?;
        files.push(text("/garbled.js", "text/javascript; charset=windows-1252", script));
        let site = StaticSite::start(StaticSiteOptions {
            mounts: vec![
                mount("/", "tests/page/pages"),
                mount("/bundle", "target/page"),
                mount("/mocha", "xtask/node_modules/mocha"),
                mount("/dist", "pkg/dist"),
                mount("/quick", "target/pkg/quick"),
            ],
            files,
            ..StaticSiteOptions::default()
        })
        .await?;
        Ok(Self { site, _sandbox: sandbox })
    }

    /// Where the page is.
    #[must_use]
    pub fn address(&self) -> String {
        self.site.base() + "/index.html"
    }
}
