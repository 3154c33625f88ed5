//! What stands on loopback around a browser: CoolSMS, and an app.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use browser::in_repository;
use sandbox::{DEMO_CLIENT_ID, Options, Provider, Sandbox, StaticSite, StaticSiteOptions};
use serde_json::json;

/// As strict as a page with this module can be: no inline script, no `eval`. The app's own origin has two names here,
/// since `'self'` means nothing in WebKit where a frame has no origin.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' http://127.0.0.1:* 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self'; connect-src 'self' http://127.0.0.1:*; frame-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'self'; require-trusted-types-for 'script'";

/// Where the package is that the pages have by a script tag, and its sentences for users.
const SCRIPT: &str = "/coolsms-oauth2.js";
const EXPLAIN: &str = "/coolsms-oauth2-explain.js";
/// A page without anything, not even a script.
const EMPTY: &str = "/test/empty";

/// The ports wanted; the next free one is taken in place of one that is not, and 0 takes any.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ports {
    /// Of the pages.
    pub app: u16,
    /// Of the local CoolSMS.
    pub sandbox: u16,
    /// Of the single-page app.
    pub spa: u16,
}

/// Where on the app's origin, and which folder of the repository.
pub type Mount = (&'static str, &'static str);

/// The servers, serving until they are dropped. A clone has the same ones.
#[derive(Clone)]
pub struct Stage {
    /// The local CoolSMS: sign-in pages and API.
    pub sandbox: Provider,
    /// The app: the demo's pages at `/`, the package at `/dist/`.
    pub app: Arc<StaticSite>,
    /// The demo as a single-page app, on an origin of its own: its routes are paths, and `/` is its redirect URI.
    pub spa: Arc<StaticSite>,
    server: Arc<Sandbox>,
}

impl Stage {
    /// Starts them; the app has these folders, too.
    pub async fn start(ports: Ports, more: &[Mount]) -> Result<Self> {
        let spa = in_repository("target/spa");
        built(&spa.join("index.html"))?;
        let server = Sandbox::start(Options { port: ports.sandbox, ..Options::default() }).await?;
        let mount = |path: &str, folder: &str| (path.to_owned(), in_repository(folder));
        let site = async |port, mounts, single_page| {
            let files = vec![(EMPTY.to_owned(), "text/plain".to_owned(), Vec::new())];
            let content_security_policy = Some(CONTENT_SECURITY_POLICY.to_owned());
            let more = StaticSiteOptions { compressed: true, ..StaticSiteOptions::default() };
            let options = StaticSiteOptions { port, mounts, single_page, files, content_security_policy, ..more };
            anyhow::Ok(Arc::new(StaticSite::start(options).await?))
        };
        let of_app = [&[("/", "www/site"), ("/dist", "pkg/dist")], more].concat();
        let of_app = of_app.into_iter().map(|(path, folder)| mount(path, folder)).collect();
        let stage = Self {
            sandbox: server.clone(),
            app: site(ports.app, of_app, false).await?,
            spa: site(ports.spa, vec![mount("/", "target/spa")], true).await?,
            server: server.into(),
        };
        stage.tell_the_pages(false)?;
        Ok(stage)
    }

    /// The same servers with nothing left of what was done there, around a CoolSMS of its own that behaves so. The package
    /// waits for others as apps have it, by `pkg/src/waiting.ts`, or not as long, for a case in which a wait has to run
    /// out, by `pkg/src/waiting.quick.ts`.
    pub fn set_anew(&self, options: Options, has_short_waits: bool) -> Result<Self> {
        let stage = Self { sandbox: self.server.open_tenant(options), ..self.clone() };
        stage.tell_the_pages(has_short_waits)?;
        stage.app.clear_requests();
        Ok(stage)
    }

    /// A page without anything on each origin that a page of ours can keep something on.
    #[must_use]
    pub fn empty_pages(&self) -> [String; 3] {
        [self.app.base(), self.app.base_at("localhost"), self.spa.base()].map(|origin| origin + EMPTY)
    }

    /// Tells the pages where CoolSMS is, and gives them the package.
    fn tell_the_pages(&self, has_short_waits: bool) -> Result<()> {
        let folder = if has_short_waits { "target/pkg/quick" } else { "pkg/dist" };
        let facts = json!({ "clientId": DEMO_CLIENT_ID, "base": self.sandbox.base() });
        for site in [&self.app, &self.spa] {
            site.set_file("/config.json", "application/json", facts.to_string())?;
        }
        self.app.set_file("/test/facts.js", "text/javascript", format!("const facts = {facts};"))?;
        for (path, folder) in [(SCRIPT, folder), (EXPLAIN, "pkg/dist")] {
            let script = built(&in_repository(folder).join(path.trim_start_matches('/')))?;
            self.app.set_file(path, "text/javascript", script)?;
        }
        Ok(())
    }

    /// The address of a page of the app.
    #[must_use]
    pub fn page(&self, path: &str) -> String {
        self.app.base() + path
    }

    /// The address of a route of the single-page app.
    #[must_use]
    pub fn route(&self, path: &str) -> String {
        self.spa.base() + path
    }
}

/// A file of the package, or of the app.
fn built(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} is not there: build it with `cargo xtask build`", path.display()))
}
