//! Authorization servers that others wrote: the programs in `tests/foreign`, each run for one test.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use reqwest::Client;
use serde::Deserialize;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, copy, sink};
use tokio::process::{Child, ChildStdout, Command};

use crate::engine::program;
use crate::standstill::{STANDSTILL, watched};
use crate::{Engine, in_repository};

/// Whose server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// oidc-provider, for Node.js.
    OidcProvider,
    /// Authlib, for Python.
    Authlib,
}

impl Foreign {
    fn name(self) -> &'static str {
        match self {
            Self::OidcProvider => "oidc-provider",
            Self::Authlib => "authlib",
        }
    }

    fn command(self) -> Result<Command> {
        let folder = in_repository("tests/foreign").join(self.name());
        let (program, script) = match self {
            Self::OidcProvider => (PathBuf::from("node"), "server.js"),
            Self::Authlib => (program("AUTHLIB_PYTHON")?, "server.py"),
        };
        let mut command = Command::new(program);
        command.arg(folder.join(script)).env("PYTHONDONTWRITEBYTECODE", "1");
        Ok(command)
    }
}

/// A running server. It ends when this is dropped, and when its standard input does: with us, however we end.
pub struct ForeignServer {
    ready: Ready,
    http: Client,
    _process: Child,
}

/// What the program says when it listens.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ready {
    issuer: String,
    client_id: String,
}

/// A request that the server was sent.
#[derive(Clone, Debug, Deserialize)]
pub struct Seen {
    /// Such as `POST`.
    pub method: String,
    /// Without the query.
    pub path: String,
    /// Of query and form.
    pub parameters: Value,
    /// What it was answered with.
    pub status: u16,
}

/// What the server answered to a test itself.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Value,
}

impl ForeignServer {
    /// Starts it, for an app that is answered at that address and gets access tokens for so long.
    ///
    /// # Errors
    /// When it is not installed, or does not start.
    pub async fn start(foreign: Foreign, redirect_uri: &str, access_token_seconds: u32) -> Result<Self> {
        // Other engines may be at their tests too.
        let log = format!("target/journeys/{:?}-{}.log", Engine::from_environment()?, foreign.name()).to_lowercase();
        let log = in_repository(&log);
        fs::create_dir_all(log.parent().context("a log file has a folder")?)?;
        let mut process = foreign
            .command()?
            .args(["--redirect-uri", redirect_uri, "--access-token-seconds", &access_token_seconds.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&log)?)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("running {}", foreign.name()))?;
        let output = process.stdout.take().context("its output is piped")?;
        let ready = watched("the start", read_until_ready(output)).await.and_then(|ready| ready);
        let ready = ready.with_context(|| not_started(foreign, &log))?;
        let http = Client::builder().timeout(STANDSTILL).no_proxy().build()?;
        Ok(Self { ready, http, _process: process })
    }

    /// Its issuer identifier, which is its address.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.ready.issuer
    }

    /// The app's, as it is registered there.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.ready.client_id
    }

    /// What it was asked so far.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn seen(&self) -> Result<Vec<Seen>> {
        let answer = self.http.get(self.ready.issuer.clone() + "/seen").send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// Of these, the requests to its token endpoint.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn token_requests(&self) -> Result<Vec<Seen>> {
        Ok(self.seen().await?.into_iter().filter(|seen| seen.method == "POST" && seen.path == "/token").collect())
    }

    /// Sends it a form, as somebody who is no browser.
    ///
    /// # Errors
    /// When it gives no answer in JSON.
    pub async fn post(&self, path: &str, form: &Value) -> Result<Answer> {
        let answer = self.http.post(self.ready.issuer.clone() + path).form(form).send().await?;
        Ok(Answer { status: answer.status().as_u16(), body: answer.json().await? })
    }
}

/// Looks for the line that says where it listens; whatever else it prints then goes nowhere.
async fn read_until_ready(output: ChildStdout) -> Result<Ready> {
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await? {
        if let Ok(ready) = serde_json::from_str(&line) {
            tokio::spawn(async move { copy(&mut lines.into_inner(), &mut sink()).await });
            return Ok(ready);
        }
    }
    bail!("it ended")
}

fn not_started(foreign: Foreign, log: &Path) -> String {
    format!("{} did not start: `cargo xtask setup` installs it; what it said: {}", foreign.name(), log.display())
}
