//! `exchange` and `redeem` of `callback.js`: a code becomes a session.

use coolsms_oauth2::client::tokens::Purpose;
use coolsms_oauth2::protocol::{Code, Error, Result, Value};

use crate::document::{Callback, Promise};
use crate::page::Page;

/// A code that was sent, until its answer comes.
pub(crate) struct Exchange {
    flight: u32,
    shared: usize,
    app: usize,
    /// The code, and all that belongs to its sign-in.
    received: Value,
    /// What was given back for it.
    pub(crate) promise: u32,
    /// How often somebody had signed out before.
    ends: u32,
    /// The nonce, where it came by popup.
    popup: Option<String>,
}

fn given_up() -> Error {
    Error::new(Code::Cancelled, "the sign-in was given up")
}

impl Page<'_> {
    /// `redeem`: where the network failed, the next call for the same response tries again.
    pub(crate) fn redeem(&mut self, shared: usize, app: usize, url: &str, received: &Value) -> Promise {
        let promise = self.promise("under way", None);
        self.exchange(shared, app, received, promise.number, None);
        self.awaits(shared, promise.number);
        self.remember(shared, Callback { url: url.to_owned(), is_session: true, promise, again: None })
    }

    /// `exchange`, up to the request.
    pub(crate) fn exchange(&mut self, shared: usize, app: usize, received: &Value, promise: u32, popup: Option<&str>) {
        let (received, popup) = (received.clone(), popup.map(String::from));
        let ends = self.document.shared[shared].ends;
        if let Some(flight) = self.ask_endpoint(app, Purpose::Exchange, received.get("code")) {
            self.document.exchanges.push(Exchange { flight, shared, app, received, promise, ends, popup });
        }
    }

    /// `exchange`, from the answer on.
    pub(crate) fn exchange_answered(&mut self, flight: u32, answer: Result<(u16, String)>) {
        let Some(at) = self.document.exchanges.iter().position(|it| it.flight == flight) else { return };
        let Exchange { shared, app, received, promise, ends, popup, .. } = self.document.exchanges.remove(at);
        let place = received.get("returnTo").as_text().map(String::from);
        let wait = popup.as_ref().map(|nonce| self.document.waits.iter().position(|wait| wait.nonce == *nonce));
        let begun = answer.and_then(|answer| self.receive_tokens(app, received.get("code"), &answer));
        // A sign-in by popup may have been given up meanwhile, and anyone by signing out.
        let is_wanted = wait != Some(None) && self.document.shared[shared].ends == ends;
        let begun = begun.and_then(|session| if is_wanted { Ok(session) } else { Err(given_up()) });
        let code = begun.as_ref().map_or_else(|error| error.code.as_str(), |_| "signed in");
        self.say(|| format!("what came of the code: {code}"));
        self.common.counts.outcome("exchange", code);
        let is_trouble = begun.as_ref().is_err_and(|error| matches!(error.code, Code::NetworkError | Code::Timeout));
        if let Ok(session) = begun {
            self.set(shared, Some(session), app);
        }
        let callback = self.document.shared[shared].callback.as_mut().filter(|it| it.promise.number == promise);
        if let Some(callback) = callback {
            callback.promise.outcome = code;
            callback.promise.place.clone_from(&place);
            callback.again = is_trouble.then_some((app, received));
            self.document.place = place;
        }
        if code == "signed in" {
            self.notify(shared);
        }
        if let Some(Some(wait)) = wait {
            self.end_wait(wait, "answered");
        }
    }

    /// `lastOf`.
    pub(crate) fn last_of(&mut self, shared: usize) -> Promise {
        match self.document.shared[shared].callback.clone() {
            Some(Callback { url, again: Some((app, received)), .. }) => self.redeem(shared, app, &url, &received),
            Some(callback) => callback.promise,
            None => self.promise("null", None),
        }
    }
}
