//! The client that JavaScript holds. Clients of one page for the same app share one session and one callback,
//! so that double effects and second instances see one sign-in.

use super::fetch::{Prepared, own_members, promise};
use super::platform::Browser;
use super::session::Shared;
use super::values::{from_js, get, parse_json, to_js};
use super::{error, page, storage};
use crate::client::call::{below_base, prepare};
use crate::client::callback::{Accepted, Arrival, receive};
use crate::client::config::{Config, TIMEOUT_MS};
use crate::client::session::fresh;
use crate::client::sign_in::{Here, start};
use crate::protocol::pending::Pending;
use crate::protocol::schema::{Kind, Schema};
use crate::protocol::{Code, Error, Value, base64url, response, scope};
use js_sys::{Date, Function, JSON, Object, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

type JsResult<T> = Result<T, JsValue>;

const FETCH: &Schema = &[("scope", Kind::Scope, false), ("timeoutMs", TIMEOUT_MS, false)];

/// A client, as `createClient` returns it in a plain object of closures.
#[wasm_bindgen]
pub struct Client {
    config: Config,
    shared: Rc<Shared>,
}

#[wasm_bindgen]
impl Client {
    /// Checks the configuration.
    #[wasm_bindgen(constructor)]
    pub fn new(config: JsValue) -> JsResult<Client> {
        let config = from_js(&config, Code::InvalidConfig, "config")?;
        let config = Config::new(config, &page::address()?.origin, &Browser)?;
        let shared = Shared::of(&config);
        Ok(Self { config, shared })
    }

    /// Leaves for the provider.
    #[wasm_bindgen(js_name = signInWithRedirect)]
    pub fn sign_in_with_redirect(&self, options: JsValue) -> Promise {
        promise(self.try_sign_in(&options))
    }

    fn try_sign_in(&self, options: &JsValue) -> JsResult<Promise> {
        let note = JSON::stringify(&get(options, &"appState".into()));
        let note =
            note.map_err(|cause| error::caused(Code::InvalidRequest, "appState: JSON cannot say this", &cause))?;
        let app_state = note.as_string();
        let rest = Object::new();
        if options.is_object() {
            Object::assign(&rest, options.unchecked_ref());
            Reflect::delete_property(&rest, &"appState".into())?;
        }
        let options = from_js(&rest, Code::InvalidRequest, "options")?;
        let here = Here {
            page: &page::address()?,
            now: Date::now(),
            random: &page::random()?,
            app_state: app_state.as_deref(),
        };
        let (sign_in, url) = start(&self.config, &options, &here, &Browser)?;
        let mut pending = storage::pending()?;
        pending.add(sign_in, here.now);
        storage::add_pending(&pending)?;
        Ok(page::leave_for(&url)?)
    }

    /// Reads the response that the page was called with.
    #[wasm_bindgen(js_name = handleRedirectCallback)]
    pub fn handle_redirect_callback(&self) -> Promise {
        // One character more than a response may have is enough to refuse it, and all that is copied.
        let url = String::from(page::response_url().substring(0, response::MAX_BYTES as u32 + 1));
        let last = self.shared.callback.borrow().clone();
        if let Some((_, promise, _)) = last.as_ref().filter(|(handled, ..)| *handled == url) {
            return promise.clone();
        }
        let (mut pending, unavailable) = match storage::pending() {
            Ok(pending) => (pending, None),
            Err(error) => (Pending::default(), Some(error)),
        };
        let before = pending.clone();
        let session_id = page::random::<12>().map(|bytes| base64url::encode(&bytes)).unwrap_or_default();
        let arrival = Arrival { url: &url, now: Date::now(), session_id };
        let Some(result) = receive(&self.config, &mut pending, arrival, &Browser) else {
            return last.map_or_else(|| Promise::resolve(&JsValue::NULL), |(_, promise, _)| promise);
        };
        page::clean_address();
        if pending != before {
            storage::spend_pending(&pending);
            page::forget_response();
        }
        let (promise, is_accepted) = match result {
            Ok(accepted) => (Promise::resolve(&self.accept(accepted)), true),
            Err(error) => (Promise::reject(&unavailable.unwrap_or(error).into()), false),
        };
        // A refusal does not take the place of an earlier success.
        if is_accepted || !last.is_some_and(|(.., was_accepted)| was_accepted) {
            *self.shared.callback.borrow_mut() = Some((url, promise.clone(), is_accepted));
        }
        if is_accepted {
            self.shared.notify();
        }
        promise
    }

    fn accept(&self, (session, sign_in): Accepted) -> JsValue {
        self.shared.set(Some(session), self.config.is_in_memory());
        let result = Object::new();
        let app_state = sign_in.0.text("appState").map_or(JsValue::NULL, parse_json);
        let return_to = sign_in.0.text("returnTo").map_or(JsValue::NULL, JsValue::from);
        for (name, value) in [("session", self.get_session()), ("returnTo", return_to), ("appState", app_state)] {
            // A plain object takes every member.
            let _ = Reflect::set(&result, &name.into(), &value);
        }
        result.into()
    }

    /// The session, without its token.
    #[wasm_bindgen(js_name = getSession)]
    pub fn get_session(&self) -> JsValue {
        self.shared.snapshot.borrow().clone()
    }

    /// Brings the session up to date, when the page is shown again.
    pub fn check(&self) {
        self.shared.check();
    }

    /// Calls the listener whenever the session changes.
    pub fn subscribe(&self, listener: Function) {
        self.shared.listeners.borrow_mut().push(listener);
    }

    /// Takes a listener off.
    pub fn unsubscribe(&self, listener: Function) {
        self.shared.listeners.borrow_mut().retain(|known| !Object::is(known, &listener));
    }

    /// The token, for a library that must have it.
    #[wasm_bindgen(js_name = getAccessToken)]
    pub fn get_access_token(&self) -> Promise {
        self.shared.check();
        let session = self.shared.session.borrow();
        let token = fresh(session.as_ref(), Date::now()).map(|session| JsValue::from(session.access_token()));
        promise(token.map(|token| Promise::resolve(&token)).map_err(JsValue::from))
    }

    /// `fetch` with the token.
    pub fn fetch(&self, input: JsValue, init: JsValue) -> Promise {
        promise(self.try_fetch(input, &init))
    }

    fn try_fetch(&self, input: JsValue, init: &JsValue) -> JsResult<Promise> {
        let own = own_members(init, FETCH)?;
        let prepared = Prepared::new(&self.resolved(input)?, init)?;
        self.shared.check();
        let authorization = prepare(
            &self.config,
            self.shared.session.borrow().as_ref(),
            &prepared.method,
            &prepared.target,
            own.get("scope").and_then(scope::read).as_deref(),
            Date::now(),
        )?;
        prepared.send(&authorization, own.number("timeoutMs").unwrap_or(self.config.timeout_ms()))
    }

    /// The input of a call, a relative string put below the API's base.
    fn resolved(&self, input: JsValue) -> Result<JsValue, Error> {
        let (Some(text), Some(base)) = (input.as_string(), &self.config.api_base) else {
            return Ok(input);
        };
        match web_sys::Url::new_with_base(&below_base(&text, base), &base.href) {
            Ok(url) => Ok(url.into()),
            Err(_) => Err(Error::field(Code::InvalidRequest, "input", "it cannot be resolved to a URL")),
        }
    }

    /// What of a scope the session lacks; all of it where nobody is signed in.
    #[wasm_bindgen(js_name = missingScopes)]
    pub fn missing_scopes(&self, needed: JsValue) -> JsResult<JsValue> {
        let needed = scope::read(&from_js(&needed, Code::InvalidRequest, "needed")?)
            .ok_or_else(|| Error::field(Code::InvalidRequest, "needed", "a scope is needed"))?;
        let missing = match &*self.shared.session.borrow() {
            Some(session) => session.missing(&needed),
            None => scope::missing("", &needed),
        };
        Ok(to_js(&Value::List(missing)))
    }

    /// Forgets the session.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self) -> Promise {
        self.shared.set(None, self.config.is_in_memory());
        self.shared.notify();
        Promise::resolve(&JsValue::UNDEFINED)
    }
}
