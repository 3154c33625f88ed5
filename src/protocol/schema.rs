//! What an object from outside may hold, as a table, and the one function that checks it.

use super::chars::is_url_trick;
use super::parameters::{PARAMETERS, carries};
use super::text::is_one_of;
use super::{Code, Error, Platform, Result, Value, scope};

/// What a member must be.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A string that is not empty.
    Text,
    /// An absolute URL to which secrets may travel (RFC 6749 §3.1, RFC 8252 §7.3).
    Endpoint,
    /// An address that requests may start from: what [`Kind::Endpoint`] says, and no parameter of a response
    /// in its query.
    RedirectUri,
    /// `true` or `false`.
    Flag,
    /// A number from 1 to this.
    Number(u32),
    /// One of these words, parted by `|`.
    Word(&'static str),
    /// A scope.
    Scope,
    /// Whole origins.
    Origins,
    /// An object of strings.
    Texts,
    /// Anything; who reads it checks it.
    Any,
}

impl Kind {
    /// A time-out: at most a day, in milliseconds.
    pub const TIMEOUT_MS: Self = Self::Number(86_400_000);
}

/// The members of an object: their names, what they must be, and whether they must be there.
pub type Schema = [(&'static str, Kind, bool)];

/// Checks an object against a table; null passes for an object without members.
///
/// # Errors
/// `code`, naming the member. A client secret is refused by name: a page cannot keep one (RFC 6749 §2.1).
#[inline(never)]
pub fn check(value: &Value, schema: &Schema, code: Code, what: &str, platform: &impl Platform) -> Result<()> {
    let members = match value {
        Value::Null => &[],
        Value::Map(members) => members.as_slice(),
        _ => return Err(Error::field(code, what, "an object is needed")),
    };
    for (name, value) in members {
        let reason = match schema.iter().find(|(known, ..)| known == name) {
            _ if value.is_null() => None,
            Some((_, kind, _)) => refusal(value, *kind, platform),
            None if name == "client_secret" || name == "clientSecret" => {
                Some("a page cannot keep a secret: leave it on your server")
            }
            None => Some("no such field"),
        };
        if let Some(reason) = reason {
            return Err(Error::field(code, name, reason));
        }
    }
    for (name, _, is_required) in schema {
        if *is_required && value.get(name).is_null() {
            return Err(Error::field(code, name, "it is missing"));
        }
    }
    Ok(())
}

/// Why a value is not of its kind.
fn refusal(value: &Value, kind: Kind, platform: &impl Platform) -> Option<&'static str> {
    let text = value.text();
    let (is_good, reason) = match kind {
        Kind::Any => (true, ""),
        Kind::Text => (!text.is_empty(), "a string is needed, not an empty one"),
        Kind::Endpoint => return bad_url(text, platform),
        Kind::RedirectUri if carries(text, PARAMETERS, platform) => {
            (false, "its query may hold no parameter of a response")
        }
        Kind::RedirectUri => return bad_url(text, platform),
        Kind::Flag => (matches!(value, Value::Bool(_)), "true or false is needed"),
        Kind::Number(most) => {
            let is_good = matches!(value, Value::Number(number) if (1.0..=f64::from(most)).contains(number));
            (is_good, "a number in range is needed")
        }
        Kind::Word(words) => (is_one_of(text, words, b'|'), words),
        Kind::Scope => (scope::read(value).is_some(), "words are needed, in a string or an array"),
        Kind::Origins => {
            let is_origin = |item: &Value| !origin(item.text(), platform).is_empty();
            let is_good = matches!(value, Value::List(items) if items.iter().all(is_origin));
            (is_good, "an array of origins is needed")
        }
        Kind::Texts => {
            let is_good =
                matches!(value, Value::Map(members) if members.iter().all(|(_, text)| text.as_text().is_some()));
            (is_good, "an object of strings is needed")
        }
    };
    if is_good { None } else { Some(reason) }
}

fn bad_url(text: &str, platform: &impl Platform) -> Option<&'static str> {
    let Some(address) = platform.url(text, None) else {
        return Some("an absolute URL is needed");
    };
    if text.bytes().any(|byte| byte == b'#') || is_url_trick(text) {
        return Some("it may hold no fragment, backslash or control character");
    }
    (!address.is_secure()).then_some("https is needed (http on loopback), without user name")
}

/// An origin as the platform writes it; empty where the text is more or less than one, or insecure.
#[must_use]
#[inline(never)]
pub fn origin(text: &str, platform: &impl Platform) -> String {
    let address = platform.address(text, None);
    let is_good = address.place() == "/" && address.is_secure() && !is_url_trick(text);
    if is_good { address.origin } else { String::new() }
}
