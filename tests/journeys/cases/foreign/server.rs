//! The programs in `tests/foreign`, each run for one case.

use std::env;

use anyhow::{Context, Result};
use browser::in_repository;
use reqwest::Client;
use serde::Deserialize;
use serde_json::Value;
use tokio::process::Command;

use crate::program::Program;

/// Whose server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
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
        let (program, script) = match self {
            Self::OidcProvider => ("node".into(), "server.js"),
            Self::Authlib => (env::var_os("AUTHLIB_PYTHON").context("AUTHLIB_PYTHON is not set")?, "server.py"),
        };
        let mut command = Command::new(program);
        command.arg(in_repository("tests/foreign").join(self.name()).join(script)).env("PYTHONDONTWRITEBYTECODE", "1");
        Ok(command)
    }
}

/// A running server.
pub(super) struct ForeignServer {
    pub(super) which: Foreign,
    ready: Ready,
    http: Client,
    _program: Program,
}

/// What the program says when it listens.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ready {
    issuer: String,
    client_id: String,
}

/// A request that the server was sent, or one that a case has sent it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Seen {
    pub(super) path: String,
    /// Of query and form.
    pub(super) parameters: Value,
    /// What it was answered with.
    pub(super) status: u16,
}

impl Seen {
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.parameters[name].as_str().unwrap_or_default()
    }
}

impl ForeignServer {
    /// Starts it, for an app that is answered at that address and gets access tokens for so long.
    pub(super) async fn start(which: Foreign, redirect_uri: &str, access_token_seconds: u32) -> Result<Self> {
        let mut command = which.command()?;
        command.args(["--redirect-uri", redirect_uri, "--access-token-seconds", &access_token_seconds.to_string()]);
        let ready = |line: &str| serde_json::from_str::<Ready>(line).ok();
        let (ready, program) = Program::start(which.name(), &mut command, ready).await?;
        Ok(Self { which, ready, http: Client::builder().no_proxy().build()?, _program: program })
    }

    /// Its issuer identifier, which is its address.
    pub(super) fn issuer(&self) -> &str {
        &self.ready.issuer
    }

    /// The app's, as it is registered there.
    pub(super) fn client_id(&self) -> &str {
        &self.ready.client_id
    }

    /// What it was asked so far at that path.
    pub(super) async fn seen(&self, path: &str) -> Result<Vec<Seen>> {
        let answer = self.http.get(self.ready.issuer.clone() + "/seen").send().await?;
        let seen: Vec<Seen> = answer.error_for_status()?.json().await?;
        Ok(seen.into_iter().filter(|seen| seen.path == path).collect())
    }

    /// The requests to its token endpoint, oldest first.
    pub(super) async fn token_requests(&self) -> Result<Vec<Seen>> {
        self.seen("/token").await
    }

    /// Sends it a form, as somebody who is no browser.
    pub(super) async fn post(&self, path: &str, form: &Value) -> Result<(u16, Value)> {
        let answer = self.http.post(self.ready.issuer.clone() + path).form(form).send().await?;
        Ok((answer.status().as_u16(), answer.json().await?))
    }
}
