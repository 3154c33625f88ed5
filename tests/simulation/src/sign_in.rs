//! `sign_in.js`, and what `src/browser/client.rs` does for it: how a sign-in starts.

use coolsms_oauth2::client::sign_in::{Here, start};
use coolsms_oauth2::protocol::pending::{self, POPUP, STATE_BYTES, SignIn};
use coolsms_oauth2::protocol::{Result, Value};
use serde_json::json;

use crate::app::App;
use crate::code::challenge_of;
use crate::fault::Fault;
use crate::lineage::{Issued, Popup};
use crate::page::Page;
use crate::pending::unavailable;
use crate::popup::Wait;
use crate::rules;
use crate::store::text_of;
use crate::support::{Native, shown, value};
use crate::tab::Navigation;
use crate::text::{self, PENDING};
use crate::window::Opening;

/// What the person and the app want of a sign-in.
pub(crate) struct Wish {
    pub(crate) random: [u8; STATE_BYTES],
    pub(crate) return_to: Option<&'static str>,
    pub(crate) scope: Option<&'static str>,
}

impl Page<'_> {
    /// `signInWithRedirect`: leaves, or says why not.
    pub(crate) fn sign_in(&mut self, client: usize, wish: &Wish) {
        let (app, _) = self.client(client);
        let number = self.common.number();
        let app_state = json!({ "draft": number }).to_string();
        let options = json!({ "appState": app_state, "returnTo": wish.return_to, "scope": wish.scope });
        let state = pending::state(&wish.random);
        match self.start_sign_in(app, &value(&options), &state) {
            Ok((return_to, url)) => {
                self.say(|| format!("{} leaves to sign in with {}", app.client_id, text::short(&state)));
                self.common.counts.outcome("sign-in", "leaves");
                let app = self.document.clients[client].app;
                let at = self.common.now;
                self.lineage.issued.push(Issued { state, app, at, return_to, app_state, is_ended: false });
                self.document.leaving += 1;
                *self.navigating = Some(Navigation { own: url.clone(), url });
            }
            Err(error) => {
                self.say(|| format!("{} cannot sign in: {}", app.client_id, error.code.as_str()));
                self.common.counts.outcome("sign-in", error.code.as_str());
                rules::told(&shown(&error), self.common);
            }
        }
    }

    /// `signInWithPopup`: opens a popup and waits, or says why not. A newer one takes the place of an older.
    pub(crate) fn sign_in_by_popup(&mut self, client: usize, wish: &Wish) {
        let (app, shared) = self.client(client);
        let app_state = json!({ "draft": self.common.number() }).to_string();
        let options = json!({ "appState": app_state, "scope": wish.scope });
        let state = [POPUP, &pending::state(&wish.random)].concat();
        let (sign_in, url) = match self.begin_sign_in(app, &value(&options), &state) {
            Ok(begun) => begun,
            Err(error) => {
                self.common.counts.outcome("popup", error.code.as_str());
                return rules::told(&shown(&error), self.common);
            }
        };
        self.say(|| format!("{} signs in by popup with {}", app.client_id, text::short(&state[POPUP.len()..])));
        self.common.counts.outcome("popup", "opened");
        if let Some(older) = self.document.waits.iter().position(|wait| wait.shared == shared) {
            self.end_wait(older, "newer");
        }
        if self.common.fault == Fault::StoresPopups {
            let _ = self.store_sign_in(sign_in.clone());
        }
        let (popup, app) = (self.common.tab(), self.document.clients[client].app);
        let opening = Opening { name: popup, url, storage: self.storage.clone(), lineage: self.lineage.clone() };
        self.common.opening.push(opening);
        let at = self.common.now;
        let return_to = String::new();
        let issued = Issued { state: state.clone(), app, at, return_to, app_state, is_ended: false };
        self.common.popups.push(Popup { issued, document: self.document.id });
        let wait = Wait { nonce: state, shared, app, sign_in: sign_in.0, popup, is_cancelled: false, is_taken: false };
        self.document.waits.push(wait);
    }

    /// `startSignIn`: where to come back to, and where to go.
    fn start_sign_in(&mut self, app: &App, options: &Value, state: &str) -> Result<(String, String)> {
        let (sign_in, url) = self.begin_sign_in(app, options, state)?;
        let return_to = sign_in.0.get("returnTo").text().to_owned();
        self.store_sign_in(sign_in)?;
        Ok((return_to, url))
    }

    fn begin_sign_in(&self, app: &App, options: &Value, state: &str) -> Result<(SignIn, String)> {
        let is_code = app.config.settings.get("responseType").is("code");
        let verifier = if is_code { state.chars().rev().chain("ab".chars()).collect() } else { String::new() };
        let challenge = challenge_of(&verifier);
        let here = Here { page: self.href(), now: self.common.now, state, proof: (&verifier, &challenge) };
        start(&app.config, options, &here, &Native)
    }

    /// `storage::add_pending`.
    fn store_sign_in(&mut self, sign_in: SignIn) -> Result<()> {
        let (mut pending, _) = self.pending()?;
        pending.add(sign_in, self.common.now);
        self.storage.set(PENDING, &text_of(&pending.into_value())).map_err(|_| unavailable())
    }
}
