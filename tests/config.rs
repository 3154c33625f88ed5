//! Configurations: what is refused names its field, and what is left out has its default.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::call::{Call, permit};
use coolsms_oauth2::client::config::Config;
use coolsms_oauth2::protocol::Value;
use coolsms_oauth2::protocol::provider::coolsms;
use serde_json::{Value as Json, json};
use support::app::{NOW, PAGE, REDIRECT_URI, config, plain, prepare, signed_in, start_with};
use support::vectors::settings;
use support::{Native, refusal, value};

/// That every change, put over the example's settings, is refused with the name of its field.
fn refused(cases: &[(Json, &str)]) {
    for (changes, field) in cases {
        assert_eq!(refusal(config(changes)), ("invalid_config", (*field).to_owned()), "{changes}");
    }
}

/// The example's provider, some of its settings replaced.
fn provider(changes: &Json) -> Json {
    let mut provider = settings("strict");
    support::app::merge(&mut provider, changes);
    json!({ "provider": provider })
}

#[test]
fn what_must_be_there_is_asked_for_by_name() {
    refused(&[
        (json!({ "clientId": null }), "clientId"),
        (json!({ "redirectUri": null }), "redirectUri"), // S4
        (json!({ "scope": null }), "scope"),
        (json!({ "scope": " " }), "scope"),
        (provider(&json!({ "id": null })), "id"),
        (provider(&json!({ "authorizationEndpoint": null })), "authorizationEndpoint"),
        (provider(&json!({ "scopeRequired": true, "id": "" })), "id"),
        (provider(&json!({ "issuer": null, "authorizationResponseIssParameterSupported": true })), "issuer"), // S24
    ]);
    let without_scope = json!({ "scope": null, "provider": provider(&json!({ "scopeRequired": true }))["provider"] });
    refused(&[(without_scope, "scope")]); // S8
    assert_eq!(refusal(Config::new(value(&json!({})), PAGE, &Native)), ("invalid_config", "clientId".into()));
}

#[test]
fn a_wrong_type_is_refused_by_the_fields_name() {
    let wrong = [
        ("clientId", vec![json!(7), json!(""), json!(["a"]), json!({}), json!(true)]),
        ("redirectUri", vec![json!(7), json!([REDIRECT_URI]), json!({ "href": REDIRECT_URI })]),
        ("scope", vec![json!(7), json!({}), json!(["a", 7]), json!([["a"]]), json!("a\"b"), json!("a\nb")]), // S8
        (
            "responseType",
            vec![json!("id_token"), json!("token code"), json!(""), json!("token|code"), json!(["token"])],
        ),
        ("apiOrigins", vec![json!("https://a.example"), json!({}), json!([null]), json!([[]])]),
        ("tokenStore", vec![json!("local"), json!("cookie"), json!("Memory"), json!(true)]), // S45
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

#[test]
fn a_wrong_provider_setting_is_refused_by_its_name() {
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

#[test]
fn an_endpoint_off_loopback_needs_https() {
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
            refused(&[(provider(&json!({ (field): bad })), field)]); // S5
        }
        for good in ["https://auth.example/a?b=c", "http://localhost:8401/a", "http://127.0.0.1/", "http://[::1]:1/"] {
            assert!(config(&provider(&json!({ (field): good }))).is_ok(), "{good}");
        }
    }
}

#[test]
fn a_client_secret_is_refused_and_told_why() {
    for name in ["client_secret", "clientSecret"] {
        for settings in [json!({ (name): "hush-hush" }), provider(&json!({ (name): "hush-hush" }))] {
            let error = config(&settings).unwrap_err();
            assert!(error.message.contains("cannot keep a secret"), "{}", error.message);
            assert!(!support::shown(&error).contains("hush-hush"));
            assert_eq!(refusal::<()>(Err(error)), ("invalid_config", name.into())); // S6
        }
    }
}

#[test]
fn an_unknown_field_is_refused_by_its_name() {
    for field in ["colour", "redirect_uri", "clientid", "__proto__", "constructor", "tokenEndpoint", "token"] {
        let error = config(&json!({ (field): "x" })).unwrap_err();
        assert!(error.message.contains("no such field"), "{}", error.message);
        assert_eq!(refusal::<()>(Err(error)), ("invalid_config", field.into()));
    }
    assert!(config(&json!({ "colour": null })).is_ok(), "undefined is as good as absent");
}

#[test]
fn what_is_no_object_is_no_configuration() {
    for wrong in [json!(7), json!("config"), json!([]), json!(true)] {
        let result = Config::new(value(&wrong), PAGE, &Native);
        assert_eq!(refusal(result), ("invalid_config", "config".into()), "{wrong}");
    }
}

#[test]
fn a_redirect_uri_of_another_origin_names_the_pages() {
    let error = config(&json!({ "redirectUri": "https://evil.example/callback" })).unwrap_err();
    assert!(error.message.starts_with("redirectUri: ") && error.message.contains(PAGE), "{}", error.message); // S4
}

#[test]
fn a_code_is_refused_where_nothing_can_exchange_it() {
    let provider = json!({ "id": "p", "authorizationEndpoint": "https://auth.example/" });
    refused(&[
        (json!({ "provider": provider }), "tokenEndpoint"), // S1: nothing said means code
        (json!({ "responseType": "token", "refreshTokenStore": "memory", "provider": provider }), "tokenEndpoint"),
        // CoolSMS wants the app's secret (S6).
        (json!({ "responseType": "code" }), "tokenEndpoint"),
    ]);
    assert!(config(&json!({ "provider": provider, "responseType": "token" })).is_ok());
    let mut complete = provider;
    support::app::merge(&mut complete, &json!({ "tokenEndpoint": "https://auth.example/token" }));
    let settings = config(&json!({ "provider": complete })).expect("it is good").into_value();
    assert!(settings.get("responseType").is("code") && settings.get("refreshTokenStore").is("memory")); // S1
}

/// How long a sign-in may take, and a call, in milliseconds.
fn times(config: &Config) -> (f64, f64) {
    let (sign_in, _) = start_with(config, &json!({})).unwrap();
    let session = signed_in(config, "#access_token=t&state=ours").unwrap();
    let target = support::address("https://api.coolsms.co.kr/cash/v1/balance");
    let call = Call { method: "GET", target: &target, options: &Value::Null, may_refresh: true };
    let permit = permit(config, &session, &call, NOW, &Native).unwrap().expect("there is nothing to refresh");
    (sign_in.0.get("expiresAt").number() - sign_in.0.get("issuedAt").number(), permit.timeout_ms)
}

#[test]
fn what_is_left_out_has_its_default() {
    let plain = plain();
    assert!(plain.provider.get("id").is("coolsms"));
    assert_eq!(times(&plain), (600_000.0, 30_000.0));
    let own = config(&json!({ "tokenStore": "memory", "stateLifetimeSeconds": 1, "timeoutMs": 86_400_000 })).unwrap();
    assert_eq!(times(&own), (1000.0, 86_400_000.0));
}

#[test]
fn another_base_is_the_only_origin_by_default() {
    let proxy = coolsms(&value(&json!({ "base": "https://app.example/sms/" })), &Native).unwrap();
    assert_eq!(proxy.get("authorizationEndpoint").as_text(), Some("https://app.example/sms/oauth2/v1/authorize"));
    let config = config(&json!({ "provider": support::json(&proxy) })).unwrap();
    let session = signed_in(&config, "#access_token=t&state=ours").unwrap();
    for (target, is_allowed) in [("https://app.example/", true), ("https://api.coolsms.co.kr/", false)] {
        let sent = prepare(&config, Some(&session), "GET", &support::address(target), None, NOW);
        assert_eq!(sent.is_ok(), is_allowed, "{target}"); // S32
    }
}

#[test]
fn a_configuration_that_is_held_as_a_value_is_the_same_when_it_is_read_again() {
    for changes in [
        json!({}),
        json!({ "tokenStore": "memory", "timeoutMs": 7, "apiOrigins": [PAGE], "scope": ["a", "b"] }),
        json!({ "provider": settings("vk"), "scope": null }),
    ] {
        let config = config(&changes).expect("it is good");
        let held = config.clone().into_value();
        assert_eq!(held.get("clientId"), &value(&json!("our-app")), "{changes}");
        let again = Config::from_value(held);
        assert_eq!(again.provider, config.provider, "{changes}");
        assert_eq!((again.client_id(), again.scope()), (config.client_id(), config.scope()), "{changes}");
        assert_eq!(again.binding(), config.binding(), "{changes}"); // S14
        for (name, setting) in config.settings.members() {
            assert_eq!(again.settings.get(name), setting, "{name} of {changes}");
        }
    }
}
