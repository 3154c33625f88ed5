//! What the core asks of the place where it runs: pure functions from text to values. A browser has all of them
//! already, so that they cost a page nothing, and no codec of our own can disagree with it.

use super::Value;
use super::address::Address;

/// The codecs of the web platform.
pub trait Platform {
    /// Reads a URL by the WHATWG rules, against a base where one is given; `None` where it is none.
    fn url(&self, text: &str, base: Option<&str>) -> Option<Address>;
    /// [`Platform::url`], empty where there is none.
    #[inline(never)]
    fn address(&self, text: &str, base: Option<&str>) -> Address {
        self.url(text, base).unwrap_or_default()
    }
    /// Reads JSON; null where it is none.
    fn json(&self, text: &str) -> Value;
    /// Decodes a form component once: `+` is a space, `%XX` a byte. `None` where an escape is malformed or the
    /// bytes are no UTF-8.
    fn decode(&self, text: &str) -> Option<String>;
    /// Encodes a form component, a space as `%20`.
    fn encode(&self, text: &str) -> String;
    /// Reads base64url without padding (RFC 4648 §5) as UTF-8; empty where it is none.
    fn base64url(&self, text: &str) -> String;
}
