//! A running WebDriver program, with the browser that it starts.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::process::{Child, Command};

use crate::in_repository;
use crate::standstill::wait_until_it_listens;

/// How often a port is chosen: somebody may take it before the driver does.
const TRIES: u32 = 3;

/// Ends the driver's process group, and with it the browser, as soon as standard input ends or the driver does. The
/// first happens when we end, in whatever way.
const KEEPER: &str = r#"{ "$@" <&-; kill -s KILL -- -$$; } & read -r _; kill -s KILL -- -$$"#;

/// The program; it ends when this is dropped.
pub(crate) struct Driver {
    /// Closing it ends the group.
    keeper: Child,
    port: u16,
    log: PathBuf,
}

impl Driver {
    /// Starts it on a free port and waits until it listens.
    pub(crate) async fn start(program: &Path) -> Result<Self> {
        let mut tried = 1;
        loop {
            match Self::try_to_start(program).await {
                Err(_) if tried < TRIES => tried += 1,
                result => return result,
            }
        }
    }

    async fn try_to_start(program: &Path) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let name = program.file_name().unwrap_or_default().to_string_lossy();
        let log = in_repository(&format!("target/journeys/{name}.log"));
        fs::create_dir_all(log.parent().context("a log file has a folder")?)?;
        let output = File::create(&log)?;
        let keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .arg(program)
            .arg(format!("--port={port}"))
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .with_context(|| format!("running {}", program.display()))?;
        let mut driver = Self { keeper, port, log };
        let listens = wait_until_it_listens(&mut driver.keeper, port).await;
        listens.with_context(|| format!("the driver does not listen; what it said: {}", driver.log.display()))?;
        Ok(driver)
    }

    /// Where it answers.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Where its output goes.
    pub(crate) fn log(&self) -> &Path {
        &self.log
    }
}
