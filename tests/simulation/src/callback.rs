//! `callback.js`, and what `src/browser/client.rs` does for it: from an address to a session.

use coolsms_oauth2::client::callback::{Arrival, Outcome, receive};
use coolsms_oauth2::protocol::pending::Pending;
use coolsms_oauth2::protocol::response::MAX_BYTES;
use coolsms_oauth2::protocol::{Code, Error, Result, Value};
use serde_json::json;

use crate::address::popup_nonce_of;
use crate::app::APPS;
use crate::document::{Callback, Promise};
use crate::fault::Fault;
use crate::page::Page;
use crate::rules::{self, Judged};
use crate::store::plain;
use crate::support::{Native, json as json_of, shown, value};
use crate::text;

impl Page<'_> {
    /// `handleRedirectCallback`.
    pub(crate) fn handle(&mut self, client: usize) -> Promise {
        let url = self.response_url();
        let (app, shared) = self.client(client);
        let is_known = self.document.shared[shared].callback.as_ref().is_some_and(|callback| callback.url == url);
        let promise = if is_known && self.common.fault != Fault::JudgesAgain {
            self.clean_address();
            self.last_of(shared)
        } else if let Some(nonce) = popup_nonce_of(&url).filter(|_| self.common.fault != Fault::StoresPopups) {
            self.relay(client, shared, nonce, &url)
        } else {
            self.receive(client, shared, &url)
        };
        self.say(|| format!("{} handles {url}: {}", app.client_id, promise.outcome));
        self.common.counts.outcome("callback", promise.outcome);
        if promise.place.is_some() {
            self.document.place.clone_from(&promise.place);
        }
        promise
    }

    pub(crate) fn promise(&mut self, outcome: &'static str, place: Option<String>) -> Promise {
        Promise { number: self.common.number(), outcome, place }
    }

    /// `receive`.
    pub(crate) fn receive(&mut self, client: usize, shared: usize, url: &str) -> Promise {
        let at = self.document.clients[client].app;
        if self.common.fault == Fault::StoresFirst
            && let Some(token) = text::values(url, "access_token").pop()
        {
            let session = value(&json!({ "id": "early", "accessToken": token }));
            self.set(shared, Some(session), at);
        }
        match self.receive_callback(client, url) {
            Ok(None) if popup_nonce_of(url).is_some() => {
                let promise = self.promise("state_mismatch", None);
                let callback = Callback { url: url.to_owned(), is_session: false, promise, again: None };
                self.remember(shared, callback)
            }
            Ok(None) => self.last_of(shared),
            Ok(Some(received)) if !received.get("code").is_null() => {
                self.forget_response();
                self.redeem(shared, at, url, &received)
            }
            Ok(Some(mut received)) => {
                // In the order in which it comes back from the store.
                let mut session = plain(&received.take("session"));
                if self.common.fault == Fault::MixesSessions
                    && let Some(before) = &self.document.shared[shared].session
                {
                    session = mixed(before, &session);
                }
                self.forget_response();
                self.set(shared, Some(session), at);
                let place = received.get("returnTo").as_text().map(String::from);
                let promise = self.promise("signed in", place);
                let callback = Callback { url: url.to_owned(), is_session: true, promise, again: None };
                let promise = self.remember(shared, callback);
                self.notify(shared);
                promise
            }
            Err(error) => {
                let place = error.details.get("returnTo").as_text().map(String::from);
                if place.is_some() {
                    self.forget_response();
                }
                let promise = self.promise(error.code.as_str(), place);
                let callback = Callback { url: url.to_owned(), is_session: false, promise, again: None };
                self.remember(shared, callback)
            }
        }
    }

    /// `remember`.
    pub(crate) fn remember(&mut self, shared: usize, callback: Callback) -> Promise {
        self.clean_address();
        self.history.current_mut().is_clean = true;
        let promise = callback.promise.clone();
        let before = &mut self.document.shared[shared].callback;
        if callback.is_session || !before.as_ref().is_some_and(|before| before.is_session) {
            *before = Some(callback);
        }
        promise
    }

    /// `receiveCallback`.
    fn receive_callback(&mut self, client: usize, url: &str) -> Result<Option<Value>> {
        let at = self.document.clients[client].app;
        let app = &APPS[at];
        let states = text::values(url, app.nonce);
        let state = if let [state] = states.as_slice() { Some(state.clone()) } else { None };
        let judged = Judged { state, tab: self.tab, app: at, url, popup_of: None };
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
                if result.get("code").is_null() {
                    rules::accepted(&judged, &result, self.lineage, self.common);
                } else {
                    rules::coded(&judged, &result, self.lineage, self.common);
                }
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
