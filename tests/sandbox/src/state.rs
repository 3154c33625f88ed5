//! What the handlers share.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::apps::Apps;
use crate::faults::Faults;
use crate::grants::{Grant, Grants, Tokens};
use crate::jwt::TokenKey;
use crate::ledger::Ledger;
use crate::logins::Logins;
use crate::options::Options;
use crate::recorder::Recorder;
use crate::tenants::Tenants;

/// The whole memory of a sandbox.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) options: Options,
    pub(crate) address: SocketAddr,
    /// The address that it is reached at, e.g. `http://127.0.0.1:8401`; a tenant's has the path of its tenant.
    pub(crate) base: String,
    /// The path of a tenant, e.g. `/tenants/7`; empty for the sandbox itself.
    pub(crate) prefix: String,
    pub(crate) apps: Apps,
    pub(crate) logins: Logins,
    pub(crate) grants: Grants,
    pub(crate) key: TokenKey,
    pub(crate) ledger: Ledger,
    pub(crate) faults: Faults,
    pub(crate) recorder: Recorder,
    pub(crate) tenants: Tenants,
}

/// As the handlers take it.
pub(crate) type Shared = Arc<Memory>;

impl Memory {
    /// That of the sandbox itself, or of a tenant at that path.
    pub(crate) fn new(options: Options, address: SocketAddr, prefix: &str) -> Self {
        Self {
            logins: Logins::new(address.port(), prefix),
            key: TokenKey::new(options.token_lifetime),
            ledger: Ledger::new(options.balance),
            apps: Apps::new(),
            grants: Grants::default(),
            faults: Faults::default(),
            recorder: Recorder::default(),
            base: format!("http://{address}{prefix}"),
            prefix: prefix.to_owned(),
            tenants: Tenants::default(),
            address,
            options,
        }
    }

    /// A path of this sandbox as a page of it links to it.
    pub(crate) fn path(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// The first tokens of a grant, and those of a rotation: with a refresh token.
    pub(crate) fn issue(&self, grant: Grant) -> Result<Tokens, jsonwebtoken::errors::Error> {
        let mut tokens = self.reissue(&grant)?;
        tokens.refresh_token = Some(self.grants.new_refresh_token(grant));
        Ok(tokens)
    }

    /// A further access token of a grant.
    pub(crate) fn reissue(&self, grant: &Grant) -> Result<Tokens, jsonwebtoken::errors::Error> {
        let access_token = self.key.issue(grant.member, &grant.client_id, &grant.scope)?;
        Ok(Tokens { access_token, refresh_token: None, token_type: "Bearer" })
    }

    /// Makes every access token stale; refresh tokens go on working.
    pub(crate) fn expire_tokens(&self) {
        self.key.replace();
    }

    /// Takes every grant back: access tokens, refresh tokens and codes.
    pub(crate) fn revoke_all_tokens(&self) {
        self.key.replace();
        self.grants.clear();
    }
}
