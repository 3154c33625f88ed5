//! An authorization server as this client sees it, and the preset for CoolSMS.

use super::schema::{Kind, Schema, check};
use super::text::{cut, joined, pieces, without_end};
use super::{Code, Error, Platform, Result, Value};

/// The settings of a provider. `types.ts` documents each.
pub const PROVIDER: &Schema = &[
    ("id", Kind::Text, true),
    ("issuer", Kind::Text, false),
    ("authorizationEndpoint", Kind::Endpoint, true),
    ("tokenEndpoint", Kind::Endpoint, false),
    ("revocationEndpoint", Kind::Endpoint, false),
    ("tokenRequest", Kind::Word("form|json"), false),
    ("authorizationResponseIssParameterSupported", Kind::Flag, false),
    ("apiBase", Kind::Endpoint, false),
    ("responseType", RESPONSE_TYPE, false),
    ("responseIn", Kind::Word("fragment|query|either"), false),
    ("stateIn", STATE_IN, false),
    ("jwtAccessToken", Kind::Texts, false),
    ("defaultTokenType", Kind::Word("Bearer"), false),
    ("defaultLifetimeSeconds", Kind::Number(31_536_000), false),
    ("scopeRequired", Kind::Flag, false),
    ("scopeSeparator", Kind::Word(" |,"), false),
    ("apiScopes", Kind::Texts, false),
];

/// What is asked for at the authorization endpoint (RFC 6749 §3.1.1).
pub const RESPONSE_TYPE: Kind = Kind::Word("token|code");
const STATE_IN: Kind = Kind::Word("parameter|redirect_uri");

/// An authorization server and its API: settings that [`PROVIDER`] has checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Provider(pub Value);

impl Provider {
    /// Checks a provider's settings; null is CoolSMS.
    ///
    /// # Errors
    /// `invalid_config`, naming the member.
    #[inline(never)]
    pub fn new(settings: Value, platform: &impl Platform) -> Result<Self> {
        if settings.is_null() {
            return Ok(Self(coolsms(&settings, platform)?));
        }
        check(&settings, PROVIDER, Code::InvalidConfig, "provider", platform)?;
        if settings.get("authorizationResponseIssParameterSupported").is_true() && settings.get("issuer").is_null() {
            return Err(Error::field(Code::InvalidConfig, "issuer", "it is missing, and every response is to name it"));
        }
        Ok(Self(settings))
    }

    /// A setting.
    #[must_use]
    pub fn get(&self, name: &str) -> &Value {
        self.0.get(name)
    }

    /// What an app asks for: its own `responseType`, or, unless there is one, what the provider's settings say.
    #[must_use]
    #[inline(never)]
    pub fn response_type<'a>(&'a self, app: &'a Value) -> &'a str {
        app.get("responseType").as_text().or(self.get("responseType").as_text()).unwrap_or("code")
    }

    /// Whether the nonce travels in the redirect URI's query, since the provider does not echo `state`.
    #[must_use]
    pub fn has_state_in_redirect_uri(&self) -> bool {
        self.get("stateIn").is("redirect_uri")
    }

    /// What stands between scope words.
    #[must_use]
    pub fn scope_separator(&self) -> &str {
        self.get("scopeSeparator").as_text().unwrap_or(" ")
    }

    /// Refuses an empty scope where the provider needs one.
    ///
    /// # Errors
    /// `code`, naming `scope`.
    #[inline(never)]
    pub fn check_scope(&self, scope: &str, code: Code) -> Result<()> {
        if self.get("scopeRequired").is_true() && pieces(scope, b' ').next().is_none() {
            return Err(Error::field(code, "scope", "this provider needs one"));
        }
        Ok(())
    }

    /// What a call needs, by the settings: the method, and the path below the API's base; empty where they say
    /// nothing. A `:name` in the settings stands for any one segment.
    #[must_use]
    pub fn scope_of_call(&self, method: &str, path: &str) -> &str {
        let matches = |pattern| {
            let mut segments = pieces(path, b'/');
            pieces(pattern, b'/').all(|part| segments.next().is_some_and(|own| part == own || part.starts_with(':')))
                && segments.next().is_none()
        };
        for (call, scope) in self.get("apiScopes").members() {
            let (known, pattern) = cut(call, b' ');
            if known == method && matches(pattern) {
                return scope.text();
            }
        }
        ""
    }
}

/// The hosts at which CoolSMS answers.
pub const COOLSMS_ORIGINS: [&str; 2] = ["https://api.coolsms.co.kr", "https://api.solapi.com"];

/// The settings for CoolSMS that are words.
const WORDS: &[(&str, &str)] = &[
    ("id", "coolsms"),
    ("responseType", "token"),
    ("responseIn", "either"),
    ("tokenRequest", "json"),
    ("defaultTokenType", "Bearer"),
];
/// Where its tokens say what.
const CLAIMS: &[(&str, &str)] = &[("scope", "scope"), ("clientId", "clientId")];
/// What its API asks for.
const API_SCOPES: &[(&str, &str)] = &[
    ("GET /users/v1/member", "users:read"),
    ("GET /users/v1/accounts/:accountId", "users:read"),
    ("GET /cash/v1/balance", "cash:read"),
    ("GET /senderid/v1/numbers/active", "senderid:read"),
    ("POST /messages/v4/send", "message:write"),
    ("GET /messages/v4/list", "message:read"),
];

/// The settings for CoolSMS: `options` may hold another `base` (an app's own proxy, or the sandbox) and
/// `stateIn`.
///
/// # Errors
/// `invalid_config`, naming the member.
#[inline(never)]
pub fn coolsms(options: &Value, platform: &impl Platform) -> Result<Value> {
    let schema = [("base", Kind::Endpoint, false), ("stateIn", STATE_IN, false)];
    check(options, &schema, Code::InvalidConfig, "coolsms", platform)?;
    let [default_base, _] = COOLSMS_ORIGINS;
    let base = without_end(options.get("base").as_text().unwrap_or(default_base), "/");
    let mut settings = Value::texts(WORDS);
    settings.set_number("defaultLifetimeSeconds", 86_400.0);
    settings.set("scopeRequired", Value::Bool(true));
    settings.set("jwtAccessToken", Value::texts(CLAIMS));
    settings.set("apiScopes", Value::texts(API_SCOPES));
    settings.set_text("authorizationEndpoint", &joined(base, "/oauth2/v1/authorize"));
    settings.set_text("tokenEndpoint", &joined(base, "/oauth2/v1/access_token"));
    settings.set_text("apiBase", base);
    settings.set_copy("stateIn", options.get("stateIn"));
    Ok(settings)
}
