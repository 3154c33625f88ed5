//! The page: its address, its clock, its randomness, and leaving it.

use super::platform::Browser;
use crate::protocol::address::Address;
use crate::protocol::{Code, Error, Platform, Result};
use js_sys::{JsString, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{PageTransitionEvent, Window};

#[wasm_bindgen(module = "/src/browser/address.js")]
extern "C" {
    /// The address that may hold a response.
    #[wasm_bindgen(js_name = responseUrl)]
    pub(super) fn response_url() -> JsString;
    /// Forgets the response that was taken out of the address.
    #[wasm_bindgen(js_name = forgetResponse)]
    pub(super) fn forget_response();
    /// Removes what a response put into the address.
    #[wasm_bindgen(js_name = cleanAddress)]
    pub(super) fn clean_address();
}

/// The window.
///
/// # Errors
/// `no_browser`, in a worker or on a server.
pub(super) fn window() -> Result<Window> {
    web_sys::window().ok_or_else(|| Error::new(Code::NoBrowser, "this needs a browser window"))
}

/// The page's address.
///
/// # Errors
/// `no_browser`.
pub(super) fn address() -> Result<Address> {
    let href = window()?.location().href().unwrap_or_default();
    Browser.url(&href, None).ok_or_else(|| Error::new(Code::NoBrowser, "this page has no address"))
}

/// Bytes of the platform's CSPRNG; nothing weaker stands in for it.
///
/// # Errors
/// `no_randomness`.
pub(super) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(_) => Err(Error::new(Code::NoRandomness, "the platform gave no random bytes")),
    }
}

/// Leaves for another address. The promise never resolves; it rejects with `cancelled` when the person comes
/// back to this very document (browsers may keep it, and everything that waits in it).
pub(super) fn leave_for(url: &str) -> Result<Promise> {
    let window = window()?;
    if window.location().assign(url).is_err() {
        return Err(Error::new(Code::InvalidRequest, "the browser refused to go to the provider"));
    }
    Ok(Promise::new(&mut |_, reject| {
        let on_page_show = Closure::<dyn Fn(PageTransitionEvent)>::new(move |event: PageTransitionEvent| {
            if event.persisted() {
                let error = Error::new(Code::Cancelled, "the person came back without signing in");
                let _ = reject.call1(&JsValue::UNDEFINED, &error.into());
            }
        });
        let listener = on_page_show.into_js_value();
        let _ = window.add_event_listener_with_callback("pageshow", listener.unchecked_ref());
    }))
}
