//! The pending sign-ins in sessionStorage, which may be missing, blocked or full at any call.

use super::platform::Browser;
use super::values::to_js;
use crate::protocol::pending::{Pending, SignIn};
use crate::protocol::{Code, Error, Platform, Result};
use js_sys::JSON;
use wasm_bindgen::prelude::*;

/// The key of the pending sign-ins; `capture.ts` names the same one.
const PENDING: &str = "coolsms-oauth2.pending";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = getItem)]
    fn get_item(key: &str) -> core::result::Result<Option<String>, JsValue>;
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = setItem)]
    fn set_item(key: &str, value: &str) -> core::result::Result<(), JsValue>;
    #[wasm_bindgen(catch, js_namespace = sessionStorage, js_name = removeItem)]
    fn remove_item(key: &str) -> core::result::Result<(), JsValue>;
}

#[cold]
fn unavailable() -> Error {
    Error::new(Code::StorageUnavailable, "sessionStorage is missing, blocked or full")
}

/// The pending sign-ins of this tab, and the text that they were read from.
///
/// # Errors
/// `storage_unavailable`.
#[inline(never)]
pub(super) fn pending() -> Result<(Pending, String)> {
    let text = get_item(PENDING).map_err(|_| unavailable())?.unwrap_or_default();
    Ok((Pending::from_value(Browser.json(&text)), text))
}

fn text_of(pending: Pending) -> String {
    JSON::stringify(&to_js(&pending.into_value())).map(String::from).unwrap_or_default()
}

/// Stores the pending sign-ins of this tab, one more than before.
///
/// # Errors
/// `storage_unavailable`; then those of before stand.
#[inline(never)]
pub(super) fn add_pending(sign_in: SignIn, now: f64) -> Result<()> {
    let (mut pending, _) = pending()?;
    pending.add(sign_in, now);
    set_item(PENDING, &text_of(pending)).map_err(|_| unavailable())
}

/// Stores the pending sign-ins of this tab after one may have ended. Where storing fails all are forgotten: a nonce must
/// not come back to life.
///
/// # Errors
/// `storage_unavailable`, where not even that is possible.
#[inline(never)]
pub(super) fn spend_pending(pending: Pending, before: &str) -> Result<()> {
    let text = text_of(pending);
    if text == before {
        return Ok(());
    }
    set_item(PENDING, &text).or_else(|_| remove_item(PENDING)).map_err(|_| unavailable())
}
