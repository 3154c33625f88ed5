//! The authorization response (RFC 6749 §4.1.2, §4.2.2): what stands in the address after a sign-in.
//!
//! Providers differ in where they put what, so names are looked up in query and fragment alike, and
//! position never matters. Parsing verifies nothing and spends nothing.

use super::address::split;
use super::chars::is_vschar;
use super::parameters::{DECIDING, PARAMETERS, STATE_IN_REDIRECT_URI, carries, is_one_of};
use super::provider::Provider;
use super::{Code, Error, Result, Value, form};

/// A longer response is refused unread, in bytes.
pub const MAX_BYTES: usize = 65_536;

/// What a response is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A token (RFC 6749 §4.2.2).
    Token,
    /// A code (RFC 6749 §4.1.2).
    Code,
    /// A refusal (RFC 6749 §4.1.2.1, §4.2.2.1).
    Error,
}

/// An authorization response: every parameter decoded once, and checked as far as that goes without its state.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// What it is about.
    pub kind: Kind,
    parameters: Vec<Parameter>,
    /// The app's or the provider's own parameters. Those that do not decode are left out.
    pub extra: Vec<(String, String)>,
}

impl core::fmt::Debug for Response {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Response")
    }
}

#[derive(Clone, PartialEq, Eq)]
struct Parameter {
    name: String,
    value: String,
    is_in_query: bool,
}

impl Response {
    /// The parameter of that name. It is the server's word: inert text.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.find(name).map(|parameter| parameter.value.as_str())
    }

    #[inline(never)]
    fn find(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }

    /// The nonce, from where the provider's settings say. An empty one counts as none.
    #[must_use]
    pub fn state(&self, provider: &Provider) -> Option<&str> {
        self.get(state_parameter(provider)).filter(|state| !state.is_empty())
    }

    /// The lifetime in seconds, where one was sent that means something.
    #[must_use]
    pub fn expires_in(&self) -> Option<f64> {
        self.get("expires_in").or_else(|| self.get("expires")).and_then(seconds)
    }

    /// The granted scope, where it was sent, parted by spaces.
    #[must_use]
    pub fn scope(&self, provider: &Provider) -> Option<String> {
        let separator = provider.scope_separator();
        self.get("scope").map(|scope| scope.chars().map(|char| if char == separator { ' ' } else { char }).collect())
    }

    /// The other parameters, as an object.
    #[must_use]
    pub fn extra(&self) -> Value {
        Value::Map(self.extra.iter().map(|(name, value)| (name.clone(), Value::Text(value.clone()))).collect())
    }

    /// Finds the parameters of the protocol, each once (RFC 6749 §3.1), and keeps the others apart.
    fn collect(url: &str) -> Result<Self> {
        let mut response = Self { kind: Kind::Error, parameters: Vec::new(), extra: Vec::new() };
        let (_, query, fragment) = split(url);
        for (part, is_in_query) in [(query, true), (fragment, false)] {
            for (name, value) in form::pairs(part) {
                let Some(name) = form::decode(name) else { continue };
                let value = form::decode(value);
                if !is_one_of(&name, PARAMETERS) {
                    response.extra.extend(value.map(|value| (name, value)));
                } else if response.find(&name).is_some() {
                    return Err(Error::new(Code::DuplicateParameter, &["the response has twice: ", &name].concat()));
                } else if let Some(value) = value {
                    response.parameters.push(Parameter { name, value, is_in_query });
                } else {
                    return Err(Error::new(Code::MalformedResponse, &["it does not decode: ", &name].concat()));
                }
            }
        }
        Ok(response)
    }

    /// Decides what it is about, and refuses a success outside its place or with characters that no token has.
    fn classify(&mut self, provider: &Provider) -> Result<()> {
        let (token, code, error) = (self.find("access_token"), self.find("code"), self.find("error"));
        let (success, kind, own_place) = match (token, code, error) {
            (None, None, Some(error)) if !error.value.is_empty() => return Ok(()),
            (Some(token), None, None) => (token, Kind::Token, "fragment"),
            (None, Some(code), None) => (code, Kind::Code, "query"),
            _ => return Err(Error::new(Code::MalformedResponse, "the response contradicts itself")),
        };
        let place = if success.is_in_query { "query" } else { "fragment" };
        let allowed = provider.text("responseIn").unwrap_or(own_place);
        if allowed != "either" && allowed != place {
            let message = ["this provider's settings (responseIn) expect no success in the ", place].concat();
            return Err(Error::new(Code::UnexpectedResponse, &message));
        }
        if !is_vschar(&success.value) || self.get("refresh_token").is_some_and(|token| !is_vschar(token)) {
            return Err(Error::new(Code::InvalidToken, "it is empty or holds characters that no token may"));
        }
        let token_type = self.get("token_type").or(provider.text("defaultTokenType")).unwrap_or_default();
        if kind == Kind::Token && !token_type.eq_ignore_ascii_case("Bearer") {
            return Err(Error::new(Code::UnsupportedTokenType, "the response's token_type is not Bearer"));
        }
        self.kind = kind;
        Ok(())
    }
}

/// Reads the response in an address; `None` where there is none.
///
/// # Errors
/// `response_too_large`, `duplicate_parameter`, `malformed_response`, `invalid_token`,
/// `unsupported_token_type`, or `unexpected_response` for a success in a place where the provider's settings
/// do not expect it.
#[inline(never)]
pub fn parse(url: &str, provider: &Provider) -> Result<Option<Response>> {
    if !carries(url, DECIDING) {
        return Ok(None);
    }
    if url.len() > MAX_BYTES {
        return Err(too_large());
    }
    let mut response = Response::collect(url)?;
    response.classify(provider)?;
    Ok(Some(response))
}

/// The refusal of a response over [`MAX_BYTES`].
#[must_use]
pub fn too_large() -> Error {
    Error::new(Code::ResponseTooLarge, "the response is over 64 KiB")
}

fn state_parameter(provider: &Provider) -> &'static str {
    if provider.has_state_in_redirect_uri() { STATE_IN_REDIRECT_URI } else { "state" }
}

/// The nonce of a response that may not parse otherwise, so that a sign-in that it ends is ended: one state,
/// unambiguous and decodable, or none.
#[must_use]
pub fn lenient_state(url: &str, provider: &Provider) -> Option<String> {
    let wanted = state_parameter(provider);
    let (_, query, fragment) = split(url);
    let mut found = None;
    for part in [query, fragment] {
        for (_, value) in form::pairs(part).filter(|(name, _)| *name == wanted) {
            if found.replace(value).is_some() {
                return None;
            }
        }
    }
    form::decode(found?)
}

/// The longest lifetime believed, in seconds: ten years.
pub const MAX_LIFETIME: f64 = 315_360_000.0;

/// `expires_in` (RFC 6749 §5.1) as it really comes: a whole number, perhaps quoted, perhaps with a fraction,
/// which is dropped. Zero, negative and unreadable ones say nothing, and "forever" is never meant.
fn seconds(text: &str) -> Option<f64> {
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let add = |total: f64, digit: u8| (total * 10.0 + f64::from(digit.wrapping_sub(b'0'))).min(MAX_LIFETIME);
    let seconds = whole.bytes().fold(0.0, add);
    (seconds > 0.0).then_some(seconds)
}
