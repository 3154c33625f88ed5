//! Tokens, codes and verifiers.

use crate::host::{Map, Member, Text, Value};

/// A text that no message may contain: a token, a code, a verifier. It has no `Debug`, and its text is read on purpose only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret(Text);

impl Secret {
    /// Takes a text for a secret.
    #[must_use]
    pub const fn new(text: Text) -> Self {
        Self(text)
    }

    /// The text, for a header, a request body or a comparison.
    #[must_use]
    pub const fn expose(self) -> Text {
        self.0
    }

    /// Whether it is `1*VSCHAR`, which tokens and codes are made of (RFC 6749 Appendix A).
    #[must_use]
    pub fn is_well_formed(self) -> bool {
        self.0.fits(c"^[ -~]+$")
    }
}

impl Member for Option<Secret> {
    fn read(value: Option<Value>) -> Self {
        value.and_then(Value::as_text).and_then(Text::non_empty).map(Secret)
    }

    #[inline(never)]
    fn of(map: Map, name: Text) -> Self {
        map.text(name).and_then(Text::non_empty).map(Secret)
    }

    fn write(self) -> Option<Value> {
        self.map(|secret| secret.0.value())
    }
}
