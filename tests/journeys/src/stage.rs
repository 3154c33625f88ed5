//! What stands on loopback around a browser: CoolSMS, an app, and somebody else.

use std::fs;

use anyhow::{Context, Result, ensure};
use sandbox::{DEMO_CLIENT_ID, Options, Sandbox, StaticSite, StaticSiteOptions};
use serde_json::{Value, json};

use crate::in_repository;

/// As strict as a page with this module can be: no inline script, no `eval`. The app's own origin has two names here,
/// since `'self'` means nothing in WebKit where a frame has no origin.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' http://127.0.0.1:* 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self'; connect-src 'self' http://127.0.0.1:*; frame-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'self'; require-trusted-types-for 'script'";

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

/// The servers, serving until they are stopped or dropped.
pub struct Stage {
    /// The local CoolSMS: sign-in pages and API.
    pub sandbox: Sandbox,
    /// The app: the demo's pages at `/`, those of the tests at `/test/`, what is bundled for them
    /// at `/apps/`, the package at `/dist/`.
    pub app: StaticSite,
    /// The demo as a single-page app, on an origin of its own: its routes are paths, and `/` is its redirect URI.
    pub spa: StaticSite,
    /// Another origin, which any page may call and which must never see a token.
    pub elsewhere: StaticSite,
}

impl Stage {
    /// Starts them.
    ///
    /// # Errors
    /// When the package or the app is not built, or no port can be had.
    pub async fn start(ports: Ports) -> Result<Self> {
        Self::start_with(ports, Options::default()).await
    }

    /// The same with a local CoolSMS that behaves so; its port is that of `ports`.
    ///
    /// # Errors
    /// As [`Stage::start`].
    pub async fn start_with(ports: Ports, options: Options) -> Result<Self> {
        let sandbox = Sandbox::start(Options { port: ports.sandbox, ..options }).await?;
        let elsewhere = StaticSite::start(elsewhere()).await?;
        let facts = json!({ "clientId": DEMO_CLIENT_ID, "base": sandbox.base(), "elsewhere": elsewhere.base() });
        let app = StaticSite::start(app(ports.app, &facts)?).await?;
        let spa = StaticSite::start(spa(ports.spa, &facts)?).await?;
        Ok(Self { sandbox, app, spa, elsewhere })
    }

    /// Ends them, after the answers that are under way.
    pub async fn stop(self) {
        tokio::join!(self.sandbox.stop(), self.app.stop(), self.spa.stop(), self.elsewhere.stop());
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

fn app(port: u16, facts: &Value) -> Result<StaticSiteOptions> {
    let script = built("coolsms-oauth2.js")?;
    let wasm = built("coolsms-oauth2.wasm")?;
    let half = wasm[..wasm.len() / 2].to_vec();
    let file = |path: &str, kind: &str, text: Vec<u8>| (path.to_owned(), kind.to_owned(), text);
    Ok(StaticSiteOptions {
        port,
        mounts: vec![
            ("/".to_owned(), in_repository("www/site")),
            ("/test".to_owned(), in_repository("tests/journeys/pages")),
            ("/apps".to_owned(), in_repository("target/journeys/apps")),
            ("/dist".to_owned(), in_repository("pkg/dist")),
        ],
        files: vec![
            file("/test/garbled.js", "text/javascript; charset=windows-1252", script.clone()),
            file("/coolsms-oauth2.js", "text/javascript", script),
            file("/test/as-text.wasm", "text/plain", wasm),
            file("/test/cut-off.wasm", "application/wasm", half),
            file("/config.json", "application/json", facts.to_string().into()),
            file("/test/facts.js", "text/javascript", format!("const facts = {facts};").into()),
        ],
        content_security_policy: Some(CONTENT_SECURITY_POLICY.to_owned()),
        ..StaticSiteOptions::default()
    })
}

/// A file of the package.
fn built(file: &str) -> Result<Vec<u8>> {
    let path = in_repository("pkg/dist").join(file);
    fs::read(&path).with_context(|| format!("{} is not there: build it with `cargo xtask build`", path.display()))
}

fn spa(port: u16, facts: &Value) -> Result<StaticSiteOptions> {
    let folder = in_repository("target/spa");
    ensure!(folder.join("index.html").is_file(), "{} is not there: `cargo xtask demo` builds it", folder.display());
    let config = ("/config.json".to_owned(), "application/json".to_owned(), facts.to_string().into());
    Ok(StaticSiteOptions {
        port,
        mounts: vec![("/".to_owned(), folder)],
        single_page: true,
        files: vec![config],
        content_security_policy: Some(CONTENT_SECURITY_POLICY.to_owned()),
        ..StaticSiteOptions::default()
    })
}

fn elsewhere() -> StaticSiteOptions {
    let answer = ("/anything".to_owned(), "application/json".to_owned(), b"{}".to_vec());
    StaticSiteOptions { files: vec![answer], cors: true, ..StaticSiteOptions::default() }
}
