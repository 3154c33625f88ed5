//! The programs in `tests/foreign`, each run for one case.

use std::env;

use anyhow::{Context, Result, ensure};
use browser::in_repository;
use reqwest::Client;
use serde_json::Value;
use tokio::process::Command;

use crate::program::Program;
use crate::scene::Scene;

/// Whose server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    /// oidc-provider, for Node.js.
    OidcProvider,
    /// Authlib, for Python.
    Authlib,
}

/// A running server.
pub(super) struct ForeignServer {
    pub(super) which: Foreign,
    /// Its issuer identifier, which is its address.
    pub(super) issuer: String,
    http: Client,
    _program: Program,
}

impl ForeignServer {
    /// Starts it, for an app at the usual page, which gets access tokens for so long.
    pub(super) async fn start(scene: &Scene<'_>, which: Foreign, access_token_seconds: u32) -> Result<Self> {
        let (name, program, script) = match which {
            Foreign::OidcProvider => ("oidc-provider", "node".into(), "server.js"),
            Foreign::Authlib => {
                ("authlib", env::var_os("AUTHLIB_PYTHON").context("AUTHLIB_PYTHON is not set")?, "server.py")
            }
        };
        let mut command = Command::new(program);
        command
            .arg(in_repository("tests/foreign").join(name).join(script))
            .args(["--redirect-uri", &scene.home()])
            .args(["--access-token-seconds", &access_token_seconds.to_string()])
            .env("PYTHONDONTWRITEBYTECODE", "1");
        let (issuer, program) = Program::start(name, &mut command).await?;
        Ok(Self { which, issuer, http: Client::builder().no_proxy().build()?, _program: program })
    }

    /// What it was asked so far at that path, oldest first: the `parameters` of query and form, and the `status` that it
    /// answered with.
    pub(super) async fn seen(&self, path: &str) -> Result<Vec<Value>> {
        let answer = self.http.get(self.issuer.clone() + "/seen").send().await?;
        let seen: Vec<Value> = answer.error_for_status()?.json().await?;
        Ok(seen.into_iter().filter(|seen| seen["path"] == path).collect())
    }

    pub(super) async fn token_requests(&self) -> Result<Vec<Value>> {
        self.seen("/token").await
    }

    /// Sends it a form, as somebody who is no browser.
    pub(super) async fn post(&self, path: &str, form: &Value) -> Result<(u16, Value)> {
        let answer = self.http.post(self.issuer.clone() + path).form(form).send().await?;
        Ok((answer.status().as_u16(), answer.json().await?))
    }

    /// It refuses what it was sent before.
    pub(super) async fn takes_nothing_twice(&self, used: &Value) -> Result<()> {
        let (status, body) = self.post("/token", &used["parameters"]).await?;
        ensure!(status == 400 && body["error"] == "invalid_grant", "{status} {body}");
        Ok(())
    }
}
