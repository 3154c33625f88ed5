//! Base64url without padding (RFC 4648 §5): states are written in it, JWT payloads read from it.

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes whole groups of three bytes as four unreserved characters each.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks_exact(3) {
        let group = group.iter().fold(0, |group: usize, byte| group.wrapping_shl(8) | usize::from(*byte));
        for shift in [18, 12, 6, 0] {
            text.extend(ALPHABET.as_bytes().get(group.wrapping_shr(shift) & 63).map(|byte| char::from(*byte)));
        }
    }
    text
}

/// Reads bytes, with or without padding; `None` where a character is none of the alphabet's.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "the bits above a byte are those already read")]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut group, mut bits) = (0_usize, 0_u32);
    for char in text.trim_end_matches('=').chars() {
        group = group.wrapping_shl(6) | ALPHABET.find(char)?;
        bits = bits.wrapping_add(6);
        if bits >= 8 {
            bits = bits.wrapping_sub(8);
            bytes.push(group.wrapping_shr(bits) as u8);
        }
    }
    Some(bytes)
}
