//! What stands on loopback around a browser: CoolSMS, an app, and somebody else.

use std::fs;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use sandbox::{DEMO_CLIENT_ID, Options, Provider, Sandbox, StaticSite, StaticSiteOptions};
use serde_json::json;

use crate::in_repository;

/// As strict as a page with this module can be: no inline script, no `eval`. The app's own origin has two names here,
/// since `'self'` means nothing in WebKit where a frame has no origin.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' http://127.0.0.1:* 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self'; connect-src 'self' http://127.0.0.1:*; frame-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'self'; require-trusted-types-for 'script'";

/// How long the package of the script tag waits for others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Waits {
    /// As apps have it: `pkg/src/waiting.ts`.
    #[default]
    Usual,
    /// Not as long, for a case in which a wait has to run out: `pkg/src/waiting.quick.ts`.
    Short,
}

impl Waits {
    fn folder(self) -> &'static str {
        match self {
            Self::Usual => "pkg/dist",
            Self::Short => "target/pkg/quick",
        }
    }
}

/// Where the package is that the pages have by a script tag.
const SCRIPT: &str = "/coolsms-oauth2.js";
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

/// The servers, serving until they are stopped or dropped. A clone has the same ones.
#[derive(Clone)]
pub struct Stage {
    /// The local CoolSMS: sign-in pages and API.
    pub sandbox: Provider,
    /// The app: the demo's pages at `/`, those of the tests at `/test/`, what is bundled for them
    /// at `/apps/`, the package at `/dist/`.
    pub app: Arc<StaticSite>,
    /// The demo as a single-page app, on an origin of its own: its routes are paths, and `/` is its redirect URI.
    pub spa: Arc<StaticSite>,
    /// Another origin, which any page may call and which must never see a token.
    pub elsewhere: Arc<StaticSite>,
    server: Arc<Sandbox>,
}

impl Stage {
    /// Starts them.
    ///
    /// # Errors
    /// When the package or the app is not built, or no port can be had.
    pub async fn start(ports: Ports) -> Result<Self> {
        let server = Sandbox::start(Options { port: ports.sandbox, ..Options::default() }).await?;
        let stage = Self {
            sandbox: server.clone(),
            app: StaticSite::start(app(ports.app)?).await?.into(),
            spa: StaticSite::start(spa(ports.spa)?).await?.into(),
            elsewhere: StaticSite::start(elsewhere()).await?.into(),
            server: server.into(),
        };
        stage.tell_the_pages()?;
        Ok(stage)
    }

    /// The same servers with nothing left of what was done there, around a CoolSMS of its own that behaves so, and with a
    /// package that waits so long.
    ///
    /// # Errors
    /// When the package is not built.
    pub fn set_anew(&self, options: Options, waits: Waits) -> Result<Self> {
        let stage = Self { sandbox: self.server.open_tenant(options), ..self.clone() };
        stage.tell_the_pages()?;
        stage.app.set_file(SCRIPT, "text/javascript", built(waits.folder(), "coolsms-oauth2.js")?)?;
        for site in [&stage.app, &stage.spa, &stage.elsewhere] {
            site.clear_requests();
        }
        Ok(stage)
    }

    /// A page without anything on each origin that a page of ours can keep something on.
    #[must_use]
    pub fn empty_pages(&self) -> [String; 3] {
        [self.app.base(), self.app.base_at("localhost"), self.spa.base()].map(|origin| origin + EMPTY)
    }

    /// Tells the pages where CoolSMS is.
    fn tell_the_pages(&self) -> Result<()> {
        let facts = json!({
            "clientId": DEMO_CLIENT_ID, "base": self.sandbox.base(), "elsewhere": self.elsewhere.base(),
        });
        for site in [&self.app, &self.spa] {
            site.set_file("/config.json", "application/json", facts.to_string())?;
        }
        Ok(self.app.set_file("/test/facts.js", "text/javascript", format!("const facts = {facts};"))?)
    }

    /// Ends them, after the answers that are under way.
    pub async fn stop(self) {
        let Self { app, spa, elsewhere, server, .. } = self;
        let sites = async {
            for site in [app, spa, elsewhere].into_iter().filter_map(Arc::into_inner) {
                site.stop().await;
            }
        };
        let sandbox = async {
            if let Some(server) = Arc::into_inner(server) {
                server.stop().await;
            }
        };
        tokio::join!(sites, sandbox);
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

fn app(port: u16) -> Result<StaticSiteOptions> {
    let script = built(Waits::Usual.folder(), "coolsms-oauth2.js")?;
    let file = |path: &str, kind: &str, text: Vec<u8>| (path.to_owned(), kind.to_owned(), text);
    Ok(StaticSiteOptions {
        port,
        mounts: vec![
            ("/".to_owned(), in_repository("www/site")),
            ("/test".to_owned(), in_repository("tests/journeys/pages")),
            ("/apps".to_owned(), in_repository("target/journeys/apps")),
            ("/dist".to_owned(), in_repository("pkg/dist")),
        ],
        files: vec![file(SCRIPT, "text/javascript", script), file(EMPTY, "text/plain", Vec::new())],
        content_security_policy: Some(CONTENT_SECURITY_POLICY.to_owned()),
        ..StaticSiteOptions::default()
    })
}

/// A file of the package.
fn built(folder: &str, file: &str) -> Result<Vec<u8>> {
    let path = in_repository(folder).join(file);
    fs::read(&path).with_context(|| format!("{} is not there: build it with `cargo xtask build`", path.display()))
}

fn spa(port: u16) -> Result<StaticSiteOptions> {
    let folder = in_repository("target/spa");
    ensure!(folder.join("index.html").is_file(), "{} is not there: `cargo xtask demo` builds it", folder.display());
    Ok(StaticSiteOptions {
        port,
        mounts: vec![("/".to_owned(), folder)],
        single_page: true,
        files: vec![(EMPTY.to_owned(), "text/plain".to_owned(), Vec::new())],
        content_security_policy: Some(CONTENT_SECURITY_POLICY.to_owned()),
        ..StaticSiteOptions::default()
    })
}

fn elsewhere() -> StaticSiteOptions {
    let answer = ("/anything".to_owned(), "application/json".to_owned(), b"{}".to_vec());
    StaticSiteOptions { files: vec![answer], cors: true, ..StaticSiteOptions::default() }
}
