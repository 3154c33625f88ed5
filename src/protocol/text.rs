//! Cutting text at ASCII marks. By bytes: the standard library's searches for characters weigh more than all
//! that is cut here.

/// What stands before the first `mark`, and what behind it; everything and nothing where there is none.
#[must_use]
#[inline(never)]
pub fn cut(text: &str, mark: u8) -> (&str, &str) {
    let end = text.bytes().position(|byte| byte == mark).unwrap_or(text.len());
    let (before, rest) = text.split_at_checked(end).unwrap_or_default();
    (before, rest.get(1..).unwrap_or_default())
}

/// The pieces between marks; empty ones are skipped.
#[must_use]
pub const fn pieces(text: &str, mark: u8) -> Pieces<'_> {
    Pieces { rest: text, then: "", mark }
}

/// The pieces of one text, then those of another.
#[must_use]
pub const fn pieces_of_both<'a>(one: &'a str, other: &'a str, mark: u8) -> Pieces<'a> {
    Pieces { rest: one, then: other, mark }
}

/// The iterator of [`pieces`].
pub struct Pieces<'a> {
    rest: &'a str,
    then: &'a str,
    mark: u8,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        loop {
            if self.rest.is_empty() {
                self.rest = core::mem::take(&mut self.then);
            }
            if self.rest.is_empty() {
                return None;
            }
            let (piece, rest) = cut(self.rest, self.mark);
            self.rest = rest;
            if !piece.is_empty() {
                return Some(piece);
            }
        }
    }
}

/// Whether the word is one of those between marks.
#[must_use]
#[inline(never)]
pub fn is_one_of(word: &str, words: &str, mark: u8) -> bool {
    pieces(words, mark).any(|known| known == word)
}

/// Whether a text holds another, which is not empty.
#[must_use]
#[inline(never)]
pub fn contains(text: &str, other: &str) -> bool {
    !other.is_empty() && text.as_bytes().windows(other.len()).any(|part| part == other.as_bytes())
}

/// The text with one character in place of another.
#[must_use]
#[inline(never)]
pub fn replaced(text: &str, from: u8, to: &str) -> String {
    let mut out = String::new();
    for piece in pieces(text, from) {
        if !out.is_empty() {
            out.push_str(to);
        }
        out.push_str(piece);
    }
    out
}

/// One text behind the other.
#[must_use]
#[inline(never)]
pub fn joined(one: &str, other: &str) -> String {
    let mut text = String::from(one);
    text.push_str(other);
    text
}

/// The text without that character at its end.
#[must_use]
#[inline(never)]
pub fn without_end<'a>(mut text: &'a str, mark: &str) -> &'a str {
    while let Some(shorter) = text.strip_suffix(mark) {
        text = shorter;
    }
    text
}
