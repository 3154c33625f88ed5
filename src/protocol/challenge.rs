//! The `WWW-Authenticate` header (RFC 9110 §11.6.1) and what a Bearer challenge in it says (RFC 6750 §3).

use super::text::pieces;

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
    let mut reader = Reader::default();
    let (mut is_quoted, mut is_escaped) = (false, false);
    for char in header.chars() {
        let is_text = core::mem::take(&mut is_escaped);
        match char {
            _ if is_text => reader.push(char),
            '\\' if is_quoted => is_escaped = true,
            '"' => {
                is_quoted = !is_quoted;
                // A quotation is a value; where a name should stand it makes none.
                if !reader.has_value {
                    reader.push(char);
                }
            }
            _ if is_quoted => reader.push(char),
            ',' => reader.end_item(),
            '=' if !reader.has_value => reader.has_value = true,
            // Around a value it means nothing, before it it parts scheme and name.
            ' ' | '\t' if reader.has_value => {}
            '\t' => reader.push(' '),
            other => reader.push(other),
        }
    }
    reader.end_item();
    reader.found
}

/// What has been read: the item that is being read, and what was found before it.
#[derive(Default)]
struct Reader {
    /// What stands before "=": a name, a scheme, or both, parted by spaces.
    front: String,
    /// What stands behind it, its escapes resolved (RFC 9110 §5.6.4).
    value: String,
    has_value: bool,
    /// Whether the item belongs to the first Bearer challenge, and whether that one is over.
    is_bearer: bool,
    is_over: bool,
    found: Challenge,
}

impl Reader {
    #[inline(never)]
    fn push(&mut self, char: char) {
        let text = if self.has_value { &mut self.value } else { &mut self.front };
        text.push(char);
    }

    #[inline(never)]
    fn end_item(&mut self) {
        let (front, value) = (core::mem::take(&mut self.front), core::mem::take(&mut self.value));
        let mut words = pieces(&front, b' ');
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        // "Scheme name=value", or a scheme alone, starts a new challenge.
        let is_start = !second.is_empty() || (!self.has_value && !first.is_empty());
        let name = if second.is_empty() { first } else { second };
        if is_start {
            self.is_over |= self.is_bearer;
            self.is_bearer = !self.is_over && first.eq_ignore_ascii_case("Bearer");
        }
        if self.is_bearer && self.has_value {
            if name.eq_ignore_ascii_case("error") {
                self.found.error = value;
            } else if name.eq_ignore_ascii_case("scope") {
                self.found.scope = value;
            }
        }
        self.has_value = false;
    }
}
