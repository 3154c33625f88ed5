//! Configurations: a refusal names its field, and every optional setting has a default.

use crate::case::cases;
use crate::support::app::{NOW, PAGE, REDIRECT_URI, config, plain, prepare, signed_in, start_with};
use crate::support::rows::settings;
use crate::support::{Native, refusal, value};
use coolsms_oauth2::client::call::{Call, permit};
use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::protocol::Value;
use coolsms_oauth2::protocol::provider::coolsms;
use serde_json::{Value as Json, json};

cases! {
    [S4 S8 S24] missing_setting_is_named,
    [S8 S45] setting_of_wrong_type_is_named,
    [] invalid_provider_setting_is_named,
    [S5] endpoint_needs_https_or_loopback,
    [S6] client_secret_is_refused_with_reason,
    [] unknown_setting_is_named,
    [] only_objects_are_accepted,
    [S4] redirect_uri_of_other_origin_names_own_origin,
    [S1 S6] code_grant_needs_token_endpoint,
    [] defaults_apply,
    [S32] other_base_is_only_api_origin,
    [S14] stored_configuration_is_read_back_unchanged,
}

/// That every change, put over the example's settings, is refused with the name of its field.
fn refused(cases: &[(Json, &str)]) {
    for (changes, field) in cases {
        assert_eq!(refusal(config(changes)), ("invalid_config", (*field).to_owned()), "{changes}");
    }
}

/// The example's provider, some of its settings replaced.
fn provider(changes: &Json) -> Json {
    let mut provider = settings("strict");
    crate::support::app::merge(&mut provider, changes);
    json!({ "provider": provider })
}

fn missing_setting_is_named() {
    refused(&[
        (json!({ "clientId": null }), "clientId"),
        (json!({ "redirectUri": null }), "redirectUri"),
        (json!({ "scope": null }), "scope"),
        (json!({ "scope": " " }), "scope"),
        (provider(&json!({ "id": null })), "id"),
        (provider(&json!({ "authorizationEndpoint": null })), "authorizationEndpoint"),
        (provider(&json!({ "scopeRequired": true, "id": "" })), "id"),
        (provider(&json!({ "issuer": null, "authorizationResponseIssParameterSupported": true })), "issuer"),
    ]);
    let without_scope = json!({ "scope": null, "provider": provider(&json!({ "scopeRequired": true }))["provider"] });
    refused(&[(without_scope, "scope")]);
    assert_eq!(refusal(Config::new(value(&json!({})), PAGE, &Native)), ("invalid_config", "clientId".into()));
}

fn setting_of_wrong_type_is_named() {
    let wrong = [
        ("clientId", vec![json!(7), json!(""), json!(["a"]), json!({}), json!(true)]),
        ("redirectUri", vec![json!(7), json!([REDIRECT_URI]), json!({ "href": REDIRECT_URI })]),
        ("scope", vec![json!(7), json!({}), json!(["a", 7]), json!([["a"]]), json!("a\"b"), json!("a\nb")]),
        (
            "responseType",
            vec![json!("id_token"), json!("token code"), json!(""), json!("token|code"), json!(["token"])],
        ),
        ("apiOrigins", vec![json!("https://a.example"), json!({}), json!([null]), json!([[]])]),
        ("tokenStore", vec![json!("local"), json!("cookie"), json!("Memory"), json!(true)]),
        ("stateLifetimeSeconds", vec![json!(0), json!(-1), json!(0.5), json!(86_401), json!("600"), json!(1e308)]),
        ("timeoutMs", vec![json!(0), json!(-1), json!(86_400_001), json!("soon"), json!([30])]),
        ("provider", vec![json!("coolsms"), json!(7), json!([])]),
    ];
    for (field, values) in wrong {
        for wrong in values {
            refused(&[(json!({ (field): wrong }), field)]);
        }
    }
}

fn invalid_provider_setting_is_named() {
    let wrong = [
        ("id", vec![json!(""), json!(7)]),
        ("issuer", vec![json!(""), json!(7)]),
        ("responseType", vec![json!("id_token")]),
        ("responseIn", vec![json!("body"), json!("Fragment")]),
        ("stateIn", vec![json!("cookie")]),
        ("jwtAccessToken", vec![json!(true), json!({ "scope": 7 })]),
        ("defaultTokenType", vec![json!("mac"), json!("bearer")]),
        ("defaultLifetimeSeconds", vec![json!(0), json!(-1), json!(31_536_001), json!("1")]),
        ("scopeRequired", vec![json!("true"), json!(1)]),
        ("scopeSeparator", vec![json!(";"), json!(""), json!(" |,")]),
        ("apiScopes", vec![json!([]), json!({ "GET /a": 7 })]),
        ("colour", vec![json!("blue")]),
    ];
    for (field, values) in wrong {
        for wrong in values {
            refused(&[(provider(&json!({ (field): wrong })), field)]);
        }
    }
}

fn endpoint_needs_https_or_loopback() {
    for field in ["authorizationEndpoint", "apiBase"] {
        for bad in [
            "http://auth.example/",
            "http://10.0.0.1/",
            "http://localhost.auth.example/",
            "http://127.0.0.1.auth.example/",
            "ws://localhost/",
            "javascript:alert(1)",
            "file:///a",
            "blob:https://auth.example/1-2",
            "/authorize",
            "auth.example",
            "https://user@auth.example/",
            "https://auth.example@auth.example/",
            "https://auth.example/#a",
            "https://auth.example/a b",
            "https://auth.example\\a",
            "",
        ] {
            refused(&[(provider(&json!({ (field): bad })), field)]);
        }
        for good in ["https://auth.example/a?b=c", "http://localhost:8401/a", "http://127.0.0.1/", "http://[::1]:1/"] {
            assert!(config(&provider(&json!({ (field): good }))).is_ok(), "{good}");
        }
    }
}

fn client_secret_is_refused_with_reason() {
    for name in ["client_secret", "clientSecret"] {
        for settings in [json!({ (name): "hush-hush" }), provider(&json!({ (name): "hush-hush" }))] {
            let error = config(&settings).unwrap_err();
            assert!(error.message.contains("cannot keep a secret"), "{}", error.message);
            assert!(!crate::support::shown(&error).contains("hush-hush"));
            assert_eq!(refusal::<()>(Err(error)), ("invalid_config", name.into()));
        }
    }
}

fn unknown_setting_is_named() {
    for field in ["colour", "redirect_uri", "clientid", "__proto__", "constructor", "tokenEndpoint", "token"] {
        let error = config(&json!({ (field): "x" })).unwrap_err();
        assert!(error.message.contains("no such field"), "{}", error.message);
        assert_eq!(refusal::<()>(Err(error)), ("invalid_config", field.into()));
    }
    assert!(config(&json!({ "colour": null })).is_ok(), "undefined is as good as absent");
}

fn only_objects_are_accepted() {
    for wrong in [json!(7), json!("config"), json!([]), json!(true)] {
        let result = Config::new(value(&wrong), PAGE, &Native);
        assert_eq!(refusal(result), ("invalid_config", "config".into()), "{wrong}");
    }
}

fn redirect_uri_of_other_origin_names_own_origin() {
    let error = config(&json!({ "redirectUri": "https://evil.example/callback" })).unwrap_err();
    assert!(error.message.starts_with("redirectUri: ") && error.message.contains(PAGE), "{}", error.message);
}

fn code_grant_needs_token_endpoint() {
    let provider = json!({ "id": "p", "authorizationEndpoint": "https://auth.example/" });
    refused(&[
        (json!({ "provider": provider }), "tokenEndpoint"), // nothing said means code
        (json!({ "responseType": "token", "refreshTokenStore": "memory", "provider": provider }), "tokenEndpoint"),
        // CoolSMS wants the app's secret (S6).
        (json!({ "responseType": "code" }), "tokenEndpoint"),
    ]);
    assert!(config(&json!({ "provider": provider, "responseType": "token" })).is_ok());
    let mut complete = provider;
    crate::support::app::merge(&mut complete, &json!({ "tokenEndpoint": "https://auth.example/token" }));
    let settings = config(&json!({ "provider": complete })).expect("it is valid").into_value();
    assert!(settings.get("responseType").is("code") && settings.get("refreshTokenStore").is("memory"));
}

/// How long a sign-in may take, and a call, in milliseconds.
fn times(config: &Config) -> (f64, f64) {
    let (sign_in, _) = start_with(config, &json!({})).unwrap();
    let session = signed_in(config, "#access_token=t&state=ours").unwrap();
    let target = crate::support::address("https://api.coolsms.co.kr/cash/v1/balance");
    let call = Call { method: "GET", target: &target, options: &Value::Null, may_refresh: true };
    let permit = permit(config, &session, &call, NOW, &Native).unwrap().expect("there is nothing to refresh");
    (sign_in.0.get("expiresAt").number() - sign_in.0.get("issuedAt").number(), permit.timeout_ms)
}

fn defaults_apply() {
    let plain = plain();
    assert!(plain.provider.get("id").is("coolsms"));
    assert_eq!(times(&plain), (600_000.0, 30_000.0));
    let own = config(&json!({ "tokenStore": "memory", "stateLifetimeSeconds": 1, "timeoutMs": 86_400_000 })).unwrap();
    assert_eq!(times(&own), (1000.0, 86_400_000.0));
}

fn other_base_is_only_api_origin() {
    let proxy = coolsms(&value(&json!({ "base": "https://app.example/sms/" })), &Native).unwrap();
    assert_eq!(proxy.get("authorizationEndpoint").as_text(), Some("https://app.example/sms/oauth2/v1/authorize"));
    let config = config(&json!({ "provider": crate::support::json(&proxy) })).unwrap();
    let session = signed_in(&config, "#access_token=t&state=ours").unwrap();
    for (target, is_allowed) in [("https://app.example/", true), ("https://api.coolsms.co.kr/", false)] {
        let sent = prepare(&config, Some(&session), "GET", &crate::support::address(target), None, NOW);
        assert_eq!(sent.is_ok(), is_allowed, "{target}");
    }
}

fn stored_configuration_is_read_back_unchanged() {
    for changes in [
        json!({}),
        json!({ "tokenStore": "memory", "timeoutMs": 7, "apiOrigins": [PAGE], "scope": ["a", "b"] }),
        json!({ "provider": settings("vk"), "scope": null }),
    ] {
        let config = config(&changes).expect("it is valid");
        let held = config.clone().into_value();
        assert_eq!(held.get("clientId"), &value(&json!("our-app")), "{changes}");
        let again = Config::from_value(held);
        assert_eq!(again.provider, config.provider, "{changes}");
        assert_eq!((again.client_id(), again.scope()), (config.client_id(), config.scope()), "{changes}");
        assert_eq!(again.binding(), config.binding(), "{changes}");
        for (name, setting) in config.settings.members() {
            assert_eq!(again.settings.get(name), setting, "{name} of {changes}");
        }
    }
}
