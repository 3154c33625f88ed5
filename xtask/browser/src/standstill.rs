//! The one limit on waiting. Load makes a step slow; only a fault makes one stand still for minutes.

use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use tokio::net::TcpStream;
use tokio::process::Child;
use tokio::time::{Instant, sleep};

/// For one command to a driver, or one awaited condition.
pub const STANDSTILL: Duration = Duration::from_secs(300);

const FIRST_PAUSE: Duration = Duration::from_millis(2);
const LONGEST_PAUSE: Duration = Duration::from_millis(25);

/// Looks again and again, after short pauses first, until there is what is looked for.
pub async fn wait_until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let (began, mut pause) = (Instant::now(), FIRST_PAUSE);
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        ensure!(began.elapsed() < STANDSTILL, "{what}: not in {STANDSTILL:?}");
        sleep(pause).await;
        pause = (pause * 3 / 2).min(LONGEST_PAUSE);
    }
}

/// Waits until a program that was started takes connections.
pub async fn wait_until_it_listens(program: &mut Child, port: u16) -> Result<()> {
    let look = async || {
        if let Some(status) = program.try_wait()? {
            bail!("it ended at once ({status})");
        }
        Ok(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.ok().map(drop))
    };
    wait_until("it listens", look).await
}
