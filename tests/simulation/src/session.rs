//! `session.js`: what the clients of one app on one page have in common.

use coolsms_oauth2::protocol::{Platform, Value};

use crate::document::Shared;
use crate::fault::Fault;
use crate::page::Page;
use crate::rules::Rule;
use crate::support::{Native, json};

/// The key in sessionStorage.
fn stored_as(key: &str) -> String {
    ["coolsms-oauth2.session", key].concat()
}

/// The text in sessionStorage.
pub(crate) fn text_of(session: &Value) -> String {
    json(session).to_string()
}

/// What an app may know.
fn told(session: &Value) -> Value {
    Value::Map(session.members().iter().filter(|(name, _)| name != "accessToken").cloned().collect())
}

impl Shared {
    fn replace(&mut self, next: Option<Value>) {
        self.snapshot = next.as_ref().map(told);
        self.session = next;
    }

    fn id(&self) -> Option<String> {
        Some(self.session.as_ref()?.get("id").text().to_owned())
    }
}

impl Page<'_> {
    fn stored(&mut self, key: &str) -> Option<Value> {
        let text = self.storage.get(&stored_as(key)).ok().flatten()?;
        let session = Native.json(&text);
        let is_text = |name: &str| session.get(name).as_text().is_some();
        (is_text("accessToken") && is_text("id")).then_some(session)
    }

    fn is_fresh(&self, session: &Value) -> bool {
        session.get("expiresAt").as_number().is_none_or(|end| self.common.now < end)
    }

    /// `sharedOf`: its place in the document.
    pub(crate) fn shared_of(&mut self, key: &str) -> usize {
        if let Some(at) = self.document.shared.iter().position(|shared| shared.key == key) {
            return at;
        }
        let mut shared =
            Shared { key: key.to_owned(), session: None, snapshot: None, is_stored: false, callback: None };
        if let Some(found) = self.stored(key).filter(|found| self.is_fresh(found)) {
            self.common.counts.outcome("session", "found in the store");
            shared.replace(Some(found));
            shared.is_stored = true;
        }
        self.document.shared.push(shared);
        self.document.shared.len() - 1
    }

    /// `set`.
    pub(crate) fn set(&mut self, at: usize, next: Option<Value>, is_in_memory: bool) {
        let is_in_memory = is_in_memory && self.common.fault != Fault::StoresAll;
        let key = stored_as(&self.document.shared[at].key);
        let text = next.as_ref().map(text_of);
        self.document.shared[at].replace(next);
        let text = text.filter(|_| !is_in_memory);
        let is_stored = text.is_some_and(|text| self.storage.set(&key, &text).is_ok());
        self.document.shared[at].is_stored = is_stored;
        if !is_stored {
            let _ = self.storage.remove(&key);
        }
    }

    /// `current`.
    pub(crate) fn current(&mut self, at: usize) -> Option<Value> {
        self.document.shared[at].session.as_ref()?;
        let before = self.document.shared[at].id();
        if self.document.shared[at].is_stored && self.common.fault != Fault::KeepsSession {
            let key = self.document.shared[at].key.clone();
            let found = self.stored(&key);
            if found.as_ref().map(|found| found.get("id").text()) != before.as_deref() {
                self.document.shared[at].replace(found);
            }
        }
        let is_over = self.document.shared[at].session.as_ref().is_some_and(|session| !self.is_fresh(session));
        if is_over && self.common.fault != Fault::KeepsSession {
            self.common.counts.outcome("session", "ran out");
            self.set(at, None, false);
        }
        let shared = &self.document.shared[at];
        if shared.id() != before {
            self.common.counts.outcome("session", "changed");
        }
        let session = shared.session.clone();
        if let Some(session) = &session {
            let id = session.get("id").text();
            if self.lineage.signed_out.iter().any(|ended| ended == id) {
                self.common.broke(Rule::SignedOut, || format!("{id} is back")); // S48
            }
        }
        session
    }
}
