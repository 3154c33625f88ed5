//! Configurations: a refusal names its field, and every optional setting has a default.

use crate::case::cases;
use crate::support::app::{PAGE, REDIRECT_URI, config, open, permit, plain, sign_in, signed_in, started};
use crate::support::rows::settings;
use crate::support::{refusal, with};
use serde_json::{Value as Json, json};

cases! {
    [S4 S8 S24] missing_setting_is_named,
    [S8 S45] invalid_setting_is_named,
    [S5] endpoint_needs_https_or_loopback,
    [S6] client_secret_is_refused_with_reason,
    [] unknown_setting_is_named,
    [] only_objects_are_accepted,
    [S1 S6] code_grant_needs_token_endpoint,
    [] defaults_apply,
    [S14] opened_configuration_keeps_settings_and_binding,
}

/// That this change, put over the example's settings, is refused with the name of the field.
fn refused(changes: &Json, field: &str) {
    assert_eq!(refusal(&config(changes)), ("invalid_config", field), "{changes}");
}

/// That every one of these values is refused in its setting; `settings` says where that stands.
fn refused_values(settings: fn(&Json) -> Json, wrong: &Json) {
    for (field, values) in wrong.as_object().expect("settings") {
        for value in values.as_array().expect("values") {
            refused(&settings(&json!({ (field): value })), field);
        }
    }
}

/// A provider, some of its settings replaced.
fn provider(changes: &Json) -> Json {
    json!({ "provider": with(settings("strict"), changes) })
}

fn missing_setting_is_named() {
    for nothing in [json!({}), json!(null)] {
        assert_eq!(refusal(&open(&nothing)), ("invalid_config", "clientId"));
    }
    refused_values(Json::clone, &json!({ "clientId": [null], "redirectUri": [null], "scope": [null, " "] }));
    refused_values(provider, &json!({ "id": [null], "authorizationEndpoint": [null] }));
    let scope_required = provider(&json!({ "scopeRequired": true }));
    refused(&with(scope_required, &json!({ "scope": null })), "scope");
    refused(&provider(&json!({ "issuer": null, "authorizationResponseIssParameterSupported": true })), "issuer");
}

fn invalid_setting_is_named() {
    let wrong = json!({
        "clientId": [7, "", ["a"], {}, true],
        "redirectUri": [7, [REDIRECT_URI], { "href": REDIRECT_URI }],
        "scope": [7, {}, ["a", 7], [["a"]], "a\"b", "a\nb"],
        "responseType": ["id_token", "token code", "", "token|code", ["token"]],
        "apiOrigins": ["https://a.example", {}, [null], [[]]],
        "tokenStore": ["local", "cookie", "Memory", true],
        "refreshTokenStore": ["local", "", true],
        "shareAcrossTabs": ["true", 1, {}],
        "clockSkewSeconds": [0, -1, 3601, "30"],
        "stateLifetimeSeconds": [0, -1, 0.5, 86_401, "600", 1e308],
        "timeoutMs": [0, -1, 86_400_001, "soon", [30]],
        "provider": ["coolsms", 7, []],
    });
    refused_values(Json::clone, &wrong);
    let wrong_in_provider = json!({
        "id": ["", 7],
        "issuer": ["", 7],
        "tokenRequest": ["xml", "JSON"],
        "responseType": ["id_token"],
        "responseIn": ["body", "Fragment"],
        "stateIn": ["cookie"],
        "jwtAccessToken": [true, { "scope": 7 }],
        "defaultTokenType": ["mac", "bearer"],
        "defaultLifetimeSeconds": [0, -1, 31_536_001, "1"],
        "scopeRequired": ["true", 1],
        "scopeSeparator": [";", "", " |,"],
        "apiScopes": [[], { "GET /a": 7 }],
        "colour": ["blue"],
    });
    refused_values(provider, &wrong_in_provider);
}

fn endpoint_needs_https_or_loopback() {
    let bad = "http://auth.example/|http://10.0.0.1/|http://localhost.auth.example/|http://127.0.0.1.auth.example/|\
        ws://localhost/|javascript:alert(1)|file:///a|blob:https://auth.example/1-2|/authorize|auth.example|\
        https://user@auth.example/|https://auth.example@auth.example/|https://auth.example/#a|https://auth.example/a b|\
        https://auth.example\\a|";
    let bad: Vec<&str> = bad.split('|').collect();
    for field in ["authorizationEndpoint", "tokenEndpoint", "revocationEndpoint", "apiBase"] {
        refused_values(provider, &json!({ (field): bad }));
        for good in ["https://auth.example/a?b=c", "http://localhost:8401/a", "http://127.0.0.1/", "http://[::1]:1/"] {
            assert!(config(&provider(&json!({ (field): good }))).is_ok(), "{good}");
        }
    }
}

fn client_secret_is_refused_with_reason() {
    for name in ["client_secret", "clientSecret"] {
        for settings in [json!({ (name): "hush-hush" }), provider(&json!({ (name): "hush-hush" }))] {
            let refused = config(&settings);
            assert_eq!(refusal(&refused), ("invalid_config", name));
            let error = refused.unwrap_err().to_string();
            assert!(error.contains("cannot keep a secret") && !error.contains("hush-hush"), "{error}");
        }
    }
}

fn unknown_setting_is_named() {
    for field in ["colour", "redirect_uri", "clientid", "__proto__", "constructor", "tokenEndpoint", "token"] {
        refused(&json!({ (field): "x" }), field);
    }
    assert!(config(&json!({ "colour": null })).is_ok(), "undefined is as good as absent");
}

fn only_objects_are_accepted() {
    for wrong in [json!(7), json!("config"), json!([]), json!(true)] {
        assert_eq!(refusal(&open(&wrong)), ("invalid_config", "config"), "{wrong}");
    }
}

fn code_grant_needs_token_endpoint() {
    let provider = json!({ "id": "p", "authorizationEndpoint": "https://auth.example/" });
    for changes in [
        json!({ "provider": provider }), // nothing said means code
        json!({ "responseType": "token", "refreshTokenStore": "memory", "provider": provider }),
        json!({ "responseType": "code" }), // CoolSMS wants the app's secret (S6)
    ] {
        refused(&changes, "tokenEndpoint");
    }
    assert!(config(&json!({ "provider": provider, "responseType": "token" })).is_ok());
    let complete = with(provider, &json!({ "tokenEndpoint": "https://auth.example/token" }));
    let opened = config(&json!({ "provider": complete })).expect("it is valid");
    assert_eq!((&opened["responseType"], &opened["refreshTokenStore"]), (&json!("code"), &json!("memory")));
}

fn defaults_apply() {
    assert_eq!(plain()["provider"]["id"], "coolsms");
    let own = json!({ "tokenStore": "memory", "stateLifetimeSeconds": 1, "timeoutMs": 86_400_000 });
    for (config, lifetime, timeout) in
        [(plain(), 600_000, 30_000), (config(&own).expect("it is valid"), 1000, 86_400_000)]
    {
        let (sign_in, _) = started(&config, &json!({}));
        let session = signed_in(&config, "#access_token=t&state={ours}");
        let permit = permit(&config, &session, "https://api.coolsms.co.kr/cash/v1/balance", &json!({}));
        assert_eq!(sign_in["expiresAt"].as_i64(), sign_in["issuedAt"].as_i64().map(|start| start + lifetime));
        assert_eq!(permit.expect("it may be made")["timeoutMs"], timeout);
    }
}

/// JavaScript holds it, and gives it back with each call.
fn opened_configuration_keeps_settings_and_binding() {
    for changes in [
        json!({}),
        json!({ "tokenStore": "memory", "timeoutMs": 7, "apiOrigins": [PAGE], "scope": ["a", "b"] }),
        json!({ "provider": settings("vk"), "scope": null }),
    ] {
        let opened = config(&changes).expect("it is valid");
        for (name, setting) in crate::support::app::settings(&changes).as_object().expect("an object") {
            assert!(setting.is_null() || opened[name] == *setting, "{name} of {changes}");
        }
        assert_eq!(open(&opened), Ok(opened.clone()), "it is as good as the settings");
        let (started, _) = started(&opened, &json!({}));
        let expected = sign_in(&opened, &json!({}));
        for name in ["clientId", "provider", "redirectUri", "responseType"] {
            assert_eq!(started[name], expected[name], "{name} of {changes}");
        }
    }
}
