//! A running sandbox, as tests and the demo hold it.

use std::io;
use std::ops::Deref;
use std::sync::Arc;

use url::Url;

use crate::apps::{RegisteredApp, parse_redirect_uri};
use crate::faults::Fault;
use crate::grants::{Grant, Tokens};
use crate::members::Member;
use crate::options::Options;
use crate::recorder::RecordedRequest;
use crate::router;
use crate::server::{Server, bind};
use crate::state::{Memory, Shared};
use crate::tenants;

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
        let shared = Arc::new(Memory::new(options, listener.local_addr()?, ""));
        let server = Server::start(listener, router::router(&shared))?;
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
        self.shared.address.port()
    }

    /// Registers an app that members may be sent back to at the hosts of these addresses.
    ///
    /// # Errors
    /// When an address is not absolute, not `http` or `https`, or has a fragment.
    pub fn register_app(&self, name: &str, redirect_uris: &[&str]) -> io::Result<RegisteredApp> {
        let parse = |text: &&str| parse_redirect_uri(text).ok_or_else(|| unusable(text));
        let urls = redirect_uris.iter().map(parse).collect::<io::Result<Vec<Url>>>()?;
        Ok(self.shared.apps.register(name, urls))
    }

    /// Makes an app inactive: members can no longer sign in to it. False when it is unknown.
    pub fn deactivate_app(&self, client_id: &str) -> bool {
        self.shared.apps.deactivate(client_id)
    }

    /// The tokens that the app would get if the member granted that scope (separated by spaces):
    /// for tests of what comes after a sign-in.
    ///
    /// # Errors
    /// When the token cannot be signed.
    pub fn issue_tokens(&self, client_id: &str, member: &'static Member, scope: &str) -> io::Result<Tokens> {
        let grant = Grant { client_id: client_id.to_owned(), member, scope: scope.to_owned() };
        self.shared.issue(grant).map_err(io::Error::other)
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
        let life = self.shared.options.code_lifetime;
        self.shared.grants.new_code(grant, redirect_uri.to_owned(), challenge.map(str::to_owned), life)
    }

    /// Makes every access token issued so far stale, as if its day had passed. Refresh tokens go
    /// on working.
    pub fn expire_tokens(&self) {
        self.shared.expire_tokens();
    }

    /// Takes back every access token, refresh token and code issued so far.
    pub fn revoke_all_tokens(&self) {
        self.shared.revoke_all_tokens();
    }

    /// Makes coming requests go wrong.
    pub fn add_fault(&self, fault: Fault) {
        self.shared.faults.add(fault);
    }

    /// Forgets the faults that have not happened yet.
    pub fn clear_faults(&self) {
        self.shared.faults.clear();
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

fn unusable(redirect_uri: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("not usable as a redirect_uri: {redirect_uri}"))
}
