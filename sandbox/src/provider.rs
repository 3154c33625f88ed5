//! A CoolSMS as tests and the demo hold it: what it issues, what it was asked, and what goes wrong.

use std::io;
use std::sync::Arc;

use axum::extract::FromRef;

use crate::apps::{RegisteredApp, parse_redirect_uri};
use crate::faults::Fault;
use crate::grants::{Code, Grant, Grants, Tokens};
use crate::members::Member;
use crate::memory::Shared;
use crate::recorder::RecordedRequest;

/// A CoolSMS as seen from its own process: the sandbox itself, or a tenant of it. Clones are the same one.
#[derive(Clone, Debug)]
pub struct Provider {
    pub(crate) shared: Shared,
}

impl FromRef<Shared> for Provider {
    fn from_ref(shared: &Shared) -> Self {
        Self { shared: Arc::clone(shared) }
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
