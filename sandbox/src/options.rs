//! How a sandbox is started: from the command line, in a test's own process, or as a tenant over HTTP.

use clap::{ArgAction, Args};
use serde::Deserialize;

const A_DAY: u64 = 24 * 60 * 60;
const USUAL_BALANCE: u64 = 1_000;

/// How a [`Sandbox`](crate::Sandbox) behaves from its start to its end.
#[derive(Args, Clone, Debug, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Options {
    /// Port on 127.0.0.1; the next free one is used when it is taken, any with 0
    #[arg(long, default_value_t = 8401)]
    #[serde(skip)]
    pub port: u16,

    /// How long an access token lives, in seconds: a day, as at CoolSMS
    #[arg(long, value_name = "SECONDS", default_value_t = A_DAY)]
    pub token_lifetime_seconds: u64,

    /// What every account holds at the start, in won; a message costs 20 (short) or 50 (long)
    #[arg(long, value_name = "WON", default_value_t = USUAL_BALANCE)]
    pub balance: u64,

    /// Send no CORS headers, to see what an app meets without them: whether CoolSMS does is not documented
    #[arg(long = "no-cors", action = ArgAction::SetFalse)]
    pub cors: bool,

    /// Answer a refresh with a new refresh token, and end the old one (RFC 6749 §6): unlike CoolSMS
    #[arg(long)]
    pub rotate_refresh_tokens: bool,

    /// Let pages without a secret spend codes with PKCE (RFC 7636), by forms as well: unlike CoolSMS
    #[arg(long)]
    pub public_clients: bool,

    /// Cut a popup off from the window that opened it: `Cross-Origin-Opener-Policy: same-origin`
    #[arg(long)]
    pub sever_opener: bool,

    /// How much later every answer comes, in milliseconds, that to a preflight included
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub latency_ms: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            token_lifetime_seconds: A_DAY,
            balance: USUAL_BALANCE,
            cors: true,
            rotate_refresh_tokens: false,
            public_clients: false,
            sever_opener: false,
            latency_ms: 0,
        }
    }
}
