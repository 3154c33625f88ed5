//! The primitives on texts: making, cutting, joining and matching them.

use core::ffi::CStr;

use super::pattern::{found, regex};
use super::table::Held;
use super::{TABLE, with};

/// A text.
#[must_use]
pub fn of_string(text: &str) -> i32 {
    with(|table| table.hold_text(text))
}

/// The text, as a `String`.
#[must_use]
pub fn string_of(of: i32) -> String {
    with(|table| (*table.text(of)).to_owned())
}

/// The place of a constant text. It counts as no call: in a browser the address is the place.
#[must_use]
pub fn text(text: &'static CStr) -> i32 {
    let text = text.to_str().expect("ASCII");
    TABLE.with_borrow_mut(|table| table.hold_text(text))
}

/// A constant text in a table.
pub type Own = &'static CStr;

/// A text in a table.
#[must_use]
pub const fn own(text: &'static CStr) -> Own {
    text
}

/// The text that a table holds.
#[must_use]
pub fn own_text(own: Own) -> i32 {
    text(own)
}

/// How many UTF-16 code units a text has, or items a list.
#[must_use]
pub fn length(of: i32) -> i32 {
    with(|table| {
        let length = match table.at(of) {
            Held::List(items) => items.len(),
            _ => table.text(of).encode_utf16().count(),
        };
        i32::try_from(length).expect("a value in memory")
    })
}

/// One text, then the other.
#[must_use]
pub fn join(one: i32, other: i32) -> i32 {
    with(|table| {
        let joined = [table.text(one), table.text(other)].concat();
        table.hold_text(&joined)
    })
}

/// Whether a pattern finds something in a text.
#[must_use]
pub fn fits(of: i32, pattern: i32) -> i32 {
    with(|table| regex(&table.text(pattern)).is_match(&table.text(of))).into()
}

/// What the pattern's group finds; empty where the pattern finds nothing.
#[must_use]
pub fn part(of: i32, pattern: i32) -> i32 {
    with(|table| {
        let (text, regex) = (table.text(of), regex(&table.text(pattern)));
        assert!(regex.captures_len() == 2, "one group is needed: {regex}");
        let part = regex.captures(&text).and_then(|captures| captures.get(1)).map_or("", |group| group.as_str());
        table.hold_text(part)
    })
}

/// All that a pattern finds in a text, as a list.
#[must_use]
pub fn matches(of: i32, pattern: i32) -> i32 {
    with(|table| {
        let (text, regex) = (table.text(of), regex(&table.text(pattern)));
        let all = found(&regex, &text);
        table.hold_texts(all.iter().map(|captures| captures.get_match().as_str()))
    })
}

/// A text with another in place of all that a pattern finds; `$1` in that is the pattern's group.
#[must_use]
pub fn replaced(of: i32, pattern: i32, by: i32) -> i32 {
    with(|table| {
        let (text, regex, by) = (table.text(of), regex(&table.text(pattern)), table.text(by));
        let has_group = regex.captures_len() == 2;
        let is_known = if has_group { !by.replace("$1", "").contains('$') } else { !by.contains('$') };
        assert!(is_known, "the hosts read {by} differently, for {regex}");
        let mut replaced = String::new();
        let mut from = 0;
        for captures in found(&regex, &text) {
            let whole = captures.get_match();
            replaced.push_str(&text[from..whole.start()]);
            replaced.push_str(&by.replace("$1", captures.get(1).map_or("", |group| group.as_str())));
            from = whole.end();
        }
        replaced.push_str(&text[from..]);
        table.hold_text(&replaced)
    })
}

/// What follows a beginning; none where the text begins otherwise.
#[must_use]
pub fn after(of: i32, beginning: i32) -> i32 {
    with(|table| {
        let (text, beginning) = (table.text(of), table.text(beginning));
        text.strip_prefix(&*beginning).map_or(0, |rest| table.hold_text(rest))
    })
}

/// The pieces between marks that are not empty, as a list.
#[must_use]
pub fn split(of: i32, mark: i32) -> i32 {
    with(|table| {
        let (text, mark) = (table.text(of), table.text(mark));
        assert!(!mark.is_empty(), "a mark is needed");
        table.hold_texts(text.split(&*mark).filter(|piece| !piece.is_empty()))
    })
}

/// The text in lower case.
#[must_use]
pub fn lower(of: i32) -> i32 {
    with(|table| {
        let lower = table.text(of).to_lowercase();
        table.hold_text(&lower)
    })
}
