//! The apps of the simulated page, and what is true of each.

use std::sync::LazyLock;

use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::protocol::Value;
use serde_json::{Value as Json, json};

use crate::support::app::{config, merge};

/// A client that a page may create.
pub(crate) struct App {
    pub(crate) config: Config,
    /// Of its session in the store: endpoint, provider and client, as `client.js` writes them.
    pub(crate) key: String,
    pub(crate) client_id: &'static str,
    provider: &'static str,
    pub(crate) redirect_uri: &'static str,
    pub(crate) endpoint: &'static str,
    /// The base of its API.
    pub(crate) base: &'static str,
    /// Where its token may go.
    pub(crate) origins: &'static [&'static str],
    /// How long a sign-in may take, in milliseconds.
    pub(crate) lifetime: f64,
    /// The parameter that carries the nonce.
    pub(crate) nonce: &'static str,
}

impl App {
    /// Whether a nonce of the one is good for the other.
    pub(crate) fn is_bound_like(&self, other: &Self) -> bool {
        (self.client_id, self.provider, self.redirect_uri) == (other.client_id, other.provider, other.redirect_uri)
    }

    /// Whether its access token is not to be stored.
    pub(crate) fn is_in_memory(&self) -> bool {
        self.config.settings.get("tokenStore").is("memory")
    }

    /// Whether its refresh token is to be stored.
    pub(crate) fn stores_refresh_token(&self) -> bool {
        self.config.settings.get("refreshTokenStore").is("session")
    }

    /// Whether it keeps refresh tokens at all.
    pub(crate) fn keeps_refresh_token(&self) -> bool {
        self.config.keeps_refresh_token()
    }

    /// Whether its tabs share a session.
    pub(crate) fn is_shared(&self) -> bool {
        *self.config.settings.get("shareAcrossTabs") != Value::Bool(false)
    }

    /// Where its refresh token may go.
    pub(crate) fn endpoint(&self, name: &str) -> &str {
        self.config.provider.get(name).text()
    }

    /// Whether it asks for a code.
    pub(crate) fn is_for_code(&self) -> bool {
        self.config.settings.get("responseType").is("code")
    }

    /// Whether its tokens are JWTs.
    pub(crate) fn has_jwts(&self) -> bool {
        self.provider == "coolsms"
    }
}

const COOLSMS: &[&str] = &["https://api.coolsms.co.kr", "https://api.solapi.com"];
const CODE: &str = "https://code.example/authorize";
const CALLBACK: &str = "https://app.example/callback";

/// Those clients: the plain one, one that keeps its session in memory, another app, one of another provider, the plain
/// one's app at another redirect URI, another app of that other provider, whose tokens do not say whose they are; and the
/// plain one with its refresh token in memory, in the store, with all in memory, and in a tab of its own; and two of a server that gives
/// codes.
pub(crate) static APPS: LazyLock<Vec<App>> = LazyLock::new(|| {
    let plain = App {
        config: made(json!({})),
        key: key("https://api.coolsms.co.kr/oauth2/v1/authorize", "coolsms", "our-app"),
        client_id: "our-app",
        provider: "coolsms",
        redirect_uri: CALLBACK,
        endpoint: "https://api.coolsms.co.kr/oauth2/v1/authorize",
        base: "https://api.coolsms.co.kr",
        origins: COOLSMS,
        lifetime: 600_000.0,
        nonce: "state",
    };
    let in_memory = App { config: made(json!({ "tokenStore": "memory" })), key: plain.key.clone(), ..plain };
    let another = App {
        config: made(json!({ "clientId": "another-app", "stateLifetimeSeconds": 60,
            "apiOrigins": ["https://proxy.example"] })),
        key: key(plain.endpoint, "coolsms", "another-app"),
        client_id: "another-app",
        origins: &["https://proxy.example"],
        lifetime: 60_000.0,
        ..plain
    };
    let endpoint = "https://auth.example/authorize?tenant=7";
    let of_own_provider = |client_id: &'static str| App {
        config: made(json!({ "clientId": client_id, "redirectUri": "https://app.example/own?app=1", "provider": {
            "id": "own", "authorizationEndpoint": endpoint, "apiBase": "https://api.example/v1", "responseType": "token",
            "issuer": "https://auth.example", "stateIn": "redirect_uri", "defaultTokenType": "Bearer" } })),
        key: key(endpoint, "own", client_id),
        client_id,
        provider: "own",
        redirect_uri: "https://app.example/own?app=1",
        endpoint,
        base: "https://api.example/v1",
        origins: &["https://api.example"],
        nonce: "oauth_state",
        ..plain
    };
    let (own, sibling) = (of_own_provider("our-app"), of_own_provider("another-app"));
    let elsewhere = App {
        config: made(json!({ "redirectUri": "https://app.example/other" })),
        redirect_uri: "https://app.example/other",
        key: plain.key.clone(),
        ..plain
    };
    let refreshing = |changes: Json| App { config: made(changes), key: plain.key.clone(), ..plain };
    let refreshed = refreshing(json!({ "refreshTokenStore": "memory" }));
    let refreshed_stored = refreshing(json!({ "refreshTokenStore": "session" }));
    let refreshed_in_memory = refreshing(json!({ "tokenStore": "memory", "refreshTokenStore": "memory" }));
    let alone = refreshing(json!({ "refreshTokenStore": "session", "shareAcrossTabs": false }));
    let for_code = |changes: Json| {
        let mut settings = json!({ "provider": {
            "id": "code", "authorizationEndpoint": CODE, "tokenEndpoint": "https://code.example/token",
            "revocationEndpoint": "https://code.example/revoke", "apiBase": "https://code.example/api",
            "issuer": "https://code.example", "authorizationResponseIssParameterSupported": true } });
        merge(&mut settings, &changes);
        App {
            config: made(settings),
            key: key(CODE, "code", "our-app"),
            provider: "code",
            endpoint: CODE,
            base: "https://code.example/api",
            origins: &["https://code.example"],
            ..plain
        }
    };
    let (by_code, by_code_stored) = (for_code(json!({})), for_code(json!({ "refreshTokenStore": "session" })));
    let first = [plain, in_memory, another, own, elsewhere, sibling];
    let more = [refreshed, refreshed_stored, refreshed_in_memory, alone, by_code, by_code_stored];
    first.into_iter().chain(more).collect()
});

/// The two clients that the pages of a schedule may create.
pub(crate) const PAGES: [[usize; 2]; 20] = [
    [0, 0],
    [0, 0],
    [1, 1],
    [0, 1],
    [0, 2],
    [0, 3],
    [0, 4],
    [3, 5],
    [6, 6],
    [6, 6],
    [7, 7],
    [7, 7],
    [8, 8],
    [9, 9],
    [6, 7],
    [6, 2],
    [10, 10],
    [10, 10],
    [11, 11],
    [11, 0],
];

fn made(changes: Json) -> Config {
    config(&changes).expect("the configuration is good")
}

fn key(endpoint: &str, provider: &str, client_id: &str) -> String {
    json!([endpoint, provider, client_id]).to_string()
}
