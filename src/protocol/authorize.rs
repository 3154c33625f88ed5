//! The authorization request (RFC 6749 §4.1.1 and §4.2.1, RFC 7636 §4.3): the URL that starts a sign-in.

use core::ffi::CStr;

use super::parameters::ResponseParameters;
use super::provider::{Provider, ResponseType, StateCarrier};
use super::{Code, Error, Result, Scope};
use crate::host::{Map, Record, Text, Value, codec};

/// What a request says.
pub struct Request {
    /// The app's client identifier (RFC 6749 §2.2).
    pub client_id: Text,
    /// The redirect URI (RFC 6749 §3.1.2), sent byte for byte.
    pub redirect_uri: Text,
    /// What is asked for (RFC 6749 §3.1.1).
    pub response_type: ResponseType,
    /// The scope; empty leaves the parameter out.
    pub scope: Scope,
    /// The state (RFC 6749 §10.12).
    pub state: Text,
    /// The code challenge (RFC 7636 §4.2), always by S256; none leaves it out.
    pub challenge: Option<Text>,
    /// Further parameters of the provider's own: texts.
    pub params: Option<Map>,
}

/// Parameters that `params` may not set: each is set here, or would change what comes back.
const RESERVED: &CStr =
    c"^(?:state|client_id|client_secret|redirect_uri|response_type|response_mode|scope|request|request_uri|code_challenge.*)$";

impl Request {
    /// Writes the URL. A query that the endpoint has of its own stays (RFC 6749 §3.1).
    ///
    /// # Errors
    /// `invalid_request`, naming the argument: a reserved name among `params`, a state with characters that need escapes,
    /// no scope where the provider needs one.
    #[inline(never)]
    pub fn url(&self, provider: Provider) -> Result<Text> {
        // `unreserved` (RFC 3986 §2.3), which never needs an escape in a URL.
        if !self.state.fits(c"^[A-Za-z0-9._~-]+$") {
            let reason = Text::from(c"may have only the unreserved characters of a URL");
            return Err(Error::field(Code::INVALID_REQUEST, Text::from(c"state"), reason));
        }
        provider.check_scope(self.scope, Code::INVALID_REQUEST)?;
        let redirect_uri = redirect_uri(self.redirect_uri, self.state, provider);
        let scope = self.scope.words().joined(provider.scope_separator());
        let challenge = self.challenge.unwrap_or(Text::EMPTY);
        let method = if challenge.is_empty() { Text::EMPTY } else { Text::from(c"S256") };
        let mut url = provider.get(Provider::AUTHORIZATION_ENDPOINT);
        for (name, value) in [
            (c"response_type", Text::from(self.response_type.word())),
            (c"client_id", self.client_id),
            (c"redirect_uri", redirect_uri),
            (c"scope", scope),
            (c"state", self.state),
            (c"code_challenge", challenge),
            (c"code_challenge_method", method),
        ] {
            if !value.is_empty() {
                url = with_parameter(url, Text::from(name), value);
            }
        }
        let Some(params) = self.params else { return Ok(url) };
        for name in params.names() {
            let name = name.text();
            if name.fits(RESERVED) {
                let reason = Text::from(c"may not set `").then(name).then(Text::from(c"`"));
                return Err(Error::field(Code::INVALID_REQUEST, Text::from(c"params"), reason));
            }
            url = with_parameter(url, name, params.get(name).map_or(Text::EMPTY, Value::text));
        }
        Ok(url)
    }
}

/// The redirect URI as it is sent: byte for byte, but for a state that travels in it.
#[must_use]
#[inline(never)]
pub fn redirect_uri(redirect_uri: Text, state: Text, provider: Provider) -> Text {
    match provider.get(Provider::STATE_IN) {
        Some(StateCarrier::RedirectUri) => {
            with_parameter(redirect_uri, ResponseParameters::STATE_IN_REDIRECT_URI.text(), state)
        }
        _ => redirect_uri,
    }
}

/// A URL with `name=value` at its end, after `?` or `&` as it needs.
#[inline(never)]
fn with_parameter(url: Text, name: Text, value: Text) -> Text {
    let mark = Text::from(if url.fits(cr"\?") { c"&" } else { c"?" });
    url.then(mark).then(codec::encode(name)).then(Text::from(c"=")).then(codec::encode(value))
}
