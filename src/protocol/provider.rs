//! An authorization server as this client sees it, and the preset for CoolSMS.

use super::schema::{Kind, Schema, check};
use super::{Code, Error, Platform, Result, Value, scope};

/// The settings of a provider. `index.d.ts` documents each.
pub const PROVIDER: &Schema = &[
    ("id", Kind::Text, true),
    ("issuer", Kind::Text, false),
    ("authorizationEndpoint", Kind::Endpoint, true),
    ("apiBase", Kind::Endpoint, false),
    ("responseType", RESPONSE_TYPE, false),
    ("responseIn", Kind::Word("fragment|query|either"), false),
    ("stateIn", STATE_IN, false),
    ("jwtAccessToken", Kind::Texts, false),
    ("defaultTokenType", Kind::Word("Bearer"), false),
    ("defaultLifetimeSeconds", Kind::Number(31_536_000.0), false),
    ("scopeRequired", Kind::Flag, false),
    ("scopeSeparator", Kind::Word(" |,"), false),
    ("apiScopes", Kind::Texts, false),
];

/// What is asked for at the authorization endpoint (RFC 6749 §3.1.1).
pub const RESPONSE_TYPE: Kind = Kind::Word("token|code");
const STATE_IN: Kind = Kind::Word("parameter|redirect_uri");

/// An authorization server and its API: settings that [`PROVIDER`] has checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Provider(Value);

impl Provider {
    /// Checks a provider's settings; without any, it is CoolSMS.
    ///
    /// # Errors
    /// `invalid_config`, naming the member.
    pub fn new(settings: Option<&Value>, platform: &dyn Platform) -> Result<Self> {
        let settings = match settings {
            Some(settings) => settings.clone(),
            None => coolsms(&Value::Null, platform)?,
        };
        check(&settings, PROVIDER, Code::InvalidConfig, "provider", platform)?;
        Ok(Self(settings))
    }

    /// A setting that is a string.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.text(name)
    }

    /// Its name, to which states and sessions are bound.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.text("id").unwrap_or_default()
    }

    /// What it is asked for unless the client says otherwise.
    #[must_use]
    pub fn response_type(&self) -> &str {
        self.0.text("responseType").unwrap_or("code")
    }

    /// Whether the nonce travels in the redirect URI's query, since the provider does not echo `state`.
    #[must_use]
    pub fn has_state_in_redirect_uri(&self) -> bool {
        self.0.text("stateIn") == Some("redirect_uri")
    }

    /// Whether its access tokens are JWTs.
    #[must_use]
    pub fn is_jwt(&self) -> bool {
        self.0.get("jwtAccessToken").is_some()
    }

    /// The claim of its JWTs that holds this (`scope`, `clientId`).
    #[must_use]
    pub fn claim(&self, what: &str) -> Option<&str> {
        self.0.get("jwtAccessToken")?.text(what)
    }

    /// The lifetime of an access token that says none, in seconds.
    #[must_use]
    pub fn default_lifetime_seconds(&self) -> Option<f64> {
        self.0.number("defaultLifetimeSeconds")
    }

    /// What stands between scope words.
    #[must_use]
    pub fn scope_separator(&self) -> char {
        if self.0.text("scopeSeparator") == Some(",") { ',' } else { ' ' }
    }

    /// Refuses an empty scope where the provider needs one.
    ///
    /// # Errors
    /// `code`, naming `scope`.
    pub fn check_scope(&self, scope: &str, code: Code) -> Result<()> {
        if self.0.flag("scopeRequired") && scope::words(scope).next().is_none() {
            return Err(Error::field(code, "scope", "this provider needs one"));
        }
        Ok(())
    }

    /// What a call needs, by the settings: the method, and the path below the API's base. A `:name` in the
    /// settings stands for any one segment.
    #[must_use]
    pub fn scope_of_call(&self, method: &str, path: &str) -> Option<&str> {
        let matches = |pattern: &str| {
            let mut segments = path.split('/');
            pattern.split('/').all(|part| segments.next().is_some_and(|own| part == own || part.starts_with(':')))
                && segments.next().is_none()
        };
        let calls = self.0.get("apiScopes")?.members();
        let is_call = |(call, _): &&(String, Value)| {
            call.split_once(' ').is_some_and(|(known, pattern)| known == method && matches(pattern))
        };
        calls.iter().find(is_call)?.1.as_text()
    }
}

/// The hosts at which CoolSMS answers.
pub const COOLSMS_ORIGINS: [&str; 2] = ["https://api.coolsms.co.kr", "https://api.solapi.com"];

/// The settings for CoolSMS but for its addresses, as an app would write them.
const COOLSMS: &str = r#"{
"id":"coolsms","responseType":"token","responseIn":"either","defaultTokenType":"Bearer","defaultLifetimeSeconds":86400,
"scopeRequired":true,"jwtAccessToken":{"scope":"scope","clientId":"clientId"},"apiScopes":{
"GET /users/v1/member":"users:read","GET /users/v1/accounts/:accountId":"users:read","GET /cash/v1/balance":"cash:read",
"GET /senderid/v1/numbers/active":"senderid:read","POST /messages/v4/send":"message:write",
"GET /messages/v4/list":"message:read"}}"#;

/// The settings for CoolSMS: `options` may hold another `base` (an app's own proxy, or the sandbox) and
/// `stateIn`.
///
/// # Errors
/// `invalid_config`, naming the member.
pub fn coolsms(options: &Value, platform: &dyn Platform) -> Result<Value> {
    let schema = [("base", Kind::Endpoint, false), ("stateIn", STATE_IN, false)];
    check(options, &schema, Code::InvalidConfig, "coolsms", platform)?;
    let [default_base, _] = COOLSMS_ORIGINS;
    let base = options.text("base").unwrap_or(default_base).trim_end_matches('/');
    let mut settings = platform.json(COOLSMS).unwrap_or(Value::object());
    settings.set_text("authorizationEndpoint", Some(&[base, "/oauth2/v1/authorize"].concat()));
    settings.set_text("apiBase", Some(base));
    settings.set_text("stateIn", options.text("stateIn"));
    Ok(settings)
}
