//! What an object from outside may hold, as a table, and the one function that checks it.

use super::chars::is_url_trick;
use super::parameters::{PARAMETERS, carries};
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
    Number(f64),
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

/// The members of an object: their names, what they must be, and whether they must be there.
pub type Schema = [(&'static str, Kind, bool)];

/// Checks an object against a table; null passes for an object without members.
///
/// # Errors
/// `code`, naming the member. A client secret is refused by name: a page cannot keep one (RFC 6749 §2.1).
#[inline(never)]
pub fn check(value: &Value, schema: &Schema, code: Code, what: &str, platform: &dyn Platform) -> Result<()> {
    let members = match value {
        Value::Null => &[],
        Value::Map(members) => members.as_slice(),
        _ => return Err(Error::field(code, what, "an object is needed")),
    };
    for (name, value) in members {
        let reason = match schema.iter().find(|(known, ..)| known == name) {
            _ if *value == Value::Null => None,
            Some((_, kind, _)) => refusal(value, *kind, platform),
            None if name == "client_secret" || name == "clientSecret" => {
                Some("a page cannot keep a secret: everyone who loads it can read it. Leave it on your server")
            }
            None => Some("no such field"),
        };
        if let Some(reason) = reason {
            return Err(Error::field(code, name, reason));
        }
    }
    for (name, _, is_required) in schema {
        if *is_required && value.get(name).is_none() {
            return Err(Error::field(code, name, "it is missing"));
        }
    }
    Ok(())
}

/// Why a value is not of its kind.
fn refusal(value: &Value, kind: Kind, platform: &dyn Platform) -> Option<&'static str> {
    let text = value.as_text().unwrap_or_default();
    let (is_good, reason) = match kind {
        Kind::Any => (true, ""),
        Kind::Text => (!text.is_empty(), "a string is needed, and not an empty one"),
        Kind::Endpoint => return bad_url(text, platform),
        Kind::RedirectUri if carries(text, PARAMETERS) => {
            (false, "its own query may hold no parameter of a response, such as state or code")
        }
        Kind::RedirectUri => return bad_url(text, platform),
        Kind::Flag => (matches!(value, Value::Bool(_)), "true or false is needed"),
        Kind::Number(most) => {
            let is_good = matches!(value, Value::Number(number) if (1.0..=most).contains(number));
            (is_good, "a number in its range is needed")
        }
        Kind::Word(words) => (!text.is_empty() && words.split('|').any(|word| word == text), words),
        Kind::Scope => (scope::read(value).is_some(), "words of RFC 6749 §3.3 are needed, in a string or an array"),
        Kind::Origins => {
            let is_origin = |item: &Value| origin(item.as_text().unwrap_or_default(), platform).is_some();
            let is_good = matches!(value, Value::List(items) if items.iter().all(is_origin));
            (is_good, "an array of whole origins is needed, such as https://api.example.com")
        }
        Kind::Texts => {
            let is_good =
                matches!(value, Value::Map(members) if members.iter().all(|(_, text)| text.as_text().is_some()));
            (is_good, "an object of strings is needed")
        }
    };
    if is_good { None } else { Some(reason) }
}

fn bad_url(text: &str, platform: &dyn Platform) -> Option<&'static str> {
    let Some(address) = platform.url(text, None) else {
        return Some("an absolute URL is needed");
    };
    if text.contains('#') || is_url_trick(text) {
        return Some("it may hold no fragment, backslash or control character");
    }
    (!address.is_secure()).then_some("https is needed (http only on loopback), without user name and password")
}

/// An origin as the platform writes it; `None` where the text is more or less than one, or insecure.
#[must_use]
pub fn origin(text: &str, platform: &dyn Platform) -> Option<String> {
    let address = platform.url(text, None)?;
    let is_whole = address.href.strip_suffix('/') == Some(&address.origin);
    (is_whole && address.is_secure() && !is_url_trick(text)).then_some(address.origin)
}
