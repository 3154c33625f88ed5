//! A client's decisions. What it holds (its checked configuration, its session) is JavaScript's to keep and comes in
//! with each call. Each export takes one plain object, whose members its comment names.

use super::platform::{Browser, nonce};
use super::storage;
use super::values::answered;
use crate::client::callback::{Arrival, Outcome, receive};
use crate::client::config::Config;
use crate::client::session::Session;
use crate::client::sign_in::{Here, start};
use crate::protocol::pending::{POPUP, Pending};
use crate::protocol::text::joined;
use crate::protocol::{Code, Error, Value, scope};
use js_sys::Date;
use wasm_bindgen::prelude::*;

/// Checks a configuration, `settings`, for a page of that `origin`, and gives back the client's own copy.
#[wasm_bindgen(js_name = openClient)]
pub fn open_client(input: JsValue) -> Result<JsValue, JsValue> {
    answered(&input, |mut input| {
        let settings = input.take("settings");
        Ok(Config::new(settings, input.get("origin").text(), &Browser)?.into_value())
    })
}

/// The `config` that [`open_client`] gave back.
#[inline(never)]
pub(super) fn config(input: &mut Value) -> Config {
    Config::from_value(input.take("config"))
}

/// The `session` that [`receive_callback`] or `receiveTokens` gave back; null is none.
#[inline(never)]
pub(super) fn session(input: &mut Value) -> Session {
    Session(input.take("session"))
}

/// A random name: a nonce, or a code verifier (RFC 7636 §4.1).
#[wasm_bindgen(js_name = randomName)]
pub fn random_name() -> Result<JsValue, JsValue> {
    Ok(nonce()?.into())
}

/// Starts a sign-in: `config`, `options` (with `appState` as JSON text), the `page` it starts from, and for a code its
/// `verifier` and `challenge`. Gives back its `url`. One by redirect is remembered in sessionStorage; one by popup
/// (`isPopup`) is given back, as `signIn`.
#[wasm_bindgen(js_name = startSignIn)]
pub fn start_sign_in(input: JsValue) -> Result<JsValue, JsValue> {
    answered(&input, |mut input| {
        let config = config(&mut input);
        let is_popup = input.get("isPopup").is_true();
        let state = joined(if is_popup { POPUP } else { "" }, &nonce()?);
        let text = |name| input.get(name).text();
        let proof = (text("verifier"), text("challenge"));
        let here = Here { page: text("page"), now: Date::now(), state: &state, proof };
        let (sign_in, url) = start(&config, input.get("options"), &here, &Browser)?;
        let mut started = Value::object();
        started.set_text("url", &url);
        if is_popup {
            started.set("signIn", sign_in.0);
        } else {
            storage::add_pending(sign_in, here.now)?;
        }
        Ok(started)
    })
}

/// Judges a `url` for a client of that `config`: null where it is no callback of it, else `session` or `code`, `returnTo`
/// and `appState`. It is the response to `signIn`, or, without one, to a sign-in that sessionStorage remembers.
#[wasm_bindgen(js_name = receiveCallback)]
pub fn receive_callback(input: JsValue) -> Result<JsValue, JsValue> {
    answered(&input, |mut input| {
        let config = config(&mut input);
        let sign_in = input.take("signIn");
        let is_stored = sign_in.is_null();
        let (stored, unavailable) = match storage::pending() {
            _ if !is_stored => ((Pending::from_value(Value::List(vec![sign_in])), String::new()), None),
            Ok(stored) => (stored, None),
            Err(error) => (Default::default(), Some(error)),
        };
        let (mut pending, before) = stored;
        let session_id = nonce().unwrap_or_default();
        let arrival = Arrival { url: input.get("url").text(), now: Date::now(), session_id: &session_id };
        let outcome = receive(&config, &mut pending, &arrival, &Browser);
        if outcome == Outcome::NoCallback {
            return Ok(Value::Null);
        }
        // What could not be read is not written over, and a nonce that cannot be spent is good for nothing.
        if is_stored && let Some(error) = unavailable.or_else(|| storage::spend_pending(pending, &before).err()) {
            return Err(error);
        }
        match outcome {
            Outcome::SignedIn(result) => Ok(result),
            Outcome::Refused(error) => Err(error),
            Outcome::NoCallback => Ok(Value::Null),
        }
    })
}

/// The token of a `session`, for a use right now; null asks for a refresh first, where `mayRefresh`.
#[wasm_bindgen(js_name = tokenOf)]
pub fn token_of(input: JsValue) -> Result<JsValue, JsValue> {
    answered(&input, |mut input| {
        let token = session(&mut input);
        let token = token.token(Date::now(), input.get("mayRefresh").is_true())?;
        Ok(token.map_or(Value::Null, Value::from))
    })
}

/// What of a `needed` scope a `session` lacks; all of it where there is none.
#[wasm_bindgen(js_name = missingScopes)]
pub fn missing_scopes(input: JsValue) -> Result<JsValue, JsValue> {
    answered(&input, |mut input| {
        let session = session(&mut input);
        let needed = scope::read(input.get("needed"));
        let needed = needed.ok_or_else(|| Error::field(Code::InvalidRequest, "needed", "a scope is needed"))?;
        Ok(session.missing(&needed))
    })
}
