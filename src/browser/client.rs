//! A client's decisions. What it holds (its checked configuration, its session) is JavaScript's to keep and comes in
//! with each call.

use super::platform::{Browser, nonce};
use super::storage;
use super::values::{from_js, read, to_js};
use crate::client::callback::{Arrival, Outcome, receive};
use crate::client::config::Config;
use crate::client::session::Session;
use crate::client::sign_in::{Here, start};
use crate::protocol::pending::{POPUP, Pending};
use crate::protocol::text::joined;
use crate::protocol::{Code, Error, Value, response, scope};
use js_sys::{Date, JsString};
use wasm_bindgen::prelude::*;

/// Checks a configuration for a page of that origin, and gives back the client's own copy.
#[wasm_bindgen(js_name = openClient)]
pub fn open_client(config: JsValue, page_origin: &str) -> Result<JsValue, JsValue> {
    let config = Config::new(from_js(&config, Code::InvalidConfig, "config")?, page_origin, &Browser)?;
    Ok(to_js(&config.into_value()))
}

/// The configuration that [`open_client`] gave back.
#[inline(never)]
pub(super) fn opened(config: &JsValue) -> Config {
    Config::from_value(read(config).unwrap_or_default())
}

/// The session that [`receive_callback`] gave back; null is none.
#[inline(never)]
pub(super) fn session(session: &JsValue) -> Session {
    Session(read(session).unwrap_or_default())
}

/// A random name: a nonce, or a code verifier (RFC 7636 §4.1).
#[wasm_bindgen(js_name = nonce)]
pub fn random_name() -> Result<JsValue, JsValue> {
    Ok(nonce()?.into())
}

/// Starts a sign-in from that page, and gives back its `url`. One by redirect is remembered in sessionStorage; one by
/// popup is given back, as `signIn`. `appState` is JSON text here; verifier and challenge are empty but for a code.
#[wasm_bindgen(js_name = startSignIn)]
pub fn start_sign_in(
    config: JsValue,
    options: JsValue,
    page: &str,
    is_popup: bool,
    verifier: &str,
    challenge: &str,
) -> Result<JsValue, JsValue> {
    let options = from_js(&options, Code::InvalidRequest, "options")?;
    let state = joined(if is_popup { POPUP } else { "" }, &nonce()?);
    let here = Here { page, now: Date::now(), state: &state, proof: (verifier, challenge) };
    let (sign_in, url) = start(&opened(&config), &options, &here, &Browser)?;
    let mut started = Value::object();
    started.set_text("url", &url);
    if is_popup {
        started.set("signIn", sign_in.0);
    } else {
        storage::add_pending(sign_in, here.now)?;
    }
    Ok(to_js(&started))
}

/// Judges an address: null where it is no callback of this client, else `session` or `code`, `returnTo` and `appState`.
/// It is the response to `sign_in`, or, without one, to a sign-in that sessionStorage remembers.
#[wasm_bindgen(js_name = receiveCallback)]
pub fn receive_callback(config: JsValue, url: JsString, sign_in: JsValue) -> Result<JsValue, JsValue> {
    let config = opened(&config);
    // One character more than a response may have is enough to refuse it, and all that is copied.
    let url = String::from(url.substring(0, response::MAX_BYTES as u32 + 1));
    let sign_in = read(&sign_in).unwrap_or_default();
    let is_stored = sign_in.is_null();
    let (stored, unavailable) = match storage::pending() {
        _ if !is_stored => ((Pending::from_value(Value::List(vec![sign_in])), String::new()), None),
        Ok(stored) => (stored, None),
        Err(error) => (Default::default(), Some(error)),
    };
    let (mut pending, before) = stored;
    let session_id = nonce().unwrap_or_default();
    let arrival = Arrival { url: &url, now: Date::now(), session_id: &session_id };
    let outcome = receive(&config, &mut pending, &arrival, &Browser);
    if matches!(outcome, Outcome::NoCallback) {
        return Ok(JsValue::NULL);
    }
    // What could not be read is not written over, and a nonce that cannot be spent is good for nothing.
    if is_stored && let Some(error) = unavailable.or_else(|| storage::spend_pending(pending, &before).err()) {
        return Err(error.into());
    }
    match outcome {
        Outcome::SignedIn(result) => Ok(to_js(&result)),
        Outcome::Refused(error) => Err(error.into()),
        Outcome::NoCallback => Ok(JsValue::NULL),
    }
}

/// A session's token, for a use right now; undefined asks for a refresh first.
#[wasm_bindgen(js_name = tokenOf)]
pub fn token_of(config: JsValue, session: JsValue, may_refresh: bool) -> Result<Option<String>, JsValue> {
    Ok(self::session(&session).token(&opened(&config), Date::now(), may_refresh)?.map(String::from))
}

/// What of a scope a session lacks; all of it where there is none.
#[wasm_bindgen(js_name = missingScopes)]
pub fn missing_scopes(session: JsValue, needed: JsValue) -> Result<JsValue, JsValue> {
    let session = self::session(&session);
    let needed = scope::read(&from_js(&needed, Code::InvalidRequest, "needed")?);
    let needed = needed.ok_or_else(|| Error::field(Code::InvalidRequest, "needed", "a scope is needed"))?;
    Ok(to_js(&session.missing(&needed)))
}
