//! Scope: words with spaces between them (RFC 6749 §3.3).

use crate::host::{List, Map, Member, Text, Value};

/// A scope, as the text that it is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope(Text);

impl Scope {
    /// A scope without words.
    pub const EMPTY: Self = Self(Text::EMPTY);

    /// A scope that needs no check: from the settings of this package.
    #[must_use]
    pub const fn new(text: Text) -> Self {
        Self(text)
    }

    /// The scope as one text.
    #[must_use]
    pub const fn text(self) -> Text {
        self.0
    }

    /// Its words.
    #[must_use]
    pub fn words(self) -> List {
        self.0.words().list()
    }

    /// Its words, each once, as a server may grant them; none where there is no word, which says nothing.
    #[must_use]
    pub fn granted(self) -> Option<List> {
        let (seen, words) = (Map::new(), List::new());
        for word in self.0.words().items() {
            if seen.get(word).is_none() {
                seen.put(word, Some(word.value()));
                words.push(word.value());
            }
        }
        if words.is_empty() { None } else { Some(words) }
    }
}

impl Member for Option<Scope> {
    /// One text, or a list of words. None where it is something else, or has a character outside RFC 6749 §3.3.
    #[inline(never)]
    fn read(value: Option<Value>) -> Self {
        let text = match value?.as_list() {
            Some(words) if words.items().all(|word| word.as_text().is_some()) => words.joined(Text::from(c" ")),
            Some(_) => return None,
            None => value?.as_text()?,
        };
        if text.fits(cr"^[ !#-\[\]-~]*$") { Some(Scope(text)) } else { None }
    }

    /// Its words as a list.
    fn write(self) -> Option<Value> {
        self.map(|scope| scope.words().value())
    }
}

/// The words of `needed` that are not among those granted. A grant of `*` lacks nothing.
#[must_use]
#[inline(never)]
pub fn missing(granted: List, needed: Scope) -> List {
    let missing = List::new();
    for word in needed.0.words().items() {
        if !granted.has(word.value()) && !granted.has(Text::from(c"*").value()) {
            missing.push(word.value());
        }
    }
    missing
}
