//! sessionStorage, which may be missing, blocked or full at any call.

use super::values::{from_json, to_js};
use crate::protocol::pending::Pending;
use crate::protocol::{Code, Error, Result, Value};
use js_sys::JSON;
use web_sys::Storage;

/// The key of the pending sign-ins; `address.js` names the same one.
const PENDING: &str = "coolsms-oauth2.pending";

fn unavailable() -> Error {
    Error::new(Code::StorageUnavailable, "sessionStorage is missing, blocked or full: a sign-in cannot be remembered")
}

fn storage() -> Result<Storage> {
    web_sys::window().and_then(|window| window.session_storage().ok().flatten()).ok_or_else(unavailable)
}

/// What stands under the key; null where nothing does.
///
/// # Errors
/// `storage_unavailable`.
pub(super) fn read(key: &str) -> Result<Value> {
    let text = storage()?.get_item(key).map_err(|_| unavailable())?;
    Ok(from_json(&text.unwrap_or_default()))
}

/// Stores the value.
///
/// # Errors
/// `storage_unavailable`; then what stood under the key stands.
pub(super) fn write(key: &str, value: &Value) -> Result<()> {
    let text = JSON::stringify(&to_js(value)).map(String::from).map_err(|_| unavailable())?;
    storage()?.set_item(key, &text).map_err(|_| unavailable())
}

/// Removes what stands under the key, where it can be.
pub(super) fn remove(key: &str) {
    if let Ok(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The pending sign-ins of this tab.
///
/// # Errors
/// `storage_unavailable`.
pub(super) fn pending() -> Result<Pending> {
    read(PENDING).map(|value| Pending::from_value(&value))
}

/// Stores the pending sign-ins of this tab, one more than before.
///
/// # Errors
/// `storage_unavailable`; then those of before stand.
pub(super) fn add_pending(pending: &Pending) -> Result<()> {
    write(PENDING, &pending.to_value())
}

/// Stores the pending sign-ins of this tab, one of them spent. Where that fails all are forgotten: a nonce must
/// not come back to life.
pub(super) fn spend_pending(pending: &Pending) {
    if write(PENDING, &pending.to_value()).is_err() {
        remove(PENDING);
    }
}
