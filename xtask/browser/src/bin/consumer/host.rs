//! Who serves the pages of an app: we, or a server of its own for development.

use std::any::Any;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use anyhow::{Context, Result};
use browser::wait_until_it_listens;
use sandbox::{StaticSite, StaticSiteOptions};
use tokio::process::Command;

/// A server, until it is dropped.
pub(super) struct Host {
    /// Its address without a path.
    pub(super) base: String,
    _server: Box<dyn Any>,
}

impl Host {
    /// Serves the files of a folder; of a single-page app, the front page at every route.
    pub(super) async fn files(site: &Path, policy: String, single_page: bool) -> Result<Self> {
        let options = StaticSiteOptions {
            mounts: vec![("/".to_owned(), site.to_owned())],
            single_page,
            content_security_policy: Some(policy),
            ..StaticSiteOptions::default()
        };
        let site = StaticSite::start(options).await?;
        Ok(Self { base: site.base(), _server: Box::new(site) })
    }

    /// Starts a server of the app's own and waits until it listens. It learns port and policy from its environment.
    pub(super) async fn program(folder: &Path, command: &str, policy: String) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut program = command_in(folder, command)?;
        program.env("PORT", port.to_string()).env("CONTENT_SECURITY_POLICY", policy);
        let mut process = program.spawn().with_context(|| format!("running `{command}`"))?;
        wait_until_it_listens(&mut process, port).await.with_context(|| format!("`{command}`"))?;
        Ok(Self { base: format!("http://127.0.0.1:{port}"), _server: Box::new(process) })
    }
}

/// A command line whose program is one of the app's own tools or on PATH. It ends when it is dropped.
pub(super) fn command_in(folder: &Path, command: &str) -> Result<Command> {
    let mut words = command.split_whitespace();
    let program = words.next().context("the command is empty")?;
    let tool = folder.join("node_modules/.bin").join(program);
    let mut command = if tool.exists() { Command::new(tool) } else { Command::new(program) };
    command.args(words).current_dir(folder).kill_on_drop(true);
    Ok(command)
}
