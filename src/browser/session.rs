//! What the clients of one app on one page have in common: a session, who listens to it, and the last callback.

use super::storage;
use super::values::to_js;
use crate::client::config::Config;
use crate::client::session::Session;
use crate::protocol::Value;
use core::cell::RefCell;
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
    /// The session.
    pub(super) session: RefCell<Option<Session>>,
    /// What `getSession` returns: the same object until it changes.
    pub(super) snapshot: RefCell<JsValue>,
    /// Who is told when it changes.
    pub(super) listeners: RefCell<Vec<Function>>,
    /// The last callback: its address, and what came of it.
    pub(super) callback: RefCell<Option<(String, Promise)>>,
}

impl Shared {
    /// That of the app; the first client of it takes over what this tab has stored.
    pub(super) fn of(config: &Config) -> Rc<Self> {
        let binding = config.binding();
        let key = ["coolsms-oauth2.session.", binding.provider, ".", binding.client_id].concat();
        SHARED.with_borrow_mut(|all| {
            if let Some(shared) = all.iter().find(|shared| shared.key == key) {
                return Rc::clone(shared);
            }
            let stored = storage::read(&key).unwrap_or(Value::Null);
            let session = Session::from_stored(stored).filter(|session| session.is_fresh(Date::now()));
            let shared = Rc::new(Self {
                key,
                snapshot: RefCell::new(snapshot(session.as_ref())),
                session: RefCell::new(session),
                listeners: RefCell::default(),
                callback: RefCell::default(),
            });
            all.push(Rc::clone(&shared));
            shared
        })
    }

    /// Replaces the session, here and in the store, and tells those who listen. Where the store refuses, or is
    /// not wanted, the session lives in memory.
    pub(super) fn set(&self, session: Option<Session>, is_in_memory: bool) {
        let stored = session.as_ref().filter(|_| !is_in_memory).map_or(&Value::Null, Session::to_stored);
        let _ = storage::write(&self.key, stored);
        *self.snapshot.borrow_mut() = snapshot(session.as_ref());
        *self.session.borrow_mut() = session;
        let listeners = self.listeners.borrow().clone();
        for listener in listeners {
            if let Err(thrown) = listener.call0(&JsValue::UNDEFINED) {
                // It must not stop the others, nor go unnoticed: an unhandled rejection is reported.
                let _ = Promise::reject(&thrown);
            }
        }
    }

    /// Ends a session that has run out. Called before every use.
    pub(super) fn drop_expired(&self, is_in_memory: bool) {
        let is_expired = self.session.borrow().as_ref().is_some_and(|session| !session.is_fresh(Date::now()));
        if is_expired {
            self.set(None, is_in_memory);
        }
    }
}

fn snapshot(session: Option<&Session>) -> JsValue {
    session.map_or(JsValue::NULL, |session| {
        let public = to_js(&session.to_public());
        Object::freeze(public.unchecked_ref::<Object>()).into()
    })
}
