//! A URL as the platform has read it, and the rules of RFC 6749 §3.1 and RFC 8252 §7.3 about origins.

use super::text::cut;

/// A URL that the platform has parsed and written again, so that its parts can be cut out of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The whole URL, serialised.
    pub href: String,
    /// Scheme, host and port, or `null`.
    pub origin: String,
    /// The host without its port.
    pub host: String,
}

impl Address {
    /// Path, query and fragment: what follows the origin. Empty where the URL carries a user name, or has no
    /// origin.
    #[must_use]
    #[inline(never)]
    pub fn place(&self) -> &str {
        self.href.strip_prefix(&self.origin).filter(|place| place.starts_with('/')).unwrap_or_default()
    }

    /// Whether secrets may travel there: `https:`, or `http:` to this machine itself (RFC 8252 §7.3); never with
    /// a user name.
    #[must_use]
    #[inline(never)]
    pub fn is_secure(&self) -> bool {
        let host = self.host.as_str();
        let is_ipv4 = host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let is_loopback = host == "localhost"
            || host == "[::1]"
            || host.ends_with(".localhost")
            || (is_ipv4 && host.starts_with("127."));
        let scheme = if is_loopback { "http" } else { "https://" };
        self.origin.starts_with(scheme) && !self.place().is_empty()
    }
}

/// Splits an address, as text, into what stands before the query, the query and the fragment.
#[must_use]
#[inline(never)]
pub fn split(url: &str) -> (&str, &str, &str) {
    let (rest, fragment) = cut(url, b'#');
    let (base, query) = cut(rest, b'?');
    (base, query, fragment)
}
