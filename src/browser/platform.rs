//! The browser's own codecs, for the core; and its clock and randomness.

use super::values::read;
use crate::protocol::address::Address;
use crate::protocol::pending::{STATE_BYTES, state};
use crate::protocol::{Code, Error, Platform, Result, Value};
use js_sys::encode_uri_component;
use wasm_bindgen::prelude::*;
use web_sys::Url;

#[wasm_bindgen(module = "/src/browser/codec.js")]
extern "C" {
    #[wasm_bindgen(js_name = parseUrl)]
    fn parse_url(text: &str, base: Option<&str>) -> Option<Url>;
    /// What JSON text says, as a JavaScript value; undefined where it is no JSON.
    #[wasm_bindgen(js_name = parseJson)]
    pub(super) fn parse_json(text: &str) -> JsValue;
    #[wasm_bindgen(js_name = decodeForm)]
    fn decode_form(text: &str) -> Option<String>;
    #[wasm_bindgen(js_name = decodeBase64url)]
    fn decode_base64url(text: &str) -> Option<String>;
}

/// The browser.
pub(super) struct Browser;

impl Platform for Browser {
    #[inline(never)]
    fn url(&self, text: &str, base: Option<&str>) -> Option<Address> {
        parse_url(text, base).map(|url| Address { href: url.href(), origin: url.origin(), host: url.hostname() })
    }

    fn json(&self, text: &str) -> Value {
        read(&parse_json(text))
    }

    #[inline(never)]
    fn decode(&self, text: &str) -> Option<String> {
        // Most texts have no escapes, and JavaScript is far away.
        if text.bytes().all(|byte| byte != b'%' && byte != b'+') { Some(text.into()) } else { decode_form(text) }
    }

    fn encode(&self, text: &str) -> String {
        encode_uri_component(text).into()
    }

    fn base64url(&self, text: &str) -> String {
        decode_base64url(text).unwrap_or_default()
    }
}

/// A name that nobody can guess, of the platform's CSPRNG; nothing weaker stands in for it.
///
/// # Errors
/// `no_randomness`.
#[inline(never)]
pub(super) fn nonce() -> Result<String> {
    let mut bytes = [0; STATE_BYTES];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(state(&bytes)),
        Err(_) => Err(Error::new(Code::NoRandomness, "the browser gave no random bytes")),
    }
}
