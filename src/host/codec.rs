//! The web platform's codecs. A browser has all of them already, so they cost a page nothing, and no second implementation can
//! disagree with it.

use super::{List, Map, Text, Value, imports, record};

record! {
    /// A URL that the platform has parsed.
    pub Url {
        /// The whole URL, serialised.
        HREF: Text = "href";
        /// Scheme, host and port, or `null`.
        ORIGIN: Text = "origin";
    }
}

record! {
    /// A `name=value` piece of a query or fragment, decoded. A member is missing where it does not decode.
    pub Parameter {
        /// What stands before the first `=`, or all of it.
        NAME: Option<Text> = "name";
        /// What stands after it; empty where there is no `=`.
        VALUE: Option<Text> = "value";
    }
}

/// What comes from outside and is longer is not read, in UTF-16 code units: 64 KiB of ASCII.
pub const MAX_LENGTH: i32 = 65_536;

/// Reads a URL by the WHATWG rules, against a base where one is given; none where it is no URL.
#[must_use]
#[inline(never)]
pub fn url(text: Text, base: Option<Text>) -> Option<Url> {
    let base = Value::place_of(base.map(Text::value));
    Value::at_or_none(imports::url(text.place(), base)).map(Map::of).map(Url)
}

/// The pieces of a query or fragment (`application/x-www-form-urlencoded`, RFC 6749 Appendix B), in order: `+` is a space,
/// `%XX` a byte, and what is no UTF-8 does not decode. Empty pieces are left out.
#[must_use]
pub fn parameters(text: Text) -> Parameters {
    Parameters(List::at(imports::parameters(text.place())))
}

/// The parameters of a query or fragment.
#[derive(Clone, Copy)]
pub struct Parameters(List);

impl Parameters {
    /// Each of them, in order.
    pub fn items(self) -> impl Iterator<Item = Parameter> {
        self.0.items().map(|item| Parameter(Map::of(item)))
    }
}

/// Encodes a form component, a space as `%20`, which every server reads.
#[must_use]
#[inline(never)]
pub fn encode(text: Text) -> Text {
    Text::at(imports::encode(text.place()))
}

/// Reads JSON; none where it is no JSON, or null.
#[must_use]
#[inline(never)]
pub fn json(text: Text) -> Option<Value> {
    Value::at_or_none(imports::json(text.place()))
}

/// Reads JSON that should be an object; one without members where it is something else, or longer than [`MAX_LENGTH`].
#[must_use]
#[inline(never)]
pub fn json_map(text: Text) -> Map {
    let value = if text.length() > MAX_LENGTH { None } else { json(text) };
    value.and_then(Value::as_map).unwrap_or_default()
}

/// Writes JSON.
#[must_use]
pub fn to_json(value: Value) -> Text {
    Text::at(imports::to_json(value.place()))
}

/// Reads base64url without padding (RFC 4648 §5) as UTF-8; empty where it is none.
#[must_use]
pub fn base64url(text: Text) -> Text {
    Text::at(imports::base64url(text.place()))
}
