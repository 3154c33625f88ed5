//! How a sandbox is started.

use std::time::Duration;

/// How a [`Sandbox`](crate::Sandbox) behaves from its start to its end.
#[derive(Clone, Debug)]
pub struct Options {
    /// The loopback port wanted; 0 takes any. When it is taken, the next free one is used.
    pub port: u16,
    /// How long an access token lives: 24 hours, as at CoolSMS. Counted in whole seconds.
    pub token_lifetime: Duration,
    /// How long an authorization code lives: 300 seconds, as at CoolSMS.
    pub code_lifetime: Duration,
    /// What every account holds at the start, in won. A message costs 20 (short) or 50 (long).
    pub balance: u64,
    /// Whether the API and the token endpoint send CORS headers. Whether CoolSMS itself does is
    /// not documented: `false` shows what an app meets if it does not.
    pub cors: bool,
    /// Whether a refresh brings a new refresh token and ends the old one (RFC 6749 §6), as most servers do for pages.
    /// CoolSMS does not.
    pub rotate_refresh_tokens: bool,
    /// Whether the pages send `Cross-Origin-Opener-Policy: same-origin`, which cuts a popup off
    /// from the window that opened it.
    pub sever_opener: bool,
    /// Whether a page without a secret may spend a code that it asked for with PKCE (RFC 7636, `S256`), by a form (RFC
    /// 6749 §4.1.3) as well as by JSON. CoolSMS documents neither: off, unless the subject is another provider.
    pub public_clients: bool,
    /// How much later every answer comes, that to a preflight included: a round trip on a long line.
    pub latency: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            token_lifetime: Duration::from_secs(24 * 60 * 60),
            code_lifetime: Duration::from_secs(300),
            balance: 1_000,
            cors: true,
            rotate_refresh_tokens: false,
            sever_opener: false,
            public_clients: false,
            latency: Duration::ZERO,
        }
    }
}
