//! Who serves the pages of an app: we, or a server of its own for development.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use anyhow::{Context, Result, bail};
use sandbox::{StaticSite, StaticSiteOptions};
use tokio::net::TcpStream;
use tokio::process::Child;

use super::program::command_in;
use crate::standstill::{STANDSTILL, Watch};

/// A server, until it is stopped or dropped.
pub(super) enum Host {
    /// Ours.
    Files(StaticSite),
    /// Its own, and the port that it was told to listen on.
    Program(Child, u16),
}

impl Host {
    /// Serves the files of a folder.
    pub(super) async fn files(site: &Path, policy: String) -> Result<Self> {
        let mounts = vec![("/".to_owned(), site.to_owned())];
        let options =
            StaticSiteOptions { mounts, content_security_policy: Some(policy), ..StaticSiteOptions::default() };
        Ok(Self::Files(StaticSite::start(options).await?))
    }

    /// Starts a server of the app's own and waits until it listens. It learns port and policy from its environment.
    pub(super) async fn program(folder: &Path, command: &str, policy: String) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut program = command_in(folder, command)?;
        program.env("PORT", port.to_string()).env("CONTENT_SECURITY_POLICY", policy);
        let mut process = program.spawn().with_context(|| format!("running `{command}`"))?;
        let mut watch = Watch::start();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
            if let Some(status) = process.try_wait()? {
                bail!("`{command}` ended at once ({status})");
            }
            if !watch.pause().await {
                bail!("`{command}` does not listen after {STANDSTILL:?}");
            }
        }
        Ok(Self::Program(process, port))
    }

    /// Its address without a path.
    pub(super) fn base(&self) -> String {
        match self {
            Self::Files(site) => site.base(),
            Self::Program(_, port) => format!("http://127.0.0.1:{port}"),
        }
    }

    /// Ends it.
    pub(super) async fn stop(self) {
        match self {
            Self::Files(site) => site.stop().await,
            Self::Program(process, _) => drop(process),
        }
    }
}
