//! What the local CoolSMS was asked, as the tests count it. Preflights are no requests here.

use std::time::Duration;

use anyhow::{Result, ensure};
use sandbox::{RecordedRequest, Sandbox};
use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::app::App;
use crate::scene::Scene;

/// For a request to arrive.
const LIMIT: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(25);

pub(crate) const TOKEN: &str = "/oauth2/v1/access_token";
pub(crate) const BALANCE: &str = "/cash/v1/balance";

/// What came for that path, oldest first.
pub(crate) fn asked(sandbox: &Sandbox, path: &str) -> Vec<RecordedRequest> {
    let requests = sandbox.requests().into_iter();
    requests.filter(|it| it.path == path && it.method != "OPTIONS").collect()
}

/// The refresh token of each request for a token, oldest first.
pub(crate) fn refresh_tokens(sandbox: &Sandbox) -> Vec<String> {
    let token = |request: RecordedRequest| {
        let body: Value = serde_json::from_str(&request.body).unwrap_or_default();
        body["refresh_token"].as_str().unwrap_or_default().to_owned()
    };
    asked(sandbox, TOKEN).into_iter().map(token).collect()
}

impl App<'_> {
    /// How often a token was asked for.
    pub(crate) fn token_requests(&self) -> usize {
        asked(&self.scene.stage.sandbox, TOKEN).len()
    }
}

impl Scene<'_> {
    /// Waits until that many requests have come for that path.
    pub(crate) async fn wait_for_requests(&self, path: &str, count: usize) -> Result<()> {
        let deadline = Instant::now() + LIMIT;
        while asked(&self.stage.sandbox, path).len() < count {
            ensure!(Instant::now() < deadline, "{path} was not asked {count} times");
            sleep(POLL).await;
        }
        Ok(())
    }
}
