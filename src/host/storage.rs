//! sessionStorage, the clock and randomness: what the host knows and the core does not.

use super::{Text, Value, imports};

/// The text stored under that key; empty where there is none. `None` where the storage is missing or blocked.
#[must_use]
pub fn stored(key: Text) -> Option<Text> {
    Value::at_or_none(imports::stored(key.place())).map(Text::of)
}

/// Stores a text, or removes what is stored. Whether that was possible: the storage may be missing, blocked or full.
#[must_use]
#[inline(never)]
pub fn store(key: Text, text: Option<Text>) -> bool {
    imports::store(key.place(), Value::place_of(text.map(Text::value))) != 0
}

/// Milliseconds since the epoch.
#[must_use]
pub fn now() -> f64 {
    imports::now()
}

/// A text of as many random letters from `a` to `p`, four bits each, of a generator fit for secrets; none where the host
/// has no such generator.
#[must_use]
pub fn random_letters(count: i32) -> Option<Text> {
    Value::at_or_none(imports::random_letters(count)).map(Text::of)
}
