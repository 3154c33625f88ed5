//! `popup.js`: the page that opens a popup waits for its response; the page in the popup hands it over.

use coolsms_oauth2::client::callback::{Arrival, Outcome, receive};
use coolsms_oauth2::protocol::pending::Pending;
use coolsms_oauth2::protocol::{Code, Value};

use crate::address::popup_nonce_of;
use crate::app::APPS;
use crate::channel::Said;
use crate::document::{Callback, Promise};
use crate::fault::Fault;
use crate::page::Page;
use crate::rules::{self, Judged, Rule};
use crate::store::plain;
use crate::support::{Native, shown, value};
use crate::text::{self, PENDING};

/// `responseTo`: a page that waits.
pub(crate) struct Wait {
    pub(crate) nonce: String,
    pub(crate) shared: usize,
    pub(crate) app: usize,
    pub(crate) sign_in: Value,
    /// The name of the popup's tab.
    pub(crate) popup: u32,
    /// The popup looked closed: the promise is rejected, and a response is taken all the same.
    pub(crate) is_cancelled: bool,
    /// A response has come, whose code is exchanged.
    pub(crate) is_taken: bool,
}

/// `relay`: a popup's page that has handed its response over.
pub(crate) struct Relay {
    pub(crate) nonce: String,
    url: String,
    client: usize,
    shared: usize,
    promise: u32,
    pub(crate) is_taken: bool,
}

/// `channelOf`.
pub(crate) fn channel_of(nonce: &str, fault: Fault) -> String {
    ["coolsms-oauth2.", if fault == Fault::MixesPopups { "popup" } else { nonce }].concat()
}

impl Page<'_> {
    /// The response is handed over, and this page waits for who takes it.
    pub(crate) fn relay(&mut self, client: usize, shared: usize, nonce: &str, url: &str) -> Promise {
        let promise = self.promise("handed over", None);
        let relay = Relay {
            nonce: nonce.to_owned(),
            url: url.to_owned(),
            client,
            shared,
            promise: promise.number,
            is_taken: false,
        };
        self.document.relays.push(relay);
        let channel = channel_of(nonce, self.common.fault);
        self.post(&channel, &Said::Response(url.to_owned()));
        self.remember(shared, Callback { url: url.to_owned(), is_session: false, promise, again: None })
    }

    /// Nobody answers any more: it is a page as any other.
    pub(crate) fn end_relay(&mut self, at: usize) {
        let Relay { url, client, shared, promise, is_taken, .. } = self.document.relays.remove(at);
        let outcome = if is_taken {
            "null"
        } else {
            let before = self.storage.peek(PENDING).map(String::from);
            let outcome = self.receive(client, shared, &url).outcome;
            self.check_unspent(before.as_deref(), &url);
            outcome
        };
        self.say(|| format!("what came of the response that was handed over: {outcome}"));
        self.common.counts.outcome("popup's page", if is_taken { "taken" } else { outcome });
        if let Some(callback) = self.document.shared[shared].callback.as_mut().filter(|it| it.promise.number == promise)
        {
            callback.promise.outcome = outcome;
        }
    }

    /// A popup's response ends nothing that the popup's own storage remembers.
    fn check_unspent(&mut self, before: Option<&str>, url: &str) {
        if text::records(self.storage.peek(PENDING)) != text::records(before) {
            self.common.broke(Rule::Popup, || format!("{url} has changed what the popup's storage holds")); // S30
        }
    }

    /// `onmessage` of a popup's channel, in the page that waits and in the popup's.
    pub(crate) fn hear_of_popup(&mut self, channel: &str, said: &Said) {
        let fault = self.common.fault;
        let is_its = |nonce: &str| channel_of(nonce, fault) == channel;
        match said {
            Said::Response(url) => {
                if let Some(at) = self.document.waits.iter().position(|wait| is_its(&wait.nonce) && !wait.is_taken) {
                    self.receive_from_popup(at, url);
                }
            }
            Said::Taken => {
                let relays = self.document.relays.iter().position(|relay| is_its(&relay.nonce) && !relay.is_taken);
                if let Some(at) = relays {
                    self.document.relays[at].is_taken = true;
                    self.forget_response();
                    // Some browsers leave it open.
                    if !self.common.number().is_multiple_of(8) {
                        let tab = self.tab;
                        self.common.closing.push(tab);
                    }
                }
            }
            _ => {}
        }
    }

    /// `receiveFromPopup`.
    fn receive_from_popup(&mut self, at: usize, url: &str) {
        let Wait { nonce, shared, app, sign_in, .. } = &self.document.waits[at];
        let (nonce, shared, app, mut sign_in) = (nonce.clone(), *shared, *app, sign_in.clone());
        if self.common.fault == Fault::MixesPopups {
            sign_in.replace("state", value(&serde_json::json!(text::values(url, APPS[app].nonce).pop())));
        } else if popup_nonce_of(url) != Some(&nonce) {
            return;
        }
        let states = text::values(url, APPS[app].nonce);
        let state = if let [state] = states.as_slice() { Some(state.clone()) } else { None };
        let judged = Judged { state, tab: self.tab, app, url, popup_of: Some(self.document.id) };
        let is_ours = judged.is_popups(self.common);
        let session_id = format!("session-{}", self.common.number());
        let arrival = Arrival { url, now: self.common.now, session_id: &session_id };
        let mut pending = Pending::from_value(Value::List(vec![sign_in]));
        let mut is_code = false;
        let outcome = match receive(&APPS[app].config, &mut pending, &arrival, &Native) {
            Outcome::NoCallback => return,
            Outcome::Refused(error) if matches!(error.code, Code::MissingState | Code::StateMismatch) => return,
            Outcome::Refused(error) => {
                rules::refused(&judged, error.code.as_str(), &shown(&error), is_ours, self.common);
                error.code.as_str()
            }
            Outcome::SignedIn(result) if !result.get("code").is_null() => {
                rules::coded(&judged, &result, self.lineage, self.common);
                self.exchange(shared, app, &result, 0, Some(&nonce));
                is_code = true;
                "a code"
            }
            Outcome::SignedIn(result) => {
                rules::accepted(&judged, &result, self.lineage, self.common);
                self.set(shared, Some(plain(result.get("session"))), app);
                self.notify(shared);
                "signed in"
            }
        };
        self.say(|| format!("the popup's response comes: {outcome}"));
        self.common.counts.outcome("popup", outcome);
        self.common.end_popup(&nonce);
        let channel = channel_of(&nonce, self.common.fault);
        self.post(&channel, &Said::Taken);
        if is_code {
            self.document.waits[at].is_taken = true;
        } else {
            self.end_wait(at, "answered");
        }
    }

    /// `end`: the channel is closed, and the popup.
    pub(crate) fn end_wait(&mut self, at: usize, outcome: &'static str) {
        let wait = self.document.waits.remove(at);
        self.say(|| format!("the sign-in by popup {} is over: {outcome}", text::short(&wait.nonce)));
        self.common.counts.outcome("popup", outcome);
        self.common.closing.push(wait.popup);
    }

    /// The popup looks closed, and the person is back at this page.
    pub(crate) fn cancel_wait(&mut self, at: usize) {
        self.document.waits[at].is_cancelled = true;
        self.common.counts.outcome("popup", "cancelled");
    }
}
