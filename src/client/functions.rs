//! The functions that stand on their own, for an app that ties them together itself.

use super::config::DEFAULT_STATE_LIFETIME_SECONDS;
use crate::host::storage::now;
use crate::host::{List, Map, Record, Rule, Text, Value, record};
use crate::protocol::authorize::AuthorizeRequest;
use crate::protocol::callback_url::CallbackUrl;
use crate::protocol::check::check;
use crate::protocol::error::ServerError;
use crate::protocol::parameters::ResponseParameters;
use crate::protocol::pending::{Binding, PendingSignIn, add_pending, load, random_name, save};
use crate::protocol::provider::{Provider, ResponseType};
use crate::protocol::response::{Kind, Response};
use crate::protocol::{Code, Error, Message, Result, Scope, Secret};

record! {
    /// What a state is to be bound to.
    pub StateBinding {
        /// The app's client identifier.
        CLIENT_ID: Text = "clientId" [required Rule::Text];
        /// The redirect URI.
        REDIRECT_URI: Text = "redirectUri" [required Rule::RedirectUri];
        /// What is asked for. Default: a token.
        RESPONSE_TYPE: Option<ResponseType> = "responseType" [ResponseType::RULE];
        /// The provider's id. Default: `coolsms`.
        PROVIDER: Option<Text> = "provider" [Rule::Text];
        /// The scope that is asked for.
        SCOPE: Option<Scope> = "scope" [Rule::Scope];
        /// How long the state may be used, in seconds.
        LIFETIME_SECONDS: Option<f64> = "lifetimeSeconds" [Rule::Number(86_400)];
    }
}

impl StateBinding {
    fn read(value: Option<Value>) -> Result<Self> {
        check(value, Code::INVALID_REQUEST, c"binding")
    }

    fn binding(self) -> Binding {
        let binding = Binding::new();
        binding.put(Binding::CLIENT_ID, self.get(Self::CLIENT_ID));
        binding.put(Binding::PROVIDER, self.get(Self::PROVIDER).unwrap_or_else(|| Text::from(c"coolsms")));
        binding.put(Binding::REDIRECT_URI, self.get(Self::REDIRECT_URI));
        binding.put(Binding::RESPONSE_TYPE, self.get(Self::RESPONSE_TYPE).or(Some(ResponseType::Token)));
        binding
    }
}

/// Issues a state that is bound to a [`StateBinding`], and remembers its sign-in in sessionStorage.
///
/// # Errors
/// `invalid_request`, naming the member; `no_randomness`; `storage_unavailable`.
pub fn generate_state(binding: Option<Value>) -> Result<Text> {
    let bound = StateBinding::read(binding)?;
    let (state, now) = (random_name()?, now());
    let scope = bound.get(StateBinding::SCOPE).unwrap_or(Scope::EMPTY);
    let lifetime = bound.get(StateBinding::LIFETIME_SECONDS).unwrap_or(DEFAULT_STATE_LIFETIME_SECONDS);
    add_pending(PendingSignIn::start(state, bound.binding(), scope, now, lifetime), now)?;
    Ok(state)
}

record! {
    /// A state that came back.
    pub StateCheck {
        /// The state.
        STATE: Option<Text> = "state";
        /// The [`StateBinding`] that is expected, unchecked.
        EXPECTED: Option<Value> = "expected";
    }
}

/// Uses a state, and returns the sign-in that it guarded.
///
/// # Errors
/// `invalid_request`, naming the member of `expected`; those of a state that is not good; `storage_unavailable`.
pub fn verify_state(input: StateCheck) -> Result<PendingSignIn> {
    let bound = StateBinding::read(input.get(StateCheck::EXPECTED))?;
    let (pending, before) = load()?;
    let state = input.get(StateCheck::STATE).and_then(Text::non_empty);
    let sign_in = pending.take(state, bound.binding(), now());
    save(pending, before)?;
    sign_in
}

/// The URL that starts a sign-in: of an [`AuthorizeRequest`].
///
/// # Errors
/// `invalid_request` or, for the provider's settings, `invalid_config`, naming the member.
pub fn authorize_url(request: Option<Value>) -> Result<Text> {
    let request: AuthorizeRequest = check(request, Code::INVALID_REQUEST, c"request")?;
    let provider = Provider::check(request.get(AuthorizeRequest::PROVIDER))?;
    request.url(provider, None)
}

record! {
    /// A URL that may hold a response.
    pub ResponseUrl {
        /// The URL.
        URL: Text = "url";
        /// The provider's settings. Default: CoolSMS.
        PROVIDER: Option<Value> = "provider";
    }
}

record! {
    /// The response in a URL, as an app sees it.
    pub ParsedResponse {
        /// `token`, `code` or `error`.
        TYPE: Text = "type";
        /// The token.
        ACCESS_TOKEN: Option<Secret> = "accessToken";
        /// The refresh token.
        REFRESH_TOKEN: Option<Secret> = "refreshToken";
        /// The code.
        CODE: Option<Secret> = "code";
        /// The issuer (RFC 9207).
        ISSUER: Option<Text> = "iss";
        /// `Bearer`, for a token.
        TOKEN_TYPE: Text = "tokenType";
        /// The token's lifetime in seconds.
        EXPIRES_IN: Option<f64> = "expiresIn";
        /// The granted words.
        SCOPE: Option<List> = "scope";
        /// The state, unverified.
        STATE: Option<Text> = "state";
        /// All other parameters.
        EXTRA: Map = "extra";
    }
}

/// The response in a URL; `None` where there is none. Nothing is verified.
///
/// # Errors
/// `invalid_request` where `url` is missing, `invalid_config` for the provider's settings, and those of
/// [`Response::from_url`].
pub fn parse_response(input: ResponseUrl) -> Result<Option<ParsedResponse>> {
    let url = input.get(ResponseUrl::URL);
    if url.is_empty() {
        let reason = Message::from(c"must be a string or a URL");
        return Err(Error::field(Code::INVALID_REQUEST, ResponseUrl::URL.text(), reason));
    }
    let url = CallbackUrl::parse(url);
    url.check_length()?;
    let provider = Provider::check(input.get(ResponseUrl::PROVIDER))?;
    if !url.is_response() {
        return Ok(None);
    }
    let response = Response::from_url(url, provider)?;
    let parsed = ParsedResponse::new();
    match response.kind {
        Kind::Token(token) => {
            parsed.put(ParsedResponse::TYPE, Text::from(c"token"));
            parsed.put(ParsedResponse::ACCESS_TOKEN, Some(token));
            parsed.set(ParsedResponse::REFRESH_TOKEN, response.refresh_token());
            parsed.put(ParsedResponse::TOKEN_TYPE, Text::from(c"Bearer"));
            parsed.set(ParsedResponse::EXPIRES_IN, response.expires_in());
            parsed.set(ParsedResponse::SCOPE, response.scope(provider).map(Scope::words));
        }
        Kind::Code(code) => {
            parsed.put(ParsedResponse::TYPE, Text::from(c"code"));
            parsed.put(ParsedResponse::CODE, Some(code));
        }
        Kind::Error => {
            parsed.put(ParsedResponse::TYPE, Text::from(c"error"));
            ServerError(response.parameters.0).copy_to(parsed.0, false, &[]);
        }
    }
    parsed.set(ParsedResponse::ISSUER, response.parameters.get(ResponseParameters::ISSUER));
    parsed.set(ParsedResponse::STATE, response.state(provider));
    parsed.put(ParsedResponse::EXTRA, response.extra);
    Ok(Some(parsed))
}
