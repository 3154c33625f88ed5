//! A URL as the platform has read it, and the rules of RFC 6749 §3.1 and RFC 8252 §7.3 about origins.

/// A URL that the platform has parsed and written again, so that its parts can be cut out of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The whole URL, serialised.
    pub href: String,
    /// Scheme, host and port, or `null`.
    pub origin: String,
}

impl Address {
    /// Path, query and fragment: what follows the origin. Empty where the URL carries a user name, or has no
    /// origin.
    #[must_use]
    pub fn place(&self) -> &str {
        self.href.strip_prefix(&self.origin).filter(|place| place.starts_with('/')).unwrap_or_default()
    }

    /// The path.
    #[must_use]
    pub fn path(&self) -> &str {
        split(self.place()).0
    }

    /// Whether secrets may travel there: `https:`, or `http:` to this machine itself (RFC 8252 §7.3); never with
    /// a user name.
    #[must_use]
    #[inline(never)]
    pub fn is_secure(&self) -> bool {
        if self.place().is_empty() {
            return false;
        }
        let Some(host) = self.origin.strip_prefix("http://") else {
            return self.origin.starts_with("https://");
        };
        // The port is what digits stand at the end; an IPv6 address ends with its bracket.
        let name = host.trim_end_matches(|char: char| char.is_ascii_digit()).strip_suffix(':').unwrap_or(host);
        let is_ipv4 = name.starts_with("127.") && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        name == "localhost" || name.ends_with(".localhost") || is_ipv4 || name == "[::1]"
    }
}

/// Splits an address, as text, into what stands before the query, the query and the fragment.
#[must_use]
#[inline(never)]
pub fn split(url: &str) -> (&str, &str, &str) {
    let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (base, query) = rest.split_once('?').unwrap_or((rest, ""));
    (base, query, fragment)
}
