//! The configuration of a client, checked whole before anything starts.

use crate::host::{List, Member, Record, Rule, Text, Value, record, words};
use crate::protocol::check::check;
use crate::protocol::origin::origin_of;
use crate::protocol::pending::Binding;
use crate::protocol::provider::{Provider, ResponseType, is_coolsms};
use crate::protocol::{Code, Error, Message, Result, Scope};

words! {
    /// Where a session is kept.
    pub TokenStore {
        /// In sessionStorage: it survives a reload.
        Session = "session";
        /// In memory.
        Memory = "memory";
    }
}

words! {
    /// Where a refresh token is kept.
    pub RefreshTokenStore {
        /// Nowhere.
        Discard = "discard";
        /// In memory.
        Memory = "memory";
        /// In sessionStorage.
        Session = "session";
    }
}

record! {
    /// The configuration of a client, as an app writes it; once it is checked, with its provider, and with the response type
    /// and the store of refresh tokens that were chosen.
    pub ClientConfig {
        /// The app's client identifier (RFC 6749 §2.2).
        CLIENT_ID: Text = "clientId" [required Rule::Text];
        /// Where responses come to (RFC 6749 §3.1.2), sent byte for byte.
        REDIRECT_URI: Text = "redirectUri" [required Rule::RedirectUri];
        /// What is asked for unless a sign-in says otherwise.
        SCOPE: Option<Scope> = "scope" [Rule::Scope];
        /// The authorization server. Default: CoolSMS.
        PROVIDER: Option<Provider> = "provider" [Rule::Any];
        /// What is asked for (RFC 6749 §3.1.1). Default: the provider's.
        RESPONSE_TYPE: Option<ResponseType> = "responseType" [ResponseType::RULE];
        /// The origins that a token may be sent to. Default: that of the provider's API.
        API_ORIGINS: Option<List> = "apiOrigins" [Rule::Origins];
        /// Where the session is kept.
        TOKEN_STORE: Option<TokenStore> = "tokenStore" [TokenStore::RULE];
        /// Where a refresh token is kept. Default: in memory for a code, else nowhere.
        REFRESH_TOKEN_STORE: Option<RefreshTokenStore> = "refreshTokenStore" [RefreshTokenStore::RULE];
        /// Whether a new tab is given the session of another.
        SHARE_ACROSS_TABS: bool = "shareAcrossTabs" [Rule::Flag];
        /// How long before its end a token is refreshed, in seconds.
        CLOCK_SKEW_SECONDS: Option<f64> = "clockSkewSeconds" [Rule::Number(3600)];
        /// How long a sign-in may take, in seconds.
        STATE_LIFETIME_SECONDS: Option<f64> = "stateLifetimeSeconds" [Rule::Number(86_400)];
        /// How long a call waits for the head of its answer, in milliseconds.
        TIMEOUT_MS: Option<f64> = "timeoutMs" [Rule::TIMEOUT_MS];
    }
}

/// How long a call waits unless told otherwise, in milliseconds.
pub const DEFAULT_TIMEOUT_MS: f64 = 30_000.0;
/// How long before its end a token is refreshed unless told otherwise, in seconds.
pub const DEFAULT_CLOCK_SKEW_SECONDS: f64 = 30.0;
/// How long a sign-in may take unless told otherwise, in seconds.
pub const DEFAULT_STATE_LIFETIME_SECONDS: f64 = 600.0;

record! {
    /// What opens a client.
    pub OpenClient {
        /// The app's settings.
        SETTINGS: Option<Value> = "settings";
        /// The origin of the page.
        ORIGIN: Text = "origin";
    }
}

/// Checks a configuration for the page that opens the client.
///
/// # Errors
/// `invalid_config`, naming the member.
pub fn open(input: OpenClient) -> Result<ClientConfig> {
    let refuse = |field: Text, reason: Message| Err(Error::field(Code::INVALID_CONFIG, field, reason));
    let config: ClientConfig = check(input.get(OpenClient::SETTINGS), Code::INVALID_CONFIG, c"config")?;
    let provider = Provider::check(config.value(ClientConfig::PROVIDER))?;
    let page = input.get(OpenClient::ORIGIN);
    if origin_of(config.get(ClientConfig::REDIRECT_URI)) != page {
        let reason = Message::from(c"must be a page of this origin (localhost is not 127.0.0.1): ").then(page);
        return refuse(ClientConfig::REDIRECT_URI.text(), reason);
    }
    let response_type = provider.response_type(config.get(ClientConfig::RESPONSE_TYPE));
    let is_code = response_type == ResponseType::Code;
    let default_store = if is_code { RefreshTokenStore::Memory } else { RefreshTokenStore::Discard };
    let store = config.get(ClientConfig::REFRESH_TOKEN_STORE).unwrap_or(default_store);
    let token_endpoint = provider.get(Provider::TOKEN_ENDPOINT);
    let name = Provider::TOKEN_ENDPOINT.text();
    match token_endpoint {
        None if is_code || store != RefreshTokenStore::Discard => {
            return refuse(name, Message::from(c"is required in the provider's settings"));
        }
        Some(endpoint) if is_code && is_coolsms(origin_of(endpoint)) => {
            let reason = c"must be on your own server: CoolSMS exchanges a code only for the app's secret";
            return refuse(name, Message::from(reason));
        }
        _ => {}
    }
    let config = ClientConfig(config.0.copy());
    config.put(ClientConfig::RESPONSE_TYPE, Some(response_type));
    config.put(ClientConfig::REFRESH_TOKEN_STORE, Some(store));
    config.put(ClientConfig::PROVIDER, Some(provider));
    provider.check_scope(config.scope(), Code::INVALID_CONFIG)?;
    Ok(config)
}

impl ClientConfig {
    /// The authorization server.
    #[must_use]
    #[inline(never)]
    pub fn provider(self) -> Provider {
        Member::read(self.value(Self::PROVIDER))
    }

    /// What is asked for unless a sign-in says otherwise.
    #[must_use]
    pub fn scope(self) -> Scope {
        self.get(Self::SCOPE).unwrap_or(Scope::EMPTY)
    }

    /// What is asked for (RFC 6749 §3.1.1).
    #[must_use]
    pub fn response_type(self) -> ResponseType {
        self.provider().response_type(self.get(Self::RESPONSE_TYPE))
    }

    /// What the states of this client are bound to.
    #[must_use]
    #[inline(never)]
    pub fn binding(self) -> Binding {
        let binding = Binding::new();
        binding.put(Binding::CLIENT_ID, self.get(Self::CLIENT_ID));
        let provider = self.provider();
        binding.put(Binding::PROVIDER, provider.get(Provider::ID));
        // What a code and a token are sent to.
        let token_endpoint = provider.get(Provider::TOKEN_ENDPOINT).unwrap_or(Text::EMPTY).then(Text::from(c" "));
        let endpoints = token_endpoint.then(provider.get(Provider::API_BASE).unwrap_or(Text::EMPTY));
        binding.put(Binding::ENDPOINTS, Some(endpoints));
        binding.put(Binding::REDIRECT_URI, self.get(Self::REDIRECT_URI));
        binding.put(Binding::RESPONSE_TYPE, Some(self.response_type()));
        binding
    }
}
