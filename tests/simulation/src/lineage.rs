//! What is true of a tab, and of the tabs that it was duplicated from: which sign-ins it has started, and what became of
//! them. The rules compare with it what the client did.

use coolsms_oauth2::protocol::Value;

use crate::app::APPS;

/// A sign-in that was started.
#[derive(Clone)]
pub(crate) struct Issued {
    pub(crate) state: String,
    pub(crate) app: usize,
    pub(crate) at: f64,
    pub(crate) return_to: String,
    pub(crate) app_state: String,
    /// Its response has come.
    pub(crate) is_ended: bool,
}

impl Issued {
    /// Whether its lifetime lasts, whichever way the clock was set.
    pub(crate) fn is_young(&self, now: f64) -> bool {
        (now - self.at).abs() < APPS[self.app].lifetime
    }
}

/// A sign-in by popup, and the page that waits for it.
pub(crate) struct Popup {
    pub(crate) issued: Issued,
    pub(crate) document: u32,
}

/// A session as a sign-in, or a refresh, made it.
#[derive(Clone)]
pub(crate) struct Accepted {
    pub(crate) app: usize,
    pub(crate) value: Value,
}

impl Accepted {
    /// Whether a session is that one, but for tokens that it was stored without.
    pub(crate) fn is_it(&self, session: &Value) -> bool {
        let is_left_out = |name: &str| name.ends_with("Token") && session.get(name).is_null();
        let is_here = |(name, value): &(String, Value)| session.get(name) == value || is_left_out(name);
        let is_own = |(name, value): &(String, Value)| self.value.get(name) == value;
        self.value.members().iter().all(is_here) && session.members().iter().all(is_own)
    }
}

/// What has happened in one line of storage. A duplicated tab begins with a copy.
#[derive(Clone, Default)]
pub(crate) struct Lineage {
    pub(crate) issued: Vec<Issued>,
    /// The sessions that sign-ins here have begun, or that a page without one has taken over, by their ids.
    pub(crate) own: Vec<String>,
    /// The stored sessions that the person has signed out of, by their ids.
    pub(crate) signed_out: Vec<String>,
}

impl Lineage {
    /// The sign-in of that nonce.
    pub(crate) fn issued(&self, state: &str) -> Option<&Issued> {
        self.issued.iter().find(|it| it.state == state)
    }

    /// Its response has come.
    pub(crate) fn end(&mut self, state: &str) {
        if let Some(issued) = self.issued.iter_mut().find(|it| it.state == state) {
            issued.is_ended = true;
        }
    }
}
