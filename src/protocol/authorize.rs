//! The authorization request (RFC 6749 §4.1.1 and §4.2.1, RFC 7636 §4.3): the URL that starts a sign-in.

use super::callback_url::CallbackUrl;
use super::parameters::{RESERVED, ResponseParameters};
use super::provider::{Provider, ResponseType, StateCarrier};
use super::{Code, Error, Message, Result, Scope};
use crate::host::codec::{self, Parameter};
use crate::host::{Map, Record, Rule, Text, Value, record};

record! {
    /// An authorization request, as an app writes it.
    pub AuthorizeRequest {
        /// The provider's settings. Default: CoolSMS.
        PROVIDER: Option<Value> = "provider" [Rule::Any];
        /// The app's client identifier (RFC 6749 §2.2).
        CLIENT_ID: Text = "clientId" [required Rule::Text];
        /// The redirect URI (RFC 6749 §3.1.2), sent byte for byte.
        REDIRECT_URI: Text = "redirectUri" [required Rule::RedirectUri];
        /// What is asked for (RFC 6749 §3.1.1). Default: the provider's.
        RESPONSE_TYPE: Option<ResponseType> = "responseType" [ResponseType::RULE];
        /// The scope; an empty one leaves the parameter out.
        SCOPE: Option<Scope> = "scope" [Rule::Scope];
        /// The state (RFC 6749 §10.12).
        STATE: Text = "state" [required Rule::Text];
        /// Further parameters of the provider's own: texts.
        PARAMS: Option<Map> = "params" [Rule::Parameters];
    }
}

impl AuthorizeRequest {
    /// Writes the URL. The endpoint's query stays (RFC 6749 §3.1). `challenge` is the code challenge
    /// (RFC 7636 §4.2), always by S256; none leaves it out.
    ///
    /// # Errors
    /// `invalid_request`, naming the argument: a reserved name among `params`, a state with characters that need escapes,
    /// no scope where the provider needs one.
    #[inline(never)]
    pub fn url(self, provider: Provider, challenge: Option<Text>) -> Result<Text> {
        let state = self.get(Self::STATE);
        // `unreserved` (RFC 3986 §2.3), which never needs an escape in a URL.
        if !state.fits(c"^[A-Za-z0-9._~-]+$") {
            let reason = Message::from(c"may have only the unreserved characters of a URL");
            return Err(Error::field(Code::INVALID_REQUEST, Text::from(c"state"), reason));
        }
        let scope = self.get(Self::SCOPE).unwrap_or(Scope::EMPTY);
        provider.check_scope(scope, Code::INVALID_REQUEST)?;
        let response_type = provider.response_type(self.get(Self::RESPONSE_TYPE));
        let mut url = provider.get(Provider::AUTHORIZATION_ENDPOINT);
        let endpoint = CallbackUrl::parse(url);
        url = with_parameter(url, Text::from(c"response_type"), Text::from(response_type.word()));
        url = with_parameter(url, Text::from(c"client_id"), self.get(Self::CLIENT_ID));
        let redirect_uri = redirect_uri(self.get(Self::REDIRECT_URI), state, provider);
        url = with_parameter(url, Text::from(c"redirect_uri"), redirect_uri);
        if let Some(scope) = scope.words().joined(provider.scope_separator()).non_empty() {
            url = with_parameter(url, Text::from(c"scope"), scope);
        }
        url = with_parameter(url, Text::from(c"state"), state);
        if let Some(challenge) = challenge.and_then(Text::non_empty) {
            url = with_parameter(url, Text::from(c"code_challenge"), challenge);
            url = with_parameter(url, Text::from(c"code_challenge_method"), Text::from(c"S256"));
        }
        let Some(params) = self.get(Self::PARAMS) else { return Ok(url) };
        for name in params.names().items() {
            if name.fits(RESERVED) || endpoint.query().any(|own| own.is(Parameter::NAME, Some(name))) {
                let reason = Message::from(c"may not set `").then(name).then(c"`");
                return Err(Error::field(Code::INVALID_REQUEST, Text::from(c"params"), reason));
            }
            let value = params.get(name);
            match value.and_then(Value::as_list) {
                // RFC 8707 §2: some parameters may come several times.
                Some(values) => {
                    for value in values.items() {
                        url = with_parameter(url, name, value.text());
                    }
                }
                None => url = with_parameter(url, name, value.map_or(Text::EMPTY, Value::text)),
            }
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
