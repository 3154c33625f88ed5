//! What the page tests need around them: a sandbox, and the page with the package.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use browser::in_repository;
use sandbox::{Options, Sandbox, StaticSite, StaticSiteOptions};
use serde_json::json;

/// The paths of the addresses in `tests/vectors/callbacks.json`; a page with the package is at each.
const PATHS_OF_VECTORS: [&str; 5] = ["/callback", "/callback/", "/callback/x", "/Callback", "/other"];

/// The servers, serving until they are dropped.
pub(crate) struct PageServers {
    site: StaticSite,
    pub(crate) is_broken: bool,
    _sandbox: Sandbox,
}

impl PageServers {
    /// Starts them, on ports that are free. A package that is broken on purpose is in that folder: `dist`, `quick`, and
    /// the page with it, `page`.
    pub(crate) async fn start(broken: Option<&Path>) -> Result<Self> {
        let folders = broken.map_or_else(
            || ["pkg/dist", "target/pkg/quick", "target/page"].map(in_repository),
            |folder| ["dist", "quick", "page"].map(|part| folder.join(part)),
        );
        for folder in &folders {
            let there = folder.is_dir();
            ensure!(there, "{} is not there: `cargo xtask test --only page` builds it", folder.display());
        }
        let [dist, quick, page] = folders;
        let sandbox = Sandbox::start(Options::default()).await?;
        let facts = format!("const facts = {};", json!({ "sandboxPort": sandbox.port() }));
        let mount = |prefix: &str, folder| (prefix.to_owned(), folder);
        let text = |path: &str, kind: &str, bytes: Vec<u8>| (path.to_owned(), kind.to_owned(), bytes);
        let blank = fs::read(in_repository("tests/page/pages/blank.html"))?;
        let mut files: Vec<_> = PATHS_OF_VECTORS.iter().map(|path| text(path, "text/html", blank.clone())).collect();
        files.push(text("/facts.js", "text/javascript", facts.into_bytes()));
        let wasm = fs::read(dist.join("coolsms-oauth2.wasm"))?;
        let half = wasm.iter().take(wasm.len() / 2).copied().collect();
        files.push(text("/cut-off.wasm", "application/wasm", half));
        files.push(text("/as-text.wasm", "text/plain", wasm));
        let script = fs::read(dist.join("coolsms-oauth2.js"))?;
        files.push(text("/garbled.js", "text/javascript; charset=windows-1252", script));
        let site = StaticSite::start(StaticSiteOptions {
            mounts: vec![
                mount("/", in_repository("tests/page/pages")),
                mount("/bundle", page),
                mount("/mocha", in_repository("xtask/node_modules/mocha")),
                mount("/dist", dist),
                mount("/quick", quick),
                mount("/wasm-pack", in_repository("target/wasm-pack")),
            ],
            files,
            ..StaticSiteOptions::default()
        })
        .await?;
        Ok(Self { site, is_broken: broken.is_some(), _sandbox: sandbox })
    }

    /// Where the page is.
    pub(crate) fn address(&self) -> String {
        self.site.base() + "/index.html"
    }
}
