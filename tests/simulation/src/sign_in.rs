//! `sign_in.js`, and what `src/browser/client.rs` does for it: how a sign-in starts.

use coolsms_oauth2::client::sign_in::{Here, start};
use coolsms_oauth2::protocol::pending::{self, STATE_BYTES};
use coolsms_oauth2::protocol::{Result, Value};
use serde_json::json;

use crate::app::App;
use crate::code::challenge_of;
use crate::lineage::Issued;
use crate::page::Page;
use crate::pending::unavailable;
use crate::rules;
use crate::store::text_of;
use crate::support::{Native, shown, value};
use crate::tab::Navigation;
use crate::text::{self, PENDING};

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

    /// `startSignIn`: where to come back to, and where to go.
    fn start_sign_in(&mut self, app: &App, options: &Value, state: &str) -> Result<(String, String)> {
        let now = self.common.now;
        let is_code = app.config.settings.get("responseType").is("code");
        let verifier = if is_code { state.chars().rev().chain("ab".chars()).collect() } else { String::new() };
        let challenge = challenge_of(&verifier);
        let here = Here { page: self.href(), now, state, proof: (&verifier, &challenge) };
        let (sign_in, url) = start(&app.config, options, &here, &Native)?;
        let return_to = sign_in.0.get("returnTo").text().to_owned();
        let (mut pending, _) = self.pending()?;
        pending.add(sign_in, now);
        self.storage.set(PENDING, &text_of(&pending.into_value())).map_err(|_| unavailable())?;
        Ok((return_to, url))
    }
}
