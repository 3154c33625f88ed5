//! The authorization response (RFC 6749 §4.1.2, §4.2.2): what stands in the address after a sign-in; and what a token
//! endpoint answers (§5.1), which has the same parameters.
//!
//! Providers differ in where they put what, so names are looked up in query and fragment alike, and
//! position never matters. Parsing verifies nothing and spends nothing.

use super::address::split;
use super::chars::is_vschar;
use super::parameters::{DECIDING, PARAMETERS, STATE_IN_REDIRECT_URI, carries};
use super::provider::Provider;
use super::text::{cut, is_one_of, replaced};
use super::{Code, Error, Platform, Result, Value, form, scope};

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

/// A response: every parameter decoded once, and checked as far as that goes without its state.
#[derive(Clone, PartialEq)]
pub struct Response {
    /// What it is about.
    pub kind: Kind,
    parameters: Value,
    /// The app's or the provider's own parameters: an object of strings. Those that do not decode are left out.
    pub extra: Value,
    /// Whether a token or a code stands in the query.
    is_in_query: bool,
}

impl core::fmt::Debug for Response {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Response")
    }
}

impl Response {
    /// The parameter of that name. It is the server's word: inert text.
    #[must_use]
    pub fn get(&self, name: &str) -> &Value {
        self.parameters.get(name)
    }

    /// The nonce, from where the provider's settings say; empty where there is none.
    #[must_use]
    pub fn state(&self, provider: &Provider) -> &str {
        self.get(state_parameter(provider)).text()
    }

    /// The lifetime in seconds, where one was sent that means something.
    #[must_use]
    pub fn expires_in(&self) -> Option<f64> {
        let lifetime = self.get("expires_in");
        match if lifetime.is_null() { self.get("expires") } else { lifetime } {
            Value::Number(number) => Some(number.floor().min(MAX_LIFETIME)).filter(|seconds| *seconds > 0.0),
            other => seconds(other.text()),
        }
    }

    /// The granted scope, where it was sent, parted by spaces.
    #[must_use]
    #[inline(never)]
    pub fn scope(&self, provider: &Provider) -> Option<String> {
        let comma = if provider.scope_separator() == "," { b',' } else { b' ' };
        match self.get("scope") {
            Value::Text(scope) => Some(replaced(scope, comma, " ")),
            // Some token endpoints give an array of words.
            other => scope::read(other),
        }
    }

    /// Reads the body of a token endpoint's answer (RFC 6749 §5.1).
    ///
    /// # Errors
    /// `malformed_response` where it is no object, or a parameter of another type; `invalid_token`;
    /// `unsupported_token_type`.
    pub fn from_json(body: Value, provider: &Provider) -> Result<Self> {
        let mut extra = Value::object();
        for (name, value) in body.members() {
            if !is_one_of(name, PARAMETERS, b' ') {
                extra.set_copy(name, value);
            }
        }
        let response = Self { kind: Kind::Token, parameters: body, extra, is_in_query: false };
        for name in ["access_token", "token_type", "refresh_token"] {
            let value = response.get(name);
            if value.as_text().is_none() && (name == "access_token" || !value.is_null()) {
                return Err(Error::about(Code::MalformedResponse, name, "a string is needed"));
            }
        }
        let scope = response.get("scope");
        if !scope.is_null() && scope.as_text().is_none() && scope::read(scope).is_none() {
            return Err(Error::about(Code::MalformedResponse, "scope", "words are needed, in a string or an array"));
        }
        response.check_tokens(response.get("access_token").text(), provider)?;
        Ok(response)
    }

    /// Finds the parameters of the protocol, each once (RFC 6749 §3.1), and keeps the others apart.
    fn collect(url: &str, platform: &impl Platform) -> Result<Self> {
        let (mut parameters, mut extra) = (Value::object(), Value::object());
        let mut is_in_query = false;
        let (_, query, fragment) = split(url);
        for part in [query, fragment] {
            is_in_query = !parameters.get("access_token").is_null() || !parameters.get("code").is_null();
            for (name, value) in form::pairs(part) {
                let Some(name) = platform.decode(name) else { continue };
                let value = platform.decode(value).map_or(Value::Null, Value::Text);
                if !is_one_of(&name, PARAMETERS, b' ') {
                    extra.set(&name, value);
                } else if !parameters.get(&name).is_null() {
                    return Err(Error::about(Code::DuplicateParameter, &name, "the response has it twice"));
                } else if value.is_null() {
                    return Err(Error::about(Code::MalformedResponse, &name, "it does not decode"));
                } else {
                    parameters.set(&name, value);
                }
            }
        }
        Ok(Self { kind: Kind::Error, parameters, extra, is_in_query })
    }

    /// Decides what it is about, and refuses a success outside its place or with characters that no token has.
    fn classify(&mut self, provider: &Provider) -> Result<()> {
        let (token, code, error) = (self.get("access_token"), self.get("code"), self.get("error"));
        let (kind, own_place) = match (token.is_null(), code.is_null(), error.is_null()) {
            (true, true, false) if !error.text().is_empty() => return Ok(()),
            (false, true, true) => (Kind::Token, "fragment"),
            (true, false, true) => (Kind::Code, "query"),
            _ => return Err(Error::new(Code::MalformedResponse, "the response contradicts itself")),
        };
        let place = if self.is_in_query { "query" } else { "fragment" };
        let allowed = provider.get("responseIn").as_text().unwrap_or(own_place);
        if allowed != place && allowed != "either" {
            let reason = "responseIn expects no success there";
            return Err(Error::about(Code::UnexpectedResponse, place, reason));
        }
        self.kind = kind;
        self.check_tokens(self.get(if kind == Kind::Token { "access_token" } else { "code" }).text(), provider)
    }

    /// Refuses characters that no token may have, and tokens of another type than Bearer.
    #[inline(never)]
    fn check_tokens(&self, success: &str, provider: &Provider) -> Result<()> {
        let refresh_token = self.get("refresh_token");
        if !is_vschar(success) || (!refresh_token.is_null() && !is_vschar(refresh_token.text())) {
            return Err(Error::new(Code::InvalidToken, "the token is empty, or has characters that no token may"));
        }
        let token_type = self.get("token_type").as_text().unwrap_or(provider.get("defaultTokenType").text());
        if self.kind == Kind::Token && !token_type.eq_ignore_ascii_case("Bearer") {
            return Err(Error::new(Code::UnsupportedTokenType, "the response's token_type is not Bearer"));
        }
        Ok(())
    }
}

/// Whether there is a response in an address.
#[must_use]
pub fn is_in(url: &str, platform: &impl Platform) -> bool {
    carries(url, DECIDING, platform)
}

/// Reads the response in an address.
///
/// # Errors
/// `response_too_large`, `duplicate_parameter`, `malformed_response` (also where there is none), `invalid_token`,
/// `unsupported_token_type`, or `unexpected_response` for a success in a place where the provider's settings
/// do not expect it.
#[inline(never)]
pub fn parse(url: &str, provider: &Provider, platform: &impl Platform) -> Result<Response> {
    if url.len() > MAX_BYTES {
        return Err(too_large());
    }
    let mut response = Response::collect(url, platform)?;
    response.classify(provider)?;
    Ok(response)
}

/// The refusal of a response over [`MAX_BYTES`].
#[must_use]
pub fn too_large() -> Error {
    Error::new(Code::ResponseTooLarge, "the response is over 64 KiB")
}

fn state_parameter(provider: &Provider) -> &'static str {
    if provider.has_state_in_redirect_uri() { STATE_IN_REDIRECT_URI } else { "state" }
}

/// The nonce of a response, which may not parse otherwise: one state, unambiguous and decodable, or none, which is empty.
#[must_use]
pub fn state_of(url: &str, provider: &Provider, platform: &impl Platform) -> String {
    let wanted = state_parameter(provider);
    let mut state = None;
    for (name, value) in form::pairs_of(url) {
        if platform.decode(name).as_deref() == Some(wanted) && state.replace(value).is_some() {
            return String::new();
        }
    }
    platform.decode(state.unwrap_or_default()).unwrap_or_default()
}

/// The longest lifetime believed, in seconds: ten years.
pub const MAX_LIFETIME: f64 = 315_360_000.0;

/// `expires_in` (RFC 6749 §5.1) as it really comes: a whole number, perhaps quoted, perhaps with a fraction,
/// which is dropped. Zero, negative and unreadable ones say nothing, and "forever" is never meant.
fn seconds(text: &str) -> Option<f64> {
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let (whole, fraction) = cut(text, b'.');
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // "5." is no number: a dot wants digits behind it.
    if !are_digits(whole) || !are_digits(fraction) || text.ends_with('.') {
        return None;
    }
    let mut seconds = 0.0_f64;
    for digit in whole.bytes() {
        seconds = (seconds * 10.0 + f64::from(digit & 15)).min(MAX_LIFETIME);
    }
    (seconds > 0.0).then_some(seconds)
}
