//! An authorization server as this client sees it, and the preset for CoolSMS.

use core::ffi::CStr;

use super::callback_url::query_of;
use super::check::check;
use super::parameters::{RESERVED, ResponseParameters};
use super::{Code, Error, Message, Result, Scope};
use crate::host::codec::Parameter;
use crate::host::{Field, Map, Member, Own, Record, Rule, Text, Value, record, words};

words! {
    /// What is asked for at the authorization endpoint (RFC 6749 §3.1.1).
    pub ResponseType {
        /// An access token (RFC 6749 §4.2): the implicit grant.
        Token = "token";
        /// A code (RFC 6749 §4.1).
        Code = "code";
    }
}

words! {
    /// How a request to the token endpoint is written.
    pub TokenRequestFormat {
        /// `application/x-www-form-urlencoded` (RFC 6749 §4.1.3).
        Form = "form";
        /// JSON, as CoolSMS wants it.
        Json = "json";
    }
}

words! {
    /// Where a successful response stands in the redirect URI.
    pub ResponseLocation {
        /// Behind `#`.
        Fragment = "fragment";
        /// Behind `?`.
        Query = "query";
        /// In either place.
        Either = "either";
    }
}

words! {
    /// How the state comes back.
    pub StateCarrier {
        /// As the parameter `state` (RFC 6749 §4.1.1).
        Parameter = "parameter";
        /// In the redirect URI's own query, for a provider that does not echo `state`.
        RedirectUri = "redirect_uri";
    }
}

words! {
    /// What stands between scope words.
    pub ScopeSeparator {
        /// As RFC 6749 §3.3 has it.
        Space = " ";
        /// As some providers have it.
        Comma = ",";
    }
}

words! {
    /// The type of a token whose response names none (RFC 6749 §7.1).
    pub TokenType {
        /// RFC 6750.
        Bearer = "Bearer";
    }
}

record! {
    /// An authorization server and its API: settings that were checked.
    pub Provider {
        /// A name for the provider, stored with its pending sign-ins.
        ID: Text = "id" [required Rule::Text];
        /// The issuer identifier (RFC 8414 §2, RFC 9207).
        ISSUER: Option<Text> = "issuer" [Rule::Text];
        /// RFC 6749 §3.1.
        AUTHORIZATION_ENDPOINT: Text = "authorizationEndpoint" [required Rule::Endpoint];
        /// RFC 6749 §3.2.
        TOKEN_ENDPOINT: Option<Text> = "tokenEndpoint" [Rule::Endpoint];
        /// RFC 7009 §2.
        REVOCATION_ENDPOINT: Option<Text> = "revocationEndpoint" [Rule::Endpoint];
        /// How a request to the token endpoint is written. Default: a form.
        TOKEN_REQUEST: Option<TokenRequestFormat> = "tokenRequest" [TokenRequestFormat::RULE];
        /// Whether every response names its issuer (RFC 9207 §3).
        NAMES_ISSUER: bool = "authorizationResponseIssParameterSupported" [Rule::Flag];
        /// The URL below which the API's paths start.
        API_BASE: Option<Text> = "apiBase" [Rule::Endpoint];
        /// What is asked for unless the app says otherwise. Default: a code.
        RESPONSE_TYPE: Option<ResponseType> = "responseType" [ResponseType::RULE];
        /// Where a success may stand. Default: a token in the fragment, a code in the query.
        RESPONSE_IN: Option<ResponseLocation> = "responseIn" [ResponseLocation::RULE];
        /// How the state comes back. Default: as a parameter.
        STATE_IN: Option<StateCarrier> = "stateIn" [StateCarrier::RULE];
        /// Present where access tokens are JWTs: the names of their claims.
        JWT_ACCESS_TOKEN: Option<JwtClaims> = "jwtAccessToken" [Rule::Texts];
        /// The type of a token whose response names none.
        DEFAULT_TOKEN_TYPE: Option<TokenType> = "defaultTokenType" [TokenType::RULE];
        /// The lifetime of a token whose response names none, in seconds: at most a year.
        DEFAULT_LIFETIME_SECONDS: Option<f64> = "defaultLifetimeSeconds" [Rule::Number(31_536_000)];
        /// Whether a request without a scope is refused.
        SCOPE_REQUIRED: bool = "scopeRequired" [Rule::Flag];
        /// What stands between scope words. Default: a space.
        SCOPE_SEPARATOR: Option<ScopeSeparator> = "scopeSeparator" [ScopeSeparator::RULE];
        /// The scope that each call needs: `"GET /path/:name"` to scope words.
        API_SCOPES: Option<Map> = "apiScopes" [Rule::Texts];
    }
}

record! {
    /// The names of the claims in a JWT access token.
    pub JwtClaims {
        /// The claim with the granted scope.
        SCOPE: Option<Text> = "scope";
        /// The claim with the client identifier.
        CLIENT_ID: Option<Text> = "clientId";
    }
}

impl Provider {
    /// Checks a provider's settings; none is CoolSMS.
    ///
    /// # Errors
    /// `invalid_config`, naming the member.
    #[inline(never)]
    pub fn check(settings: Option<Value>) -> Result<Self> {
        if settings.is_none() {
            return coolsms(None);
        }
        let provider: Self = check(settings, Code::INVALID_CONFIG, c"provider")?;
        let query = query_of(provider.get(Self::AUTHORIZATION_ENDPOINT));
        let mut names = query.items().filter_map(|parameter| parameter.get(Parameter::NAME));
        if let Some(name) = names.find(|name| name.fits(RESERVED)) {
            let reason = Message::from(c"may not set `").then(name).then(c"`");
            return Err(Error::field(Code::INVALID_CONFIG, Self::AUTHORIZATION_ENDPOINT.text(), reason));
        }
        if provider.get(Self::NAMES_ISSUER) && provider.get(Self::ISSUER).is_none() {
            let reason = Message::from(c"is required where every response names it");
            return Err(Error::field(Code::INVALID_CONFIG, Self::ISSUER.text(), reason));
        }
        Ok(provider)
    }

    /// What an app asks for: its own choice, or the provider's default.
    #[must_use]
    #[inline(never)]
    pub fn response_type(self, of_the_app: Option<ResponseType>) -> ResponseType {
        of_the_app.or(self.get(Self::RESPONSE_TYPE)).unwrap_or(ResponseType::Code)
    }

    /// The parameter of a response that carries the state.
    #[must_use]
    pub fn state_parameter(self) -> Field<ResponseParameters, Option<Text>> {
        match self.get(Self::STATE_IN) {
            Some(StateCarrier::RedirectUri) => ResponseParameters::STATE_IN_REDIRECT_URI,
            _ => ResponseParameters::STATE,
        }
    }

    /// What stands between scope words.
    #[must_use]
    pub fn scope_separator(self) -> Text {
        Text::from(self.get(Self::SCOPE_SEPARATOR).unwrap_or(ScopeSeparator::Space).word())
    }

    /// Refuses an empty scope where the provider needs one.
    ///
    /// # Errors
    /// `code`, naming `scope`.
    #[inline(never)]
    pub fn check_scope(self, scope: Scope, code: Code) -> Result<()> {
        if self.get(Self::SCOPE_REQUIRED) && scope.words().is_empty() {
            let reason = Message::from(c"is required by this provider, for example \"users:read cash:read\"");
            return Err(Error::field(code, Text::from(c"scope"), reason));
        }
        Ok(())
    }

    /// What a call needs, by the settings: the method, and the path below the API's base; empty where they say nothing. A
    /// `:name` in the settings matches any one segment. An entry with the exact path takes precedence.
    #[must_use]
    pub fn scope_of_call(self, method: Text, path: Text) -> Scope {
        let Some(calls) = self.get(Self::API_SCOPES) else { return Scope::EMPTY };
        if let Some(scope) = calls.text(method.then(Text::from(c" ")).then(path)) {
            return Scope::new(scope);
        }
        for call in calls.names().items() {
            if call.part(c"^([^ ]*)") == method && is_path_of(path, call.part(c"^[^ ]* (.*)")) {
                return Scope::new(calls.get(call).map_or(Text::EMPTY, Value::text));
            }
        }
        Scope::EMPTY
    }
}

fn is_path_of(path: Text, pattern: Text) -> bool {
    let slash = Text::from(c"/");
    let mut segments = path.split(slash).items();
    let mut parts = pattern.split(slash).items();
    parts.all(|part| segments.next().is_some_and(|own| part == own || part.fits(c"^:"))) && segments.next().is_none()
}

/// Whether that is an origin at which CoolSMS answers: both are one API.
#[must_use]
#[inline(never)]
pub fn is_coolsms(origin: Text) -> bool {
    origin.is(COOLSMS) || origin.is(SOLAPI)
}

/// The origin at which CoolSMS answers, unless an app says otherwise.
pub const COOLSMS: &CStr = c"https://api.coolsms.co.kr";
/// The other one of the same API.
pub const SOLAPI: &CStr = c"https://api.solapi.com";

record! {
    /// What an app may change of the preset for CoolSMS.
    pub CoolsmsOptions {
        /// Another base URL: an app's own proxy, or the sandbox.
        BASE: Option<Text> = "base" [Rule::Endpoint];
        /// How the state comes back.
        STATE_IN: Option<StateCarrier> = "stateIn" [StateCarrier::RULE];
    }
}

/// What CoolSMS's API asks for (`https://developers.solapi.com`): the call, then its scope.
const API_SCOPES: &[[Own; 2]] = &[
    [Own::new(c"GET /users/v1/member"), Own::new(c"users:read")],
    [Own::new(c"GET /users/v1/accounts/:accountId"), Own::new(c"users:read")],
    [Own::new(c"GET /cash/v1/balance"), Own::new(c"cash:read")],
    [Own::new(c"GET /senderid/v1/numbers/active"), Own::new(c"senderid:read")],
    [Own::new(c"POST /messages/v4/send"), Own::new(c"message:write")],
    [Own::new(c"GET /messages/v4/list"), Own::new(c"message:read")],
];

/// The settings for CoolSMS.
///
/// # Errors
/// `invalid_config`, naming the member.
#[inline(never)]
pub fn coolsms(options: Option<Value>) -> Result<Provider> {
    let options: CoolsmsOptions = check(options, Code::INVALID_CONFIG, c"coolsms")?;
    let base = options.get(CoolsmsOptions::BASE).unwrap_or_else(|| Text::from(COOLSMS)).part(c"^(.*?)/*$");
    let provider = Provider::new();
    provider.put(Provider::ID, Text::from(c"coolsms"));
    provider.put(Provider::RESPONSE_TYPE, Some(ResponseType::Token));
    provider.put(Provider::RESPONSE_IN, Some(ResponseLocation::Either));
    provider.put(Provider::TOKEN_REQUEST, Some(TokenRequestFormat::Json));
    provider.put(Provider::DEFAULT_TOKEN_TYPE, Some(TokenType::Bearer));
    provider.put(Provider::DEFAULT_LIFETIME_SECONDS, Some(86_400.0));
    provider.put(Provider::SCOPE_REQUIRED, true);
    let claims = JwtClaims::new();
    claims.put(JwtClaims::SCOPE, Some(Text::from(c"scope")));
    claims.put(JwtClaims::CLIENT_ID, Some(Text::from(c"clientId")));
    provider.put(Provider::JWT_ACCESS_TOKEN, Some(claims));
    let scopes = Map::new();
    for [call, scope] in API_SCOPES {
        scopes.put(Text::from(*call), Text::from(*scope).write());
    }
    provider.put(Provider::API_SCOPES, Some(scopes));
    provider.put(Provider::AUTHORIZATION_ENDPOINT, base.then(Text::from(c"/oauth2/v1/authorize")));
    provider.put(Provider::TOKEN_ENDPOINT, Some(base.then(Text::from(c"/oauth2/v1/access_token"))));
    provider.put(Provider::API_BASE, Some(base));
    provider.set(Provider::STATE_IN, options.get(CoolsmsOptions::STATE_IN));
    Ok(provider)
}
