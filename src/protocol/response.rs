//! What a provider answers: the authorization response in a URL (RFC 6749 §4.1.2, §4.2.2), and the body of a token response
//! (§5.1), which has the same parameters.
//!
//! Providers differ in where they put what, so names are looked up in query and fragment alike, and order never matters.
//! Parsing verifies nothing and uses nothing up.

use core::ffi::CStr;

use super::callback_url::CallbackUrl;
use super::parameters::ResponseParameters;
use super::provider::{Provider, ResponseLocation, ScopeSeparator};
use super::{Code, Error, Message, Result, Scope, Secret};
use crate::host::codec::{self, Parameter};
use crate::host::{Field, Map, Member, Record, Text, Value};

/// What a response is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A token (RFC 6749 §4.2.2, §5.1).
    Token(Secret),
    /// A code (RFC 6749 §4.1.2).
    Code(Secret),
    /// A refusal (RFC 6749 §4.1.2.1, §4.2.2.1).
    Error,
}

/// A response: every parameter decoded once, and checked as far as that goes without its state.
#[derive(Clone, Copy)]
pub struct Response {
    /// What it is about.
    pub kind: Kind,
    /// The parameters of the protocol. They are the server's word: inert text.
    pub parameters: ResponseParameters,
    /// The app's or the provider's own parameters, as texts. Those that do not decode are left out.
    pub extra: Map,
}

/// The longest lifetime believed, in seconds: ten years.
pub const MAX_LIFETIME: f64 = 315_360_000.0;

impl Response {
    /// Reads the response in a URL.
    ///
    /// # Errors
    /// `response_too_large`, `duplicate_parameter`, `malformed_response` (also where there is none), `invalid_token`,
    /// `unsupported_token_type`, or `unexpected_response` for a success in a place where the provider's settings do not
    /// expect it.
    #[inline(never)]
    pub fn from_url(url: CallbackUrl, provider: Provider) -> Result<Self> {
        url.check_length()?;
        let (parameters, extra) = (ResponseParameters::new(), Map::new());
        collect(url.query(), parameters, extra)?;
        let is_in_query = present(parameters, ResponseParameters::ACCESS_TOKEN).is_some()
            || present(parameters, ResponseParameters::CODE).is_some();
        collect(url.fragment(), parameters, extra)?;
        let kind = classify(parameters)?;
        let response = Self { kind, parameters, extra };
        let own_place = match kind {
            Kind::Error => return Ok(response),
            Kind::Token(_) => ResponseLocation::Fragment,
            Kind::Code(_) => ResponseLocation::Query,
        };
        let place = if is_in_query { ResponseLocation::Query } else { ResponseLocation::Fragment };
        let expected = provider.get(Provider::RESPONSE_IN).unwrap_or(own_place);
        if expected != place && expected != ResponseLocation::Either {
            let message = Message::from(c"`responseIn` expects no success in the ").then(Text::from(place.word()));
            return Err(Error::new(Code::UNEXPECTED_RESPONSE, message));
        }
        response.check(provider)?;
        Ok(response)
    }

    /// Reads the body of a token response (RFC 6749 §5.1).
    ///
    /// # Errors
    /// `malformed_response` where it is no object, or a parameter is of another type; `invalid_token`;
    /// `unsupported_token_type`.
    pub fn from_json(body: Map, provider: Provider) -> Result<Self> {
        let parameters = ResponseParameters(body);
        let malformed = |name: Text, reason: &'static CStr| {
            Error::new(Code::MALFORMED_RESPONSE, Message::from(c"the response's `").then(name).then(reason))
        };
        for (name, is_required) in [
            (ResponseParameters::ACCESS_TOKEN.name(), true),
            (ResponseParameters::TOKEN_TYPE.name(), false),
            (ResponseParameters::REFRESH_TOKEN.name(), false),
        ] {
            let name = Text::from(name);
            if body.get(name).map_or(is_required, |value| value.as_text().is_none()) {
                return Err(malformed(name, c"` must be a string"));
            }
        }
        let scope = parameters.get(ResponseParameters::SCOPE);
        if scope.is_some_and(|scope| scope.as_text().is_none() && <Option<Scope>>::read(Some(scope)).is_none()) {
            let name = ResponseParameters::SCOPE.text();
            return Err(malformed(name, c"` must be scope words, in a string or an array"));
        }
        let extra = Map::new();
        for name in body.names().items() {
            if let Some(text) = body.text(name)
                && !name.fits(ResponseParameters::NAMES)
            {
                extra.put(name, Some(text.value()));
            }
        }
        // It is there, as was checked above; one that is empty is refused below.
        let token = present(parameters, ResponseParameters::ACCESS_TOKEN).unwrap_or(Secret::new(Text::EMPTY));
        let response = Self { kind: Kind::Token(token), parameters, extra };
        response.check(provider)?;
        Ok(response)
    }

    /// Refuses characters that no token may have, and tokens of another type than Bearer.
    #[inline(never)]
    fn check(self, provider: Provider) -> Result<()> {
        let (is_token, success) = match self.kind {
            Kind::Token(token) => (true, token),
            Kind::Code(code) => (false, code),
            Kind::Error => return Ok(()),
        };
        let refresh_token = present(self.parameters, ResponseParameters::REFRESH_TOKEN);
        if !success.is_well_formed() || refresh_token.is_some_and(|token| !token.is_well_formed()) {
            return Err(Error::new(
                Code::INVALID_TOKEN,
                c"the token is empty, or has characters that no token may have",
            ));
        }
        let token_type = self.parameters.get(ResponseParameters::TOKEN_TYPE);
        let is_bearer = match token_type {
            Some(token_type) => token_type.lower().is(c"bearer"),
            None => provider.get(Provider::DEFAULT_TOKEN_TYPE).is_some(),
        };
        if is_token && !is_bearer {
            return Err(Error::new(Code::UNSUPPORTED_TOKEN_TYPE, c"the response's token_type is not Bearer"));
        }
        Ok(())
    }

    /// The state, from where the provider's settings say.
    #[must_use]
    pub fn state(self, provider: Provider) -> Option<Text> {
        self.parameters.get(provider.state_parameter()).and_then(Text::non_empty)
    }

    /// The refresh token.
    #[must_use]
    pub fn refresh_token(self) -> Option<Secret> {
        self.parameters.get(ResponseParameters::REFRESH_TOKEN)
    }

    /// The lifetime in seconds, where one was sent that means something.
    #[must_use]
    pub fn expires_in(self) -> Option<f64> {
        let lifetime = self.parameters.get(ResponseParameters::EXPIRES_IN);
        seconds(lifetime.or(self.parameters.get(ResponseParameters::EXPIRES))?)
    }

    /// The granted scope, where it was sent.
    #[must_use]
    pub fn scope(self, provider: Provider) -> Option<Scope> {
        let scope = self.parameters.get(ResponseParameters::SCOPE);
        match scope?.as_text() {
            Some(text) if provider.get(Provider::SCOPE_SEPARATOR) == Some(ScopeSeparator::Comma) => {
                Some(Scope::new(text.replaced(c",", c" ")))
            }
            Some(text) => Some(Scope::new(text)),
            None => Member::read(scope),
        }
    }
}

/// Finds the parameters of the protocol, each once (RFC 6749 §3.1), and keeps the others apart.
fn collect(found: impl Iterator<Item = Parameter>, parameters: ResponseParameters, extra: Map) -> Result<()> {
    for parameter in found {
        let Some(name) = parameter.get(Parameter::NAME) else { continue };
        let value = parameter.get(Parameter::VALUE).map(Text::value);
        let is_ours = name.fits(ResponseParameters::NAMES);
        if !is_ours {
            if value.is_some() {
                extra.put(name, value);
            }
        } else if parameters.0.get(name).is_some() {
            return Err(Error::new(
                Code::DUPLICATE_PARAMETER,
                Message::from(c"`").then(name).then(c"` is in the response twice"),
            ));
        } else if value.is_none() {
            return Err(Error::new(
                Code::MALFORMED_RESPONSE,
                Message::from(c"`").then(name).then(c"` does not decode"),
            ));
        } else {
            parameters.0.put(name, value);
        }
    }
    Ok(())
}

/// What a parameter says that is present, also where it is empty.
fn present(parameters: ResponseParameters, field: Field<ResponseParameters, Option<Secret>>) -> Option<Secret> {
    parameters.value(field).map(|value| Secret::new(value.text()))
}

/// Decides what a response is about: exactly one of token, code and error.
fn classify(parameters: ResponseParameters) -> Result<Kind> {
    let token = present(parameters, ResponseParameters::ACCESS_TOKEN);
    let code = present(parameters, ResponseParameters::CODE);
    match (token, code, parameters.get(ResponseParameters::ERROR)) {
        (Some(token), None, None) => Ok(Kind::Token(token)),
        (None, Some(code), None) => Ok(Kind::Code(code)),
        (None, None, Some(error)) if !error.is_empty() => Ok(Kind::Error),
        _ => Err(Error::new(Code::MALFORMED_RESPONSE, c"the response contradicts itself")),
    }
}

/// `expires_in` (RFC 6749 §5.1) as it really comes: a number or text of a whole number, perhaps quoted, perhaps with a
/// fraction, which is dropped. Zero, negative and unreadable ones say nothing, and "forever" is never meant.
fn seconds(lifetime: Value) -> Option<f64> {
    let number = match lifetime.as_text() {
        Some(text) => {
            let unquoted = text.part(c"^\"(.*)\"$").non_empty().unwrap_or(text);
            // "5." is no number: a dot wants digits behind it.
            codec::json(unquoted.part(cr"^0*([0-9]+)(?:\.[0-9]+)?$"))?.number()
        }
        None => lifetime.number(),
    };
    if number >= 1.0 { Some(number.floor().min(MAX_LIFETIME)) } else { None }
}
