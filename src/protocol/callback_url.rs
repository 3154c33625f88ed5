//! The URL that a sign-in comes back to, cut and decoded once.

use core::ffi::CStr;

use super::parameters::{DECIDING, OWN_STATE, ResponseParameters};
use super::{Code, Error, Result};
use crate::host::codec::{self, MAX_LENGTH, Parameter, Parameters, Url, parameters};
use crate::host::{Field, Record, Text};

/// A URL, not serialised anew: what stands before the query, and the parameters of query and fragment.
#[derive(Clone, Copy)]
pub struct CallbackUrl {
    base: Text,
    query: Parameters,
    fragment: Parameters,
    is_too_large: bool,
    has_own_state: bool,
}

impl CallbackUrl {
    /// Cuts a URL, or a part of one.
    #[must_use]
    #[inline(never)]
    pub fn parse(url: Text) -> Self {
        Self {
            base: base_of(url),
            query: query_of(url),
            // A router of the fragment may have put its mark before the response.
            fragment: parameters(url.part(c"#(?:!?/)?(.*)")),
            is_too_large: url.length() > MAX_LENGTH,
            has_own_state: url.fits(OWN_STATE),
        }
    }

    /// Refuses a URL that is longer than [`MAX_LENGTH`].
    ///
    /// # Errors
    /// `response_too_large`.
    pub fn check_length(self) -> Result<()> {
        if self.is_too_large {
            return Err(Error::new(Code::RESPONSE_TOO_LARGE, c"the response is over 64 KiB"));
        }
        Ok(())
    }

    /// What stands before query and fragment.
    #[must_use]
    pub const fn base(self) -> Text {
        self.base
    }

    /// The parameters of the query.
    pub fn query(self) -> impl Iterator<Item = Parameter> {
        self.query.items()
    }

    /// The parameters of the fragment.
    pub fn fragment(self) -> impl Iterator<Item = Parameter> {
        self.fragment.items()
    }

    /// Whether it carries a parameter whose name fits a pattern, in query or fragment.
    #[must_use]
    #[inline(never)]
    pub fn carries(self, names: &'static CStr) -> bool {
        let fits = |parameter: Parameter| parameter.get(Parameter::NAME).is_some_and(|name| name.fits(names));
        self.query().any(fits) || self.fragment().any(fits)
    }

    /// Whether there is a response in it.
    #[must_use]
    pub fn is_response(self) -> bool {
        self.carries(DECIDING)
    }

    /// Whether it carries a state of this package's own form: then its response belongs to a sign-in of this package.
    #[must_use]
    pub const fn has_own_state(self) -> bool {
        self.has_own_state
    }

    /// Whether it is the redirect URI: origin, path, and the query that the redirect URI itself has, however that is
    /// escaped.
    #[must_use]
    #[inline(never)]
    pub fn is_at(self, redirect_uri: Text) -> bool {
        let serialised = |url: Text| codec::url(url, None).map_or(Text::EMPTY, |url| url.get(Url::HREF));
        let own = Self::parse(serialised(redirect_uri));
        let same = |one: Parameter, other: Parameter| {
            one.is(Parameter::NAME, other.get(Parameter::NAME)) && one.is(Parameter::VALUE, other.get(Parameter::VALUE))
        };
        serialised(self.base) == own.base && own.query().all(|own| self.query().any(|found| same(own, found)))
    }

    /// The state of the response, which may not parse otherwise: one, unambiguous and decodable; else none. `parameter` is
    /// the one that carries it.
    #[must_use]
    #[inline(never)]
    pub fn state(self, parameter: Field<ResponseParameters, Option<Text>>) -> Option<Text> {
        let wanted = parameter.text();
        let is_state = |parameter: &Parameter| parameter.is(Parameter::NAME, Some(wanted));
        let mut states = self.query().chain(self.fragment()).filter(is_state);
        let state = states.next()?;
        if states.next().is_some() { None } else { state.get(Parameter::VALUE).and_then(Text::non_empty) }
    }
}

/// What stands before the query and the fragment of a URL, or of a part of one.
#[must_use]
pub fn base_of(url: Text) -> Text {
    url.part(c"^([^?#]*)")
}

/// The parameters of a URL's query.
#[must_use]
pub fn query_of(url: Text) -> Parameters {
    parameters(url.part(cr"^[^?#]*\?([^#]*)"))
}
