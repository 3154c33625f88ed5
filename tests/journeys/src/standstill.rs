//! The one limit on waiting. Load makes a step slow; only a fault makes one stand still for minutes.

use std::time::Duration;

use anyhow::{Result, bail};
use tokio::time::{Instant, sleep, timeout};

/// For one command to a driver, or one awaited condition.
pub const STANDSTILL: Duration = Duration::from_secs(300);

const FIRST_PAUSE: Duration = Duration::from_millis(2);
const LONGEST_PAUSE: Duration = Duration::from_millis(25);

/// The pauses between two looks at a condition: short ones first. Ends when the condition stands still.
#[derive(Debug)]
pub struct Watch {
    began: Instant,
    pause: Duration,
}

impl Watch {
    /// From now on.
    #[must_use]
    pub fn start() -> Self {
        Self { began: Instant::now(), pause: FIRST_PAUSE }
    }

    /// Waits before the next look; false when it is no use to look again.
    pub async fn pause(&mut self) -> bool {
        sleep(self.pause).await;
        self.pause = (self.pause * 3 / 2).min(LONGEST_PAUSE);
        self.began.elapsed() < STANDSTILL
    }
}

/// The end of a step, unless it stands still.
///
/// # Errors
/// When it stands still: the error names it.
pub async fn watched<T>(what: &str, step: impl Future<Output = T>) -> Result<T> {
    match timeout(STANDSTILL, step).await {
        Ok(result) => Ok(result),
        Err(_) => bail!("{what} stands still for {STANDSTILL:?}"),
    }
}
