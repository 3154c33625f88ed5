//! An app that somebody built with the package: it is served under the strictest policy that it can live with, and
//! signed in to.
//!
//! What it wants stands in its package.json, under `consumer`; what xtask alone needs of that is not read here.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use browser::{Browser, Engine};
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Options, Sandbox, StaticSite, StaticSiteOptions};
use serde::Deserialize;

use crate::host::{Host, command_in};
use crate::policy::{self, Exceptions};
use crate::visit::{Visit, names_member_and_balance};

/// An app with the package, built.
pub(crate) struct Consumer {
    folder: PathBuf,
    settings: Settings,
}

#[derive(Deserialize)]
struct Package {
    consumer: Settings,
}

#[derive(Deserialize)]
struct Settings {
    #[serde(flatten)]
    kind: Kind,
    #[serde(default)]
    policy: Exceptions,
    /// Whether it is an app with routes, as the guides have it.
    #[serde(default)]
    routes: bool,
}

/// How it comes to life.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    /// Files in this folder, from a server of ours.
    Site(String),
    /// Pages from a server of its own, which this command starts.
    Serve(String),
    /// No page: a command that prints what it found out.
    Run(String),
}

impl Consumer {
    /// Reads what its package.json says.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let file = folder.join("package.json");
        let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let Package { consumer } = serde_json::from_str(&text).with_context(|| file.display().to_string())?;
        consumer.policy.check()?;
        Ok(Self { folder: folder.canonicalize()?, settings: consumer })
    }

    /// Brings it to life beside a sandbox of its own, signs in, and returns what it then shows: the member's name and
    /// balance. Its policy must not be violated on the way.
    pub(crate) async fn check(&self) -> Result<String> {
        // Near its usual port: a server that noted the lengths of its files lives with an address of the same length.
        let sandbox = Sandbox::start(Options { port: USUAL_PORT, ..Options::default() }).await?;
        let pages = match &self.settings.kind {
            Kind::Run(command) => return self.run(command, &sandbox).await,
            Kind::Site(site) => self.folder.join(site),
            Kind::Serve(_) => self.folder.clone(),
        };
        let count = name_sandbox_below(&pages, &sandbox.base())?;
        ensure!(count > 0, "no file in {} names the sandbox, {SANDBOX}", pages.display());

        let reports = StaticSite::start(StaticSiteOptions::default()).await?;
        let policy = policy::strictest(&self.settings.policy, &sandbox.base(), &reports.base(), &pages)?;
        println!("Content-Security-Policy: {policy}");
        let host = match &self.settings.kind {
            Kind::Serve(command) => Host::program(&pages, command, policy).await?,
            _ => Host::files(&pages, policy, self.settings.routes).await?,
        };
        let browser = Browser::start(Engine::Chromium).await?;
        let is_rendered = matches!(self.settings.kind, Kind::Serve(_));
        let visit = Visit { browser: &browser, app: &host.base, sandbox: &sandbox, is_rendered, reports: &reports };
        let seen = if self.settings.routes { visit.walk_routes().await } else { visit.sign_in().await };
        browser.close().await?;
        seen
    }

    /// Runs the program with the sandbox's address and a token in its environment, and returns what it prints.
    async fn run(&self, command: &str, sandbox: &Sandbox) -> Result<String> {
        let token = sandbox.issue_tokens(DEMO_CLIENT_ID, &MEMBERS[0], "users:read cash:read").access_token;
        let mut program = command_in(&self.folder, command)?;
        program.env("SANDBOX", sandbox.base()).env("TOKEN", token);
        let output = program.output().await.with_context(|| format!("running `{command}`"))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        let (said, complained) = (text(&output.stdout), text(&output.stderr));
        ensure!(output.status.success(), "`{command}` failed ({}):\n{complained}", output.status);
        ensure!(complained.is_empty(), "`{command}` complained:\n{complained}");
        ensure!(names_member_and_balance(&said), "`{command}` said: {said}");
        Ok(said)
    }
}

/// The sandbox, as README and apps name it.
const SANDBOX: &str = "http://127.0.0.1:8401";
const USUAL_PORT: u16 = 8401;

/// Names this sandbox in its place in all files below the folder, but for installed packages; gives back in how many.
fn name_sandbox_below(folder: &Path, address: &str) -> Result<usize> {
    let mut count = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("node_modules") {
            count += name_sandbox_below(&path, address)?;
        } else if let Ok(text) = fs::read_to_string(&path)
            && text.contains(SANDBOX)
        {
            fs::write(&path, text.replace(SANDBOX, address))?;
            count += 1;
        }
    }
    Ok(count)
}
