//! The configuration of a client, checked whole before anything starts.

use crate::protocol::address::Address;
use crate::protocol::pending::Binding;
use crate::protocol::provider::{COOLSMS_ORIGINS, Provider, RESPONSE_TYPE};
use crate::protocol::schema::{Kind, Schema, check, origin};
use crate::protocol::{Code, Error, Platform, Result, Value, scope};

/// The configuration of a client. `index.d.ts` documents each member.
pub const CONFIG: &Schema = &[
    ("clientId", Kind::Text, true),
    ("redirectUri", Kind::RedirectUri, true),
    ("scope", Kind::Scope, false),
    ("provider", Kind::Any, false),
    ("responseType", RESPONSE_TYPE, false),
    ("apiOrigins", Kind::Origins, false),
    ("tokenStore", Kind::Word("session|memory"), false),
    ("stateLifetimeSeconds", Kind::Number(86_400.0), false),
    ("timeoutMs", TIMEOUT_MS, false),
];

/// A time-out: at most a day, in milliseconds.
pub const TIMEOUT_MS: Kind = Kind::Number(86_400_000.0);
/// How long a call waits unless told otherwise, in milliseconds.
pub const DEFAULT_TIMEOUT_MS: f64 = 30_000.0;
/// How long a sign-in may take unless told otherwise, in seconds.
pub const DEFAULT_STATE_LIFETIME_SECONDS: f64 = 600.0;

/// A checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    settings: Value,
    /// The authorization server.
    pub provider: Provider,
    /// The redirect URI, parsed.
    pub redirect_uri: Address,
    /// Where the provider's API lives.
    pub api_base: Option<Address>,
    /// What is asked for unless a sign-in says otherwise.
    pub scope: String,
    /// The origins that the token may be sent to, whole.
    pub api_origins: Vec<String>,
}

impl Config {
    /// Checks a configuration for a page of the given origin.
    ///
    /// # Errors
    /// `invalid_config`, naming the member.
    pub fn new(settings: Value, page_origin: &str, platform: &dyn Platform) -> Result<Self> {
        const CODE: Code = Code::InvalidConfig;
        check(&settings, CONFIG, CODE, "config", platform)?;
        let provider = Provider::new(settings.get("provider"), platform)?;
        let address = |text| platform.url(text, None);
        let redirect_uri = settings.text("redirectUri").and_then(address);
        let Some(redirect_uri) = redirect_uri.filter(|address| address.origin == page_origin) else {
            let reason = [
                "its origin is not this page's, ",
                page_origin,
                ": a sign-in could not finish (localhost is not 127.0.0.1)",
            ];
            return Err(Error::field(CODE, "redirectUri", &reason.concat()));
        };
        if settings.text("responseType").unwrap_or(provider.response_type()) == "code" {
            let reason = "code needs a token endpoint, which this version does not call";
            return Err(Error::field(CODE, "responseType", reason));
        }
        let scope = settings.get("scope").and_then(scope::read).unwrap_or_default();
        provider.check_scope(&scope, CODE)?;
        let api_base = provider.text("apiBase").and_then(address);
        let api_origins = api_origins(settings.get("apiOrigins"), api_base.as_ref(), platform);
        Ok(Self { provider, redirect_uri, api_base, scope, api_origins, settings })
    }

    /// What the states of this client are bound to.
    #[must_use]
    pub fn binding(&self) -> Binding<'_> {
        Binding {
            client_id: self.settings.text("clientId").unwrap_or_default(),
            provider: self.provider.id(),
            redirect_uri: self.settings.text("redirectUri").unwrap_or_default(),
            response_type: self.settings.text("responseType").unwrap_or(self.provider.response_type()),
        }
    }

    /// Whether the access token is kept in memory alone.
    #[must_use]
    pub fn is_in_memory(&self) -> bool {
        self.settings.text("tokenStore") == Some("memory")
    }

    /// How long a sign-in may take, in seconds.
    #[must_use]
    pub fn state_lifetime_seconds(&self) -> f64 {
        self.settings.number("stateLifetimeSeconds").unwrap_or(DEFAULT_STATE_LIFETIME_SECONDS)
    }

    /// How long a call waits for the head of its answer, in milliseconds.
    #[must_use]
    pub fn timeout_ms(&self) -> f64 {
        self.settings.number("timeoutMs").unwrap_or(DEFAULT_TIMEOUT_MS)
    }
}

/// The listed origins, or that of the provider's API. CoolSMS has two, which are one API, and its own are what a
/// call without a provider may go to.
#[must_use]
pub fn api_origins(listed: Option<&Value>, api_base: Option<&Address>, platform: &dyn Platform) -> Vec<String> {
    match (listed, api_base) {
        (Some(list), _) => list.as_list().iter().filter_map(|item| origin(item.as_text()?, platform)).collect(),
        (None, Some(base)) if !COOLSMS_ORIGINS.contains(&base.origin.as_str()) => vec![base.origin.clone()],
        (None, _) => COOLSMS_ORIGINS.map(String::from).into(),
    }
}
