//! `client.js`, and what `src/browser/client.rs` and `src/browser/storage.rs` do for it.

use coolsms_oauth2::client::callback::{Arrival, Outcome, receive};
use coolsms_oauth2::client::sign_in::{Here, start};
use coolsms_oauth2::protocol::pending::{self, Pending, STATE_BYTES};
use coolsms_oauth2::protocol::response::MAX_BYTES;
use coolsms_oauth2::protocol::{Code, Error, Platform, Result, Value};
use serde_json::json;

use crate::app::{APPS, App};
use crate::document::{Callback, Client, Promise};
use crate::fault::Fault;
use crate::lineage::{Accepted, Issued};
use crate::page::Page;
use crate::rules::{self, Judged};
use crate::session::text_of;
use crate::support::{Native, json as json_of, shown, value};
use crate::tab::Navigation;
use crate::text::{self, PENDING};

/// What the person and the app want of a sign-in.
pub(crate) struct Wish {
    pub(crate) random: [u8; STATE_BYTES],
    pub(crate) return_to: Option<&'static str>,
    pub(crate) scope: Option<&'static str>,
}

fn unavailable() -> Error {
    Error::new(Code::StorageUnavailable, "sessionStorage is missing, blocked or full")
}

impl Page<'_> {
    /// `createClient`.
    pub(crate) fn create_client(&mut self, app: usize) {
        self.shared_of(&APPS[app].key);
        self.document.clients.push(Client { app, is_disposed: false });
    }

    /// The app of a client, and what it shares.
    pub(crate) fn client(&mut self, client: usize) -> (&'static App, usize) {
        let app = &APPS[self.document.clients[client].app];
        (app, self.shared_of(&app.key))
    }

    /// `storage::pending`.
    fn pending(&mut self) -> Result<(Pending, String)> {
        let text = self.storage.get(PENDING).map_err(|_| unavailable())?.unwrap_or_default();
        Ok((Pending::from_value(Native.json(&text)), text))
    }

    /// `storage::spend_pending`.
    fn spend_pending(&mut self, pending: Pending, before: &str) -> Result<()> {
        let text = text_of(&pending.into_value());
        if text == before || self.common.fault == Fault::NeverSpends {
            return Ok(());
        }
        let is_kept = self.storage.set(PENDING, &text).is_ok() || self.storage.remove(PENDING).is_ok();
        if is_kept { Ok(()) } else { Err(unavailable()) }
    }

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
        let here = Here { page: self.href(), now, state, proof: ("", "") };
        let (sign_in, url) = start(&app.config, options, &here, &Native)?;
        let return_to = sign_in.0.get("returnTo").text().to_owned();
        let (mut pending, _) = self.pending()?;
        pending.add(sign_in, now);
        self.storage.set(PENDING, &text_of(&pending.into_value())).map_err(|_| unavailable())?;
        Ok((return_to, url))
    }

    /// `handleRedirectCallback`.
    pub(crate) fn handle(&mut self, client: usize) -> Promise {
        let url = self.response_url();
        let (app, shared) = self.client(client);
        let known = self.document.shared[shared].callback.as_ref().filter(|callback| callback.url == url);
        let promise = match known.map(|callback| callback.promise.clone()) {
            Some(promise) if self.common.fault != Fault::JudgesAgain => {
                self.clean_address();
                promise
            }
            _ => self.receive(client, shared, &url),
        };
        self.say(|| format!("{} handles {url}: {}", app.client_id, promise.outcome));
        self.common.counts.outcome("callback", promise.outcome);
        if promise.place.is_some() {
            self.document.place.clone_from(&promise.place);
        }
        promise
    }

    fn promise(&mut self, outcome: &'static str, place: Option<String>) -> Promise {
        Promise { number: self.common.number(), outcome, place }
    }

    /// `receive`.
    fn receive(&mut self, client: usize, shared: usize, url: &str) -> Promise {
        let app = &APPS[self.document.clients[client].app];
        if self.common.fault == Fault::StoresFirst
            && let Some(token) = text::values(url, "access_token").pop()
        {
            let session = value(&json!({ "id": "early", "accessToken": token }));
            self.set(shared, Some(session), app.is_in_memory);
        }
        match self.receive_callback(client, url) {
            Ok(None) => match &self.document.shared[shared].callback {
                Some(callback) => callback.promise.clone(),
                None => self.promise("null", None),
            },
            Ok(Some(mut received)) => {
                // In the order in which it comes back from the store.
                let mut session = Native.json(&text_of(&received.take("session")));
                if self.common.fault == Fault::MixesSessions
                    && let Some(before) = &self.document.shared[shared].session
                {
                    session = mixed(before, &session);
                }
                self.set(shared, Some(session), app.is_in_memory);
                self.forget_response();
                let place = received.get("returnTo").as_text().map(String::from);
                let promise = self.promise("signed in", place);
                self.callback_of(shared, url, true, promise)
            }
            Err(error) => {
                let place = error.details.get("returnTo").as_text().map(String::from);
                if place.is_some() {
                    self.forget_response();
                }
                let promise = self.promise(error.code.as_str(), place);
                self.callback_of(shared, url, false, promise)
            }
        }
    }

    /// `callbackOf`.
    fn callback_of(&mut self, shared: usize, url: &str, is_session: bool, promise: Promise) -> Promise {
        self.clean_address();
        self.history.current_mut().is_clean = true;
        let callback = &mut self.document.shared[shared].callback;
        if is_session || !callback.as_ref().is_some_and(|callback| callback.is_session) {
            *callback = Some(Callback { url: url.to_owned(), is_session, promise: promise.clone() });
        }
        promise
    }

    /// `receiveCallback`.
    fn receive_callback(&mut self, client: usize, url: &str) -> Result<Option<Value>> {
        let at = self.document.clients[client].app;
        let app = &APPS[at];
        let states = text::values(url, app.nonce);
        let state = if let [state] = states.as_slice() { Some(state.clone()) } else { None };
        let judged = Judged { state, app: at, url };
        let is_ours = judged.is_ours(self.lineage, self.common.now);

        let url = url.get(..=MAX_BYTES).unwrap_or(url);
        let (stored, unavailable) = match self.pending() {
            Ok(stored) => (stored, None),
            Err(error) => (Default::default(), Some(error)),
        };
        let (mut pending, before) = stored;
        let session_id = format!("session-{}", self.common.number());
        let arrival = Arrival { url, now: self.common.now, session_id: &session_id };
        let outcome = self.received(&judged, &mut pending, &arrival);
        if outcome == Outcome::NoCallback {
            return Ok(None);
        }
        if let Some(error) = unavailable.or_else(|| self.spend_pending(pending, &before).err()) {
            return Err(error);
        }
        let result = match outcome {
            Outcome::SignedIn(result) => {
                self.accepted(&judged, &result);
                Ok(Some(result))
            }
            Outcome::Refused(error) => {
                rules::refused(&judged, error.code.as_str(), &shown(&error), is_ours, self.common);
                Err(error)
            }
            Outcome::NoCallback => Ok(None),
        };
        if let Some(state) = judged.state.filter(|_| is_ours) {
            self.lineage.end(&state);
            self.excused.push(state);
        }
        result
    }

    /// Tells the rules of a session, and remembers it as one that may be held.
    fn accepted(&mut self, judged: &Judged<'_>, result: &Value) {
        let session = result.get("session");
        let text = text_of(session);
        rules::accepted(judged, &json_of(result), self.lineage, self.common);
        self.lineage.accepted.push(Accepted {
            app: judged.app,
            token: session.get("accessToken").text().to_owned(),
            value: Native.json(&text),
            text,
            is_in_memory: APPS[judged.app].is_in_memory,
        });
    }

    /// `callback::receive`, as it is or broken on purpose.
    fn received(&self, judged: &Judged<'_>, pending: &mut Pending, arrival: &Arrival<'_>) -> Outcome {
        let config = &APPS[judged.app].config;
        let changes = match self.common.fault {
            Fault::SkipsBinding => json_of(&binding(judged.app)),
            Fault::SkipsAge => json!({ "issuedAt": arrival.now, "expiresAt": arrival.now + 1e6 }),
            Fault::SkipsState => json!({ "state": judged.state }),
            _ => json!({}),
        };
        let before = pending.clone();
        let mut outcome = receive(config, pending, arrival, &Native);
        if changes != json!({}) && matches!(outcome, Outcome::Refused(_)) {
            outcome = receive(config, &mut with(&before, &changes), arrival, &Native);
        }
        if let Outcome::Refused(error) = &outcome {
            if self.common.fault == Fault::EndsAll {
                *pending = Pending::default();
            }
            if self.common.fault == Fault::BelievesErrors && !text::values(judged.url, "error").is_empty() {
                return Outcome::Refused(Error::new(Code::AuthorizationError, &error.message));
            }
        }
        outcome
    }

    /// `signOut`.
    pub(crate) fn sign_out(&mut self, client: usize) {
        let (app, shared) = self.client(client);
        let key = ["coolsms-oauth2.session", app.key.as_str()].concat();
        let stored = self.storage.peek(&key).map(|text| Native.json(text));
        self.set(shared, None, false);
        self.say(|| format!("{} signs out", app.client_id));
        if let Some(stored) = stored.filter(|_| self.storage.peek(&key).is_none()) {
            self.common.counts.outcome("sign-out", "of a stored session");
            self.lineage.signed_out.push(stored.get("id").text().to_owned());
        }
    }

    /// The document was taken out of the cache: `pageshow`, with `persisted`.
    pub(crate) fn restored(&mut self) {
        for client in 0..self.document.clients.len() {
            let (_, shared) = self.client(client);
            if !self.document.clients[client].is_disposed {
                self.current(shared);
            }
        }
        if self.common.fault != Fault::IgnoresReturn {
            for _ in 0..std::mem::take(&mut self.document.leaving) {
                self.common.counts.outcome("sign-in", "cancelled");
            }
        }
    }
}

/// The new token in the old session.
fn mixed(before: &Value, session: &Value) -> Value {
    let token = |name: &String| name == "accessToken" || name == "id";
    let kept = before.members().iter().filter(|(name, _)| !token(name));
    Value::Map(kept.chain(session.members().iter().filter(|(name, _)| token(name))).cloned().collect())
}

/// The stored sign-ins with other members.
fn with(pending: &Pending, changes: &serde_json::Value) -> Pending {
    let mut records = json_of(&pending.clone().into_value());
    for record in records.as_array_mut().into_iter().flatten() {
        crate::support::app::merge(record, changes);
    }
    Pending::from_value(value(&records))
}

fn binding(app: usize) -> Value {
    let app = &APPS[app];
    let mut binding = Value::object();
    binding.set_text("clientId", app.client_id);
    binding.set_text("provider", app.config.provider.get("id").text());
    binding.set_text("redirectUri", app.redirect_uri);
    binding
}
