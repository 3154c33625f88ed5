//! What the page tests need around them: a sandbox, and the page with the package.

use anyhow::{Result, ensure};
use sandbox::{Options, Sandbox, StaticSite, StaticSiteOptions};
use serde_json::json;

use crate::in_repository;

/// The servers, serving until they are dropped.
pub struct PageServers {
    site: StaticSite,
    _sandbox: Sandbox,
}

impl PageServers {
    /// Starts them, on ports that are free.
    ///
    /// # Errors
    /// When the package or the page is not built, or no port can be had.
    pub async fn start() -> Result<Self> {
        for built in ["pkg/dist/index.js", "target/page/main.js"] {
            ensure!(in_repository(built).is_file(), "{built} is not there: `cargo xtask test --only page` builds it");
        }
        let sandbox = Sandbox::start(Options::default()).await?;
        let facts = format!("const facts = {};", json!({ "sandboxPort": sandbox.port() }));
        let mount = |prefix: &str, folder: &str| (prefix.to_owned(), in_repository(folder));
        let site = StaticSite::start(StaticSiteOptions {
            mounts: vec![
                mount("/", "tests/page/pages"),
                mount("/bundle", "target/page"),
                mount("/mocha", "xtask/node_modules/mocha"),
                mount("/dist", "pkg/dist"),
                mount("/quick", "target/pkg/quick"),
            ],
            files: vec![("/facts.js".to_owned(), "text/javascript".to_owned(), facts.into_bytes())],
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
