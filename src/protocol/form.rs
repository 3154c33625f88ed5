//! `application/x-www-form-urlencoded`, as RFC 6749 Appendix B uses it in queries and fragments. Its escapes are
//! the platform's affair ([`Platform::decode`], [`Platform::encode`]).

use super::Platform;
use super::address::split;
use super::text::{cut, pieces, pieces_of_both};

/// The `name=value` pairs of a query or fragment, still encoded. Empty pieces are skipped; a piece without
/// `=` has an empty value.
pub fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    pieces(text, b'&').map(|piece| cut(piece, b'='))
}

/// The pairs of an address: those of its query, then those of its fragment.
pub fn pairs_of(url: &str) -> impl Iterator<Item = (&str, &str)> {
    let (_, query, fragment) = split(url);
    pieces_of_both(query, fragment, b'&').map(|piece| cut(piece, b'='))
}

/// Appends `name=value` to an address, after `?` or `&` as it needs. A space becomes `%20`, which every server
/// reads.
#[inline(never)]
pub fn append(url: &mut String, name: &str, value: &str, platform: &impl Platform) {
    url.push_str(if url.bytes().any(|byte| byte == b'?') { "&" } else { "?" });
    url.push_str(&platform.encode(name));
    url.push('=');
    url.push_str(&platform.encode(value));
}
