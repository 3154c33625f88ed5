//! Text at a place of the host's table: comparing, cutting and joining it.

use core::ffi::CStr;

use super::{Texts, Value, imports};

/// A text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text(Value);

impl Text {
    /// The empty text.
    pub const EMPTY: Self = Self(Value::fixed(7));

    /// The text at a place that the host has just given.
    pub(crate) fn at(place: i32) -> Self {
        Self(Value::at(place))
    }

    /// A value of which it is known that it is a text.
    pub(super) const fn of(value: Value) -> Self {
        Self(value)
    }

    /// The text as a value.
    #[must_use]
    pub const fn value(self) -> Value {
        self.0
    }

    pub(crate) const fn place(self) -> i32 {
        self.0.place()
    }

    /// Whether it has no characters.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.place() == Self::EMPTY.place()
    }

    /// How many UTF-16 code units it has.
    #[must_use]
    pub fn length(self) -> i32 {
        imports::length(self.place())
    }

    /// Itself, unless it is empty.
    #[must_use]
    pub fn non_empty(self) -> Option<Self> {
        if self.is_empty() { None } else { Some(self) }
    }

    /// Whether it is that text.
    #[must_use]
    pub fn is(self, text: &'static CStr) -> bool {
        self == Self::from(text)
    }

    /// Whether it contains that text.
    #[must_use]
    #[inline(never)]
    pub fn contains(self, other: Self) -> bool {
        imports::has(self.place(), other.place()) != 0
    }

    /// This text, then the other.
    #[must_use]
    #[inline(never)]
    pub fn then(self, other: Self) -> Self {
        Self::at(imports::join(self.place(), other.place()))
    }

    /// Whether a pattern finds something in it.
    #[must_use]
    #[inline(never)]
    pub fn fits(self, pattern: &'static CStr) -> bool {
        imports::fits(self.place(), Self::from(pattern).place()) != 0
    }

    /// What the group of a pattern finds in it; empty where the pattern finds nothing.
    #[must_use]
    #[inline(never)]
    pub fn part(self, pattern: &'static CStr) -> Self {
        Self::at(imports::part(self.place(), Self::from(pattern).place()))
    }

    /// All that a pattern finds in it, in order.
    #[must_use]
    #[inline(never)]
    pub fn matches(self, pattern: &'static CStr) -> Texts {
        Texts::at(imports::matches(self.place(), Self::from(pattern).place()))
    }

    /// The text with `by` in place of all that a pattern finds; `$1` in it is the pattern's group.
    #[must_use]
    #[inline(never)]
    pub fn replaced(self, pattern: &'static CStr, by: &'static CStr) -> Self {
        Self::at(imports::replaced(self.place(), Self::from(pattern).place(), Self::from(by).place()))
    }

    /// What follows a beginning; none where the text begins otherwise.
    #[must_use]
    #[inline(never)]
    pub fn after(self, beginning: Self) -> Option<Self> {
        Value::at_or_none(imports::after(self.place(), beginning.place())).map(Self)
    }

    /// The pieces between marks; empty pieces are left out.
    #[must_use]
    #[inline(never)]
    pub fn split(self, mark: Self) -> Texts {
        Texts::at(imports::split(self.place(), mark.place()))
    }

    /// The words between spaces.
    #[must_use]
    pub fn words(self) -> Texts {
        self.split(Self::from(c" "))
    }

    /// The text in lower case, for protocol words of ASCII letters.
    #[must_use]
    pub fn lower(self) -> Self {
        Self::at(imports::lower(self.place()))
    }
}

/// A constant text in a table.
#[derive(Clone, Copy)]
pub struct Own(imports::Own);

impl Own {
    /// That text.
    #[must_use]
    pub const fn new(text: &'static CStr) -> Self {
        Self(imports::own(text))
    }
}

impl From<Own> for Text {
    fn from(own: Own) -> Self {
        Value::at_or_none(imports::own_text(own.0)).map_or(Self::EMPTY, Self)
    }
}

impl From<&'static CStr> for Text {
    fn from(text: &'static CStr) -> Self {
        Value::at_or_none(imports::text(text)).map_or(Self::EMPTY, Self)
    }
}
