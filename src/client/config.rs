//! The configuration of a client, checked whole before anything starts.

use crate::protocol::pending::Binding;
use crate::protocol::provider::{COOLSMS_ORIGINS, Provider, RESPONSE_TYPE};
use crate::protocol::schema::{Kind, Schema, check};
use crate::protocol::text::joined;
use crate::protocol::{Code, Error, Platform, Result, Value, scope};

/// The configuration of a client. `types.ts` documents each member.
pub const CONFIG: &Schema = &[
    ("clientId", Kind::Text, true),
    ("redirectUri", Kind::RedirectUri, true),
    ("scope", Kind::Scope, false),
    ("provider", Kind::Any, false),
    ("responseType", RESPONSE_TYPE, false),
    ("apiOrigins", Kind::Origins, false),
    ("tokenStore", Kind::Word("session|memory"), false),
    ("refreshTokenStore", Kind::Word("discard|memory|session"), false),
    ("shareAcrossTabs", Kind::Flag, false),
    ("clockSkewSeconds", Kind::Number(3600), false),
    ("stateLifetimeSeconds", Kind::Number(86_400), false),
    ("timeoutMs", Kind::TIMEOUT_MS, false),
];

/// How long a call waits unless told otherwise, in milliseconds.
pub const DEFAULT_TIMEOUT_MS: f64 = 30_000.0;
/// How long before its end a token is refreshed unless told otherwise, in seconds.
pub const DEFAULT_CLOCK_SKEW_SECONDS: f64 = 30.0;
/// How long a sign-in may take unless told otherwise, in seconds.
pub const DEFAULT_STATE_LIFETIME_SECONDS: f64 = 600.0;

/// A checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// The app's own settings.
    pub settings: Value,
    /// The authorization server.
    pub provider: Provider,
}

impl Config {
    /// Checks a configuration for a page of the given origin.
    ///
    /// # Errors
    /// `invalid_config`, naming the member.
    pub fn new(mut settings: Value, page_origin: &str, platform: &impl Platform) -> Result<Self> {
        const CODE: Code = Code::InvalidConfig;
        check(&settings, CONFIG, CODE, "config", platform)?;
        let provider = Provider::new(settings.take("provider"), platform)?;
        let redirect_uri = platform.address(settings.get("redirectUri").text(), None);
        if redirect_uri.origin != page_origin {
            let reason = joined("a page of this origin is needed (localhost is not 127.0.0.1): ", page_origin);
            return Err(Error::field(CODE, "redirectUri", &reason));
        }
        let response_type = Value::from(provider.response_type(&settings));
        let is_code = response_type.is("code");
        let default_store = if is_code { "memory" } else { "discard" };
        let store = Value::from(settings.get("refreshTokenStore").as_text().unwrap_or(default_store));
        let endpoint = provider.get("tokenEndpoint");
        if (is_code || !store.is("discard")) && endpoint.is_null() {
            return Err(Error::field(CODE, "tokenEndpoint", "it is missing in the provider's settings"));
        }
        let origin = platform.address(endpoint.text(), None).origin;
        if is_code && COOLSMS_ORIGINS.contains(&origin.as_str()) {
            let reason = "CoolSMS exchanges a code for the app's secret alone: name your own server, which keeps it";
            return Err(Error::field(CODE, "tokenEndpoint", reason));
        }
        settings.replace("responseType", response_type);
        settings.replace("refreshTokenStore", store);
        let config = Self { settings, provider };
        config.provider.check_scope(&config.scope(), CODE)?;
        Ok(config)
    }

    /// The configuration as one object, with the response type and the store of refresh tokens that were chosen, to be held
    /// by the shell and given back to [`Config::from_value`].
    #[must_use]
    pub fn into_value(mut self) -> Value {
        self.settings.set("provider", self.provider.0);
        self.settings
    }

    /// A configuration that [`Config::new`] has checked.
    #[must_use]
    pub fn from_value(mut settings: Value) -> Self {
        Self { provider: Provider(settings.take("provider")), settings }
    }

    /// The app's client identifier (RFC 6749 §2.2).
    #[must_use]
    pub fn client_id(&self) -> &str {
        self.settings.get("clientId").text()
    }

    /// Whether a refresh token is kept; else nobody holds it.
    #[must_use]
    pub fn keeps_refresh_token(&self) -> bool {
        !self.settings.get("refreshTokenStore").is("discard")
    }

    /// What is asked for unless a sign-in says otherwise.
    #[must_use]
    pub fn scope(&self) -> String {
        scope::read(self.settings.get("scope")).unwrap_or_default()
    }

    /// What the states of this client are bound to.
    #[must_use]
    pub fn binding(&self) -> Binding {
        let response_type = self.provider.response_type(&self.settings);
        Binding::new(&self.settings, self.provider.get("id").text(), response_type)
    }
}
