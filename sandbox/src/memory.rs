//! The whole state of a sandbox, or of one tenant of it: what the handlers share.

use std::sync::Arc;

use axum::Router;
use parking_lot::{Mutex, RwLock};

use crate::accounts::Accounts;
use crate::apps::Apps;
use crate::faults::Faults;
use crate::grants::{Grant, Grants, Tokens};
use crate::options::Options;
use crate::recorder::Recorder;

/// The whole memory of a sandbox, or of a tenant.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) options: Options,
    pub(crate) port: u16,
    /// The address that it is reached at, e.g. `http://127.0.0.1:8401`; a tenant's has the path of its tenant.
    pub(crate) base: String,
    /// Where a browser keeps who is signed in. Cookies ignore ports: the name has it, and the tenant.
    pub(crate) cookie: String,
    pub(crate) apps: Apps,
    pub(crate) grants: Mutex<Grants>,
    pub(crate) accounts: Accounts,
    pub(crate) faults: Faults,
    pub(crate) recorder: Recorder,
    /// The tenants of this server, each at its own index.
    pub(crate) tenants: RwLock<Vec<Router>>,
}

/// As the handlers take it.
pub(crate) type Shared = Arc<Memory>;

impl Memory {
    /// That of the sandbox itself, or of a tenant at that path.
    pub(crate) fn new(options: Options, port: u16, path: &str) -> Shared {
        Arc::new(Self {
            accounts: Accounts::new(options.balance),
            apps: Apps::default(),
            grants: Mutex::default(),
            faults: Faults::default(),
            recorder: Recorder::default(),
            tenants: RwLock::default(),
            base: format!("http://127.0.0.1:{port}{path}"),
            cookie: format!("coolsms-sandbox-{port}{}", path.replace('/', "-")),
            port,
            options,
        })
    }

    /// The tokens of a grant: with a refresh token where it is its first, or where they rotate.
    pub(crate) fn issue(&self, grant: &Grant, with_refresh_token: bool) -> Tokens {
        self.grants.lock().issue(grant, self.options.token_lifetime_seconds, with_refresh_token)
    }
}
