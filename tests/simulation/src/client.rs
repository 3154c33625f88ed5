//! `client.js`.

use coolsms_oauth2::client::tokens::Purpose;

use crate::document::Client;
use crate::fault::Fault;
use crate::page::Page;

impl Page<'_> {
    /// `createClient`.
    pub(crate) fn create_client(&mut self, app: usize) {
        self.shared_of(app);
        self.document.clients.push(Client { app, is_disposed: false });
    }

    /// `refresh` of a client.
    pub(crate) fn ask_for_refresh(&mut self, client: usize) {
        let (app, shared) = self.client(client);
        self.say(|| format!("{} asks for a refresh", app.client_id));
        let app = self.document.clients[client].app;
        self.refresh(shared, app);
    }

    /// `signOut`, up to the revocation.
    pub(crate) fn sign_out(&mut self, client: usize) {
        let (app, shared) = self.client(client);
        let session = self.current(shared);
        self.say(|| format!("{} signs out", app.client_id));
        self.common.counts.outcome("sign-out", if session.is_some() { "of a session" } else { "of nobody" });
        self.end(shared);
        if let Some(session) = session {
            let app = self.document.clients[client].app;
            self.ask_endpoint(app, Purpose::Revoke, &session);
        }
    }

    /// The document was taken out of the cache: `pageshow`, with `persisted`.
    pub(crate) fn restored(&mut self) {
        for at in 0..self.document.shared.len() {
            if self.returned(at).is_some() {
                let id = self.document.shared[at].id();
                self.ask_tabs(at, id);
            }
        }
        if self.common.fault != Fault::IgnoresReturn {
            for _ in 0..std::mem::take(&mut self.document.leaving) {
                self.common.counts.outcome("sign-in", "cancelled");
            }
        }
    }
}
