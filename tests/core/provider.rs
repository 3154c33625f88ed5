//! The preset for CoolSMS, and a provider's settings where functions take them.

use crate::case::cases;
use crate::support::app::{authorize_url, parse_response, plain};
use crate::support::{flow, named, refusal};
use coolsms_oauth2::protocol::provider::coolsms;
use serde_json::{Value as Json, json};

cases! {
    [S1] coolsms_is_default,
    [S5 S6 S10] preset_takes_base_and_state_in_only,
    [S5] functions_refuse_invalid_settings,
}

fn coolsms_is_default() {
    let preset = flow(coolsms, &Json::Null).expect("it is valid");
    assert_eq!(plain()["provider"], preset);
    let words = json!({ "id": "coolsms", "responseType": "token", "responseIn": "either", "tokenRequest": "json",
        "defaultTokenType": "Bearer", "defaultLifetimeSeconds": 86_400, "scopeRequired": true,
        "jwtAccessToken": { "scope": "scope", "clientId": "clientId" }, "apiScopes": preset["apiScopes"],
        "authorizationEndpoint": "https://api.coolsms.co.kr/oauth2/v1/authorize",
        "tokenEndpoint": "https://api.coolsms.co.kr/oauth2/v1/access_token", "apiBase": "https://api.coolsms.co.kr" });
    assert_eq!(preset, words); // implicit by preset
}

fn preset_takes_base_and_state_in_only() {
    let own =
        flow(coolsms, &json!({ "base": "http://127.0.0.1:8401/", "stateIn": "redirect_uri" })).expect("it is valid");
    assert_eq!((&own["apiBase"], &own["stateIn"]), (&json!("http://127.0.0.1:8401"), &json!("redirect_uri")));
    let wrong = json!([{ "base": "http://sms.example" }, { "base": "/sms" }, { "base": 7 }, { "stateIn": "cookie" },
        { "bass": "https://sms.example" }, { "client_secret": "s" }]);
    for (options, field) in named(&wrong).chain([(&json!([]), "coolsms")]) {
        assert_eq!(refusal(&flow(coolsms, options)), ("invalid_config", field), "{options}");
    }
}

fn functions_refuse_invalid_settings() {
    let settings = json!({ "id": "p", "authorizationEndpoint": "http://auth.example/" });
    for refused in [
        authorize_url(&json!({ "provider": settings })),
        parse_response("https://app.example/#access_token=t", &settings),
        parse_response("https://app.example/", &settings),
    ] {
        assert_eq!(refusal(&refused), ("invalid_config", "authorizationEndpoint"));
    }
    assert_eq!(refusal(&parse_response("", &Json::Null)), ("invalid_request", "url"));
}
