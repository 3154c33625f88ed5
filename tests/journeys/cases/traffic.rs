//! What the local CoolSMS was asked, as the tests count it. Preflights are no requests here.

use sandbox::{Provider, RecordedRequest};
use serde_json::Value;

use crate::app::App;

pub(crate) const TOKEN: &str = "/oauth2/v1/access_token";
pub(crate) const BALANCE: &str = "/cash/v1/balance";

/// What came for that path, oldest first.
pub(crate) fn asked(sandbox: &Provider, path: &str) -> Vec<RecordedRequest> {
    let requests = sandbox.requests().into_iter();
    requests.filter(|it| it.path == path && it.method != "OPTIONS").collect()
}

/// The refresh token of each request for a token, oldest first.
pub(crate) fn refresh_tokens(sandbox: &Provider) -> Vec<String> {
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
