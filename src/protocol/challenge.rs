//! The `WWW-Authenticate` header (RFC 9110 §11.6.1) and what a Bearer challenge in it says (RFC 6750 §3).

use super::text::{cut, pieces, replaced};

/// What a Bearer challenge says; empty where it says nothing, or there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Challenge {
    /// The error code, such as `invalid_token` or `insufficient_scope`.
    pub error: String,
    /// The scope that the call needs.
    pub scope: String,
}

/// Reads the first Bearer challenge; other schemes are skipped, wherever they stand.
#[must_use]
pub fn bearer(header: &str) -> Challenge {
    let mut found = Challenge::default();
    let (mut is_bearer, mut is_over) = (false, false);
    let header = replaced(header, b'\t', " ");
    let mut rest = header.as_str();
    while !rest.is_empty() {
        let (item, behind) = item(rest);
        rest = behind;
        let (front, value) = cut(item, b'=');
        let mut words = pieces(front, b' ');
        let first = words.next().unwrap_or_default();
        // "Scheme name=value": a space inside what stands before "=" starts a new challenge.
        let (scheme, name) = match words.next() {
            Some(second) => (first, second),
            None if front.len() == item.len() => (first, ""),
            None => ("", first),
        };
        if !scheme.is_empty() {
            is_over |= is_bearer;
            is_bearer = !is_over && scheme.eq_ignore_ascii_case("Bearer");
        }
        if is_bearer {
            if name.eq_ignore_ascii_case("error") {
                found.error = unquoted(value);
            } else if name.eq_ignore_ascii_case("scope") {
                found.scope = unquoted(value);
            }
        }
    }
    found
}

/// What stands before the first comma, and what behind it; a comma inside a quoted string parts nothing.
fn item(header: &str) -> (&str, &str) {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let is_end = |byte| {
        let is_literal = is_escaped;
        is_escaped = is_quoted && byte == b'\\' && !is_literal;
        is_quoted ^= byte == b'"' && !is_literal;
        byte == b',' && !is_quoted
    };
    let end = header.bytes().position(is_end).unwrap_or(header.len());
    let (item, rest) = header.split_at_checked(end).unwrap_or_default();
    (item, rest.get(1..).unwrap_or_default())
}

/// A token, or a quoted string with its escapes resolved (RFC 9110 §5.6.4).
#[inline(never)]
fn unquoted(value: &str) -> String {
    let value = value.trim_ascii();
    let Some(inner) = value.strip_prefix('"') else { return value.into() };
    let mut text = String::new();
    let (mut from, mut is_literal) = (0, false);
    for (at, byte) in inner.bytes().enumerate() {
        if !is_literal && matches!(byte, b'"' | b'\\') {
            text.push_str(inner.get(from..at).unwrap_or_default());
            from = at.saturating_add(1);
            if byte == b'"' {
                return text;
            }
        }
        is_literal = !is_literal && byte == b'\\';
    }
    // A quote that nobody closed ends with the header.
    text.push_str(inner.get(from..).unwrap_or_default());
    text
}
