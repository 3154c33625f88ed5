//! A running sandbox: as its handlers share it, and as tests and the demo hold it.

use std::io;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRef;
use parking_lot::Mutex;

use crate::api::Accounts;
use crate::apps::{Apps, RegisteredApp, parse_redirect_uri};
use crate::faults::{Fault, Faults};
use crate::grants::{Code, Grant, Grants, Tokens};
use crate::members::Member;
use crate::options::Options;
use crate::recorder::{RecordedRequest, Recorder};
use crate::router;
use crate::server::{Server, bind};
use crate::tenants::{self, Tenants};

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
    pub(crate) tenants: Tenants,
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
            tenants: Tenants::default(),
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

/// A local CoolSMS, serving until it is stopped or dropped.
#[derive(Debug)]
pub struct Sandbox {
    provider: Provider,
    server: Server,
}

/// A CoolSMS as seen from its own process: the sandbox itself, or a tenant of it. Clones are the same one.
#[derive(Clone, Debug)]
pub struct Provider {
    shared: Shared,
}

impl FromRef<Shared> for Provider {
    fn from_ref(shared: &Shared) -> Self {
        Self { shared: Arc::clone(shared) }
    }
}

impl Deref for Sandbox {
    type Target = Provider;

    fn deref(&self) -> &Provider {
        &self.provider
    }
}

impl Sandbox {
    /// Starts to serve on 127.0.0.1. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// When no port can be had: the wanted one and those after it are taken.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = bind(options.port).await?;
        let shared = Memory::new(options, listener.local_addr()?.port(), "");
        let server = Server::start(listener, router::router(&shared));
        Ok(Self { provider: Provider { shared }, server })
    }

    /// Opens a tenant: another CoolSMS, below a path of this server. The port of the options is not looked at.
    #[must_use]
    pub fn open_tenant(&self, options: Options) -> Provider {
        Provider { shared: tenants::open(&self.provider.shared, options) }
    }

    /// Lets answers under way finish, for two seconds at most, then ends.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}

impl Provider {
    /// Its address: `http://127.0.0.1:8401`, and the path of a tenant after it. No slash at its end.
    #[must_use]
    pub fn base(&self) -> String {
        self.shared.base.clone()
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.shared.port
    }

    /// Registers an app that members may be sent back to at the hosts of these addresses.
    ///
    /// # Errors
    /// When an address is not absolute, not `http` or `https`, or has a fragment.
    pub fn register_app(&self, name: &str, redirect_uris: &[&str]) -> io::Result<RegisteredApp> {
        let urls: Option<Vec<_>> = redirect_uris.iter().map(|text| parse_redirect_uri(text)).collect();
        let urls = urls.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "not usable as a redirect_uri"))?;
        Ok(self.shared.apps.register(name, urls))
    }

    /// The tokens that the app would get if the member granted that scope (separated by spaces):
    /// for tests of what comes after a sign-in.
    #[must_use]
    pub fn issue_tokens(&self, client_id: &str, member: &'static Member, scope: &str) -> Tokens {
        self.shared.issue(&Grant { client_id: client_id.to_owned(), member, scope: scope.to_owned() }, true)
    }

    /// The code that the app would get, to be spent with that redirect_uri and, where a challenge is given, with its
    /// verifier (RFC 7636): for tests of what comes after a sign-in.
    #[must_use]
    pub fn issue_code(
        &self,
        client_id: &str,
        member: &'static Member,
        scope: &str,
        redirect_uri: &str,
        challenge: Option<&str>,
    ) -> String {
        let grant = Grant { client_id: client_id.to_owned(), member, scope: scope.to_owned() };
        let (redirect_uri, challenge) = (redirect_uri.to_owned(), challenge.map(str::to_owned));
        self.shared.grants.lock().add_code(Code { grant, redirect_uri, challenge })
    }

    /// Makes every access token issued so far stale, as if its day had passed. Refresh tokens go
    /// on working.
    pub fn expire_tokens(&self) {
        self.shared.grants.lock().expire_access_tokens();
    }

    /// Takes back every access token, refresh token and code issued so far.
    pub fn revoke_all_tokens(&self) {
        *self.shared.grants.lock() = Grants::default();
    }

    /// Makes coming requests go wrong.
    pub fn add_fault(&self, fault: Fault) {
        self.shared.faults.add(fault);
    }

    /// What was asked since the start or the last clearing, oldest first, preflights included.
    /// The sandbox's own `/sandbox/` addresses are left out.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.shared.recorder.requests()
    }

    /// Forgets what was asked.
    pub fn clear_requests(&self) {
        self.shared.recorder.clear();
    }
}
