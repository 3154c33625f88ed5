//! The character classes of RFC 6749 Appendix A and RFC 3986 §2.3.

/// `1*VSCHAR`: what tokens and codes are made of.
#[must_use]
#[inline(never)]
pub fn is_vschar(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, 0x20..=0x7e))
}

/// A character of a `scope-token` (RFC 6749 §3.3).
#[must_use]
pub const fn is_scope_char(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e)
}

/// Only `unreserved` (RFC 3986 §2.3), which never needs an escape in a URL.
#[must_use]
pub fn is_unreserved(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~'))
}

/// Whether a URL parser would drop or fold something here: a space, a control character, a backslash.
#[must_use]
#[inline(never)]
pub fn is_url_trick(text: &str) -> bool {
    text.bytes().any(|byte| byte <= b' ' || byte == b'\\' || byte == 0x7f)
}
