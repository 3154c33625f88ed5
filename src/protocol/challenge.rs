//! The `WWW-Authenticate` header (RFC 9110 §11.6.1) and what a Bearer challenge in it says (RFC 6750 §3).

use crate::host::{List, Map, Record, Text, record};

record! {
    /// What a Bearer challenge says, with other members where it has more.
    pub Challenge {
        /// The error code, such as `invalid_token` or `insufficient_scope`.
        ERROR: Option<Text> = "error";
        /// The scope that the call needs.
        SCOPE: Option<Text> = "scope";
    }
}

/// Reads the Bearer challenge that speaks of the scope, of several the first; else the last one. Other schemes are skipped.
#[must_use]
pub fn bearer(header: Text) -> Challenge {
    let mut found = Map::new();
    // The item being read: what stands before its "=" (a name, a scheme, or both with a space between), and after it. Each is
    // a list of pieces: joining them one by one would take quadratic time.
    let (mut front, mut value) = (None::<List>, None::<List>);
    let (mut is_bearer, mut is_over) = (false, false);
    for token in header.matches(cr#""(?:\\.?|[^"\\])*"?|[^",=]+|[,=]|$"#).items() {
        match value {
            _ if token.is(c",") || token.is_empty() => {
                let front_text = front.map_or(Text::EMPTY, |front| front.joined(Text::EMPTY));
                let mut words = front_text.words().items();
                let (first, second) = (words.next().unwrap_or(Text::EMPTY), words.next());
                // "Scheme name=value", or a scheme alone, starts a new challenge.
                if second.is_some() || (value.is_none() && !first.is_empty()) {
                    is_over |= Challenge(found).is_insufficient_scope();
                    is_bearer = !is_over && first.lower().is(c"bearer");
                    if is_bearer {
                        found = Map::new();
                    }
                }
                if let (true, Some(value)) = (is_bearer, value) {
                    found.put(second.unwrap_or(first).lower(), Some(value.joined(Text::EMPTY).value()));
                }
                (front, value) = (None, None);
            }
            None if token.is(c"=") => value = Some(List::new()),
            // A quotation where a name should stand makes none.
            None => front.get_or_insert_with(List::new).push(token.replaced(cr"\t", c" ").value()),
            // Escapes are resolved (RFC 9110 §5.6.4).
            Some(read) if token.fits(c"^\"") => {
                read.push(token.part(c"^\"(.*?)\"?$").replaced(cr"\\(.?)", c"$1").value());
            }
            // Around a value a space means nothing.
            Some(read) => read.push(token.replaced(cr"[ \t]", c"").value()),
        }
    }
    Challenge(found)
}

impl Challenge {
    /// Whether the token was good, and its scope too small.
    #[must_use]
    pub fn is_insufficient_scope(self) -> bool {
        self.get(Self::ERROR).is_some_and(|error| error.is(c"insufficient_scope"))
    }
}
