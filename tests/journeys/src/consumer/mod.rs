//! An app that somebody built with the package: it is served under the strictest policy that it can live with, and
//! signed in to.
//!
//! What it wants stands in its package.json, under `consumer`; what xtask alone needs of that is not read here.

mod host;
mod policy;
mod program;
mod sandbox_address;
mod visit;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sandbox::{MEMBERS, Options, Sandbox, StaticSite, StaticSiteOptions};
use serde::Deserialize;

use crate::{Browser, Engine};
use host::Host;
use policy::Exceptions;
use visit::Visit;

/// An app with the package, built.
pub struct Consumer {
    folder: PathBuf,
    kind: Kind,
    exceptions: Exceptions,
}

/// How it comes to life.
enum Kind {
    /// Files in this folder, from a server of ours.
    Site(String),
    /// Pages from a server of its own, which this command starts.
    Serve(String),
    /// No page: a command that prints what it found out.
    Run(String),
}

#[derive(Deserialize)]
struct Package {
    consumer: Settings,
}

#[derive(Deserialize)]
struct Settings {
    site: Option<String>,
    serve: Option<String>,
    run: Option<String>,
    #[serde(default)]
    policy: Exceptions,
}

impl Consumer {
    /// Reads what its package.json says.
    ///
    /// # Errors
    /// When it does not say how the app comes to life.
    pub fn read(folder: &Path) -> Result<Self> {
        let file = folder.join("package.json");
        let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let Package { consumer } = serde_json::from_str(&text).with_context(|| file.display().to_string())?;
        let kinds = [consumer.site.map(Kind::Site), consumer.serve.map(Kind::Serve), consumer.run.map(Kind::Run)];
        let mut kinds = kinds.into_iter().flatten();
        let kind = kinds.next().context("`site`, `serve` or `run` is missing in package.json")?;
        ensure!(kinds.next().is_none(), "one of `site`, `serve` and `run` is enough");
        consumer.policy.check()?;
        Ok(Self { folder: folder.canonicalize()?, kind, exceptions: consumer.policy })
    }

    /// Brings it to life beside a sandbox of its own, signs in, and returns what it then shows.
    ///
    /// # Errors
    /// When it does not show the member's name and balance, or its policy was violated on the way.
    pub async fn check(&self) -> Result<String> {
        let sandbox = Sandbox::start(Options::default()).await?;
        let seen = match &self.kind {
            Kind::Site(site) => {
                let site = self.folder.join(site);
                sandbox_address::replace(&site, &sandbox.base())?;
                self.visit(&sandbox, async |policy| Host::files(&site, policy).await, &site).await
            }
            Kind::Serve(command) => {
                sandbox_address::replace(&self.folder, &sandbox.base())?;
                self.visit(&sandbox, async |policy| Host::program(&self.folder, command, policy).await, &self.folder)
                    .await
            }
            Kind::Run(command) => program::run(&self.folder, command, &sandbox).await,
        };
        sandbox.stop().await;
        seen
    }

    async fn visit(
        &self,
        sandbox: &Sandbox,
        start: impl AsyncFnOnce(String) -> Result<Host>,
        pages: &Path,
    ) -> Result<String> {
        let reports = StaticSite::start(StaticSiteOptions::default()).await?;
        let policy = policy::strictest(&self.exceptions, &sandbox.base(), &reports.base(), pages)?;
        println!("Content-Security-Policy: {policy}");
        let host = start(policy).await?;
        let browser = Browser::start(Engine::Chromium).await?;
        let seen = Visit { browser: &browser, app: &host.base(), sandbox, reports: &reports }.sign_in().await;
        browser.close().await?;
        host.stop().await;
        reports.stop().await;
        seen
    }
}

/// Whether a text names the member and the balance that every member of the sandbox has.
fn names_member_and_balance(text: &str) -> bool {
    text.contains(MEMBERS[0].name) && text.contains(&format!("{} won", Options::default().balance))
}
