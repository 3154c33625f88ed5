//! The platform of the native tests: the crates that follow the same standards as a browser.

use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use coolsms_oauth2::protocol::address::Address;
use coolsms_oauth2::protocol::{Platform, Value};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// `url` for the WHATWG rules, `serde_json`, `percent_encoding` and `base64`.
pub struct Native;

/// What `encodeURIComponent` leaves as it is, taken out of what is escaped.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

impl Platform for Native {
    fn url(&self, text: &str, base: Option<&str>) -> Option<Address> {
        let url = match base {
            Some(base) => url::Url::parse(base).ok()?.join(text),
            None => url::Url::parse(text),
        };
        url.ok().map(|url| Address {
            origin: url.origin().ascii_serialization(),
            host: url.host_str().unwrap_or_default().into(),
            href: url.into(),
        })
    }

    fn json(&self, text: &str) -> Value {
        serde_json::from_str(text).map(|json| super::value(&json)).unwrap_or_default()
    }

    fn decode(&self, text: &str) -> Option<String> {
        let is_hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
        let bytes = text.as_bytes();
        let mut marks = (0..bytes.len()).filter(|at| bytes[*at] == b'%');
        // The crate lets a malformed escape stand; a browser refuses it.
        if !marks.all(|at| is_hex(bytes.get(at + 1)) && is_hex(bytes.get(at + 2))) {
            return None;
        }
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8().ok().map(String::from)
    }

    fn encode(&self, text: &str) -> String {
        utf8_percent_encode(text, COMPONENT).to_string()
    }

    fn base64url(&self, text: &str) -> String {
        let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let engine = GeneralPurpose::new(&base64::alphabet::URL_SAFE, lenient.with_decode_allow_trailing_bits(true));
        engine.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }
}
