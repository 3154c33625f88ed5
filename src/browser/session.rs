//! What the clients of one app on one page have in common: a session, who listens to it, and the last callback.

use super::storage;
use super::values::to_js;
use crate::client::config::Config;
use crate::client::session::Session;
use crate::protocol::form;
use core::cell::{Cell, RefCell};
use js_sys::{Date, Function, Object, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

thread_local! {
    static SHARED: RefCell<Vec<Rc<Shared>>> = const { RefCell::new(Vec::new()) };
}

/// The state of an app on this page.
pub(super) struct Shared {
    /// The key of the session in sessionStorage.
    key: String,
    /// Whether the session is in sessionStorage.
    is_stored: Cell<bool>,
    /// The session.
    pub(super) session: RefCell<Option<Session>>,
    /// What `getSession` returns: the same object until it changes.
    pub(super) snapshot: RefCell<JsValue>,
    /// Who is told when it changes.
    pub(super) listeners: RefCell<Vec<Function>>,
    /// The last callback: its address, what came of it, and whether that was a session.
    pub(super) callback: RefCell<Option<(String, Promise, bool)>>,
}

impl Shared {
    /// That of the app; the first client of it takes over what this tab has stored.
    pub(super) fn of(config: &Config) -> Rc<Self> {
        let binding = config.binding();
        let endpoint = config.provider.text("authorizationEndpoint").unwrap_or_default();
        let mut key = String::from("coolsms-oauth2.session");
        for (name, value) in [("endpoint", endpoint), ("provider", binding.provider), ("client", binding.client_id)] {
            form::append(&mut key, name, value);
        }
        SHARED.with_borrow_mut(|all| {
            if let Some(shared) = all.iter().find(|shared| shared.key == key) {
                return Rc::clone(shared);
            }
            let session = stored(&key).filter(|session| session.is_fresh(Date::now()));
            let shared = Rc::new(Self {
                key,
                is_stored: Cell::new(session.is_some()),
                snapshot: RefCell::new(snapshot(session.as_ref())),
                session: RefCell::new(session),
                listeners: RefCell::default(),
                callback: RefCell::default(),
            });
            all.push(Rc::clone(&shared));
            shared
        })
    }

    /// Replaces the session, here and in the store. Where the store refuses, or is not wanted, it lives in memory.
    pub(super) fn set(&self, session: Option<Session>, is_in_memory: bool) {
        let to_store = session.as_ref().filter(|_| !is_in_memory);
        self.is_stored.set(to_store.is_some_and(|session| storage::write(&self.key, session.to_stored()).is_ok()));
        if !self.is_stored.get() {
            storage::remove(&self.key);
        }
        self.replace(session);
    }

    fn replace(&self, session: Option<Session>) {
        *self.snapshot.borrow_mut() = snapshot(session.as_ref());
        *self.session.borrow_mut() = session;
    }

    /// Tells those who listen that the session has changed.
    pub(super) fn notify(&self) {
        let listeners = self.listeners.borrow().clone();
        for listener in listeners {
            if let Err(thrown) = listener.call0(&JsValue::UNDEFINED) {
                // It must not stop the others, nor go unnoticed: an unhandled rejection is reported.
                let _ = Promise::reject(&thrown);
            }
        }
    }

    /// Brings the session up to date before a use: one that has run out ends, and what another document of this
    /// tab has done to the stored one holds here too.
    pub(super) fn check(&self) {
        let id = |session: &Option<Session>| session.as_ref().and_then(Session::id).map(String::from);
        let before = id(&self.session.borrow());
        if before.is_none() {
            return;
        }
        if self.is_stored.get() {
            let stored = stored(&self.key);
            if id(&stored) != before {
                self.replace(stored);
            }
        }
        let is_fresh = self.session.borrow().as_ref().is_some_and(|session| session.is_fresh(Date::now()));
        if !is_fresh {
            self.set(None, true);
        }
        if id(&self.session.borrow()) != before {
            self.notify();
        }
    }
}

fn stored(key: &str) -> Option<Session> {
    storage::read(key).ok().and_then(Session::from_stored)
}

fn snapshot(session: Option<&Session>) -> JsValue {
    session.map_or(JsValue::NULL, |session| {
        let public = to_js(&session.to_public());
        Object::freeze(public.unchecked_ref::<Object>()).into()
    })
}
