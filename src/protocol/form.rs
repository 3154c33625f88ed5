//! `application/x-www-form-urlencoded`, as RFC 6749 Appendix B uses it in queries and fragments.

use super::chars::is_unreserved;

/// The `name=value` pairs of a query or fragment, still encoded. Empty pieces are skipped; a piece without
/// `=` has an empty value.
#[must_use]
pub const fn pairs(text: &str) -> Pairs<'_> {
    Pairs(text)
}

/// The iterator of [`pairs`].
pub struct Pairs<'a>(&'a str);

impl<'a> Iterator for Pairs<'a> {
    type Item = (&'a str, &'a str);

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        while !self.0.is_empty() {
            let (piece, rest) = self.0.split_once('&').unwrap_or((self.0, ""));
            self.0 = rest;
            if !piece.is_empty() {
                return Some(piece.split_once('=').unwrap_or((piece, "")));
            }
        }
        None
    }
}

/// Decodes once: `+` is a space, `%XX` a byte. `None` where an escape is malformed or the bytes are no UTF-8.
#[must_use]
#[inline(never)]
pub fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next()?)?.wrapping_shl(4) | hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[expect(clippy::cast_possible_truncation, reason = "a hexadecimal digit is below 16")]
fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

/// Appends `name=value` to an address, after `?` or `&` as it needs. A space becomes `%20`, which every server
/// reads.
#[inline(never)]
pub fn append(url: &mut String, name: &str, value: &str) {
    url.push(if url.contains('?') { '&' } else { '?' });
    encode(url, name);
    url.push('=');
    encode(url, value);
}

#[inline(never)]
fn encode(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if is_unreserved(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte.wrapping_shr(4), byte & 15] {
                out.extend(char::from_digit(digit.into(), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
    }
}
