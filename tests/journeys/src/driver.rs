//! A running WebDriver program.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

use crate::in_repository;

const START_LIMIT: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(20);

/// The program; it ends when this is dropped.
pub(crate) struct Driver {
    process: Child,
    port: u16,
    log: PathBuf,
}

impl Driver {
    /// Starts it on a free port and waits until it listens. The suffix tells its log from that of another one.
    pub(crate) async fn start(program: &Path, suffix: &str) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let log = log_file(program, suffix);
        fs::create_dir_all(log.parent().context("a log file has a folder")?)?;
        let output = File::create(&log)?;
        let process = Command::new(program)
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("running {}", program.display()))?;
        let mut driver = Self { process, port, log };
        driver.wait_until_it_listens().await?;
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

    async fn wait_until_it_listens(&mut self) -> Result<()> {
        let deadline = Instant::now() + START_LIMIT;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).await.is_err() {
            if let Some(status) = self.process.try_wait()? {
                bail!("the driver ended at once ({status}); what it said: {}", self.log.display());
            }
            if Instant::now() > deadline {
                bail!("the driver does not listen after {START_LIMIT:?}; what it said: {}", self.log.display());
            }
            sleep(POLL).await;
        }
        Ok(())
    }
}

fn log_file(program: &Path, suffix: &str) -> PathBuf {
    let name = program.file_name().unwrap_or_default().to_string_lossy();
    in_repository(&format!("target/journeys/{name}{suffix}.log"))
}
