//! Starting a sign-in: the address that it goes to, and what is remembered of it.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::client::functions::authorize_url;
use coolsms_oauth2::protocol::Value;
use coolsms_oauth2::protocol::pending::{STATE_BYTES, state};
use coolsms_oauth2::protocol::provider::Provider;
use serde_json::{Value as Json, json};
use support::app::{NOW, REDIRECT_URI, config, merge, plain, start_from, start_with, words};
use support::vectors::settings;
use support::{Native, refusal, value};

/// The parameters of an address, in their order.
fn parameters(url: &str) -> Vec<(String, String)> {
    url::Url::parse(url).expect("a URL").query_pairs().into_owned().collect()
}

fn parameter(url: &str, name: &str) -> Vec<String> {
    parameters(url).into_iter().filter(|(known, _)| known == name).map(|(_, value)| value).collect()
}

#[test]
fn the_address_says_each_thing_once_and_nothing_more() {
    let (sign_in, url) = start_with(&plain(), &json!({})).unwrap();
    let state = sign_in.0.get("state").as_text().unwrap();
    assert!(url.starts_with("https://api.coolsms.co.kr/oauth2/v1/authorize?"));
    let expected = [
        ("response_type", "token"),
        ("client_id", "our-app"),
        ("redirect_uri", REDIRECT_URI),
        ("scope", "users:read cash:read"),
        ("state", state),
    ];
    assert_eq!(parameters(&url), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert!(url.contains("users%3Aread%20cash%3Aread"), "a space is %20, which every server reads");
}

#[test]
fn a_state_is_long_unreserved_and_made_of_four_bits_of_every_random_byte() {
    let zero = [0; STATE_BYTES];
    assert!(state(&zero).len() * 4 >= 128); // S2
    for index in 0..STATE_BYTES {
        for bit in 0..4 {
            let mut random = zero;
            random[index] = 1 << bit;
            assert_ne!(state(&random), state(&zero), "bit {bit} of byte {index} is lost");
            assert!(state(&random).bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)));
        }
    }
}

#[test]
fn the_endpoints_own_query_stays() {
    let endpoint = "https://auth.example/authorize?tenant=7&b=%20";
    let provider = json!({ "id": "p", "authorizationEndpoint": endpoint, "responseType": "token" });
    let (_, url) = start_with(&config(&json!({ "provider": provider })).unwrap(), &json!({})).unwrap();
    assert!(url.starts_with(&[endpoint, "&response_type=token&"].concat()), "{url}"); // S3
}

#[test]
fn extra_parameters_are_appended_with_escapes() {
    let params = json!({ "prompt": "login consent", "x&y": "1=2&state=evil#" });
    let (sign_in, url) = start_with(&plain(), &json!({ "params": params })).unwrap();
    assert_eq!(parameter(&url, "prompt"), ["login consent"]);
    assert_eq!(parameter(&url, "x&y"), ["1=2&state=evil#"]);
    assert_eq!(parameter(&url, "state"), [sign_in.0.get("state").as_text().unwrap()]); // S3
}

#[test]
fn extra_parameters_may_not_set_what_the_client_sets() {
    for name in [
        "state",
        "client_id",
        "client_secret",
        "redirect_uri",
        "response_type",
        "response_mode",
        "scope",
        "code_challenge",
        "code_challenge_method",
        "request",
        "request_uri",
    ] {
        let error = start_with(&plain(), &json!({ "params": { (name): "x" } })).unwrap_err();
        assert!(error.message.contains(name), "{}", error.message);
        assert_eq!(refusal::<()>(Err(error)), ("invalid_request", "params".into()), "{name}"); // S3
    }
}

#[test]
fn a_scope_of_its_own_replaces_the_clients_and_is_remembered() {
    for scope in [json!("message:write"), json!(["message:write"])] {
        let (sign_in, url) = start_with(&plain(), &json!({ "scope": scope })).unwrap();
        assert_eq!(parameter(&url, "scope"), ["message:write"]);
        assert_eq!(sign_in.0.get("scope"), &words(&["message:write"])); // S14, S36
    }
}

#[test]
fn a_scope_with_other_characters_is_refused() {
    for scope in [json!("a\"b"), json!("a\\b"), json!("a\nb"), json!("a\tb"), json!("회원"), json!(7), json!([["a"]])]
    {
        assert_eq!(refusal(start_with(&plain(), &json!({ "scope": scope }))), ("invalid_request", "scope".into())); // S8
    }
}

#[test]
fn no_scope_is_left_out_unless_the_provider_needs_one() {
    let strict = config(&json!({ "provider": settings("strict"), "scope": null })).unwrap();
    let (_, url) = start_with(&strict, &json!({})).unwrap();
    assert_eq!(parameter(&url, "scope"), [""; 0]); // S8
    for empty in [json!(""), json!(" "), json!([])] {
        assert_eq!(refusal(start_with(&plain(), &json!({ "scope": empty }))), ("invalid_request", "scope".into()));
    }
}

#[test]
fn scopes_are_parted_as_the_provider_wants() {
    let vk = config(&json!({ "provider": settings("vk") })).unwrap();
    let (sign_in, url) = start_with(&vk, &json!({})).unwrap();
    assert_eq!(parameter(&url, "scope"), ["users:read,cash:read"]);
    assert_eq!(sign_in.0.get("scope"), &words(&["users:read", "cash:read"]));
}

#[test]
fn a_provider_that_does_not_echo_state_gets_the_nonce_in_the_redirect_uri() {
    let provider = settings("no-echo");
    for (redirect_uri, front) in [(REDIRECT_URI, "?"), ("https://app.example/callback?tenant=7", "&")] {
        let client = config(&json!({ "provider": provider, "redirectUri": redirect_uri })).unwrap();
        let (sign_in, url) = start_with(&client, &json!({})).unwrap();
        let state = sign_in.0.get("state").as_text().unwrap();
        assert_eq!(parameter(&url, "redirect_uri"), [[redirect_uri, front, "oauth_state=", state].concat()]); // S10
        assert_eq!(sign_in.0.get("redirectUri").as_text(), Some(redirect_uri));
    }
}

#[test]
fn what_is_remembered_is_bound_and_dated() {
    let client = config(&json!({ "stateLifetimeSeconds": 120 })).unwrap();
    let (sign_in, _) = start_with(&client, &json!({})).unwrap();
    let mut expected = json!({ "clientId": "our-app", "provider": "coolsms", "redirectUri": REDIRECT_URI });
    merge(
        &mut expected,
        &json!({ "responseType": "token", "scope": ["users:read", "cash:read"], "state": "h".repeat(64), "issuedAt": NOW,
            "expiresAt": NOW + 120_000.0, "returnTo": "/inbox?tab=2#top", "appState": "{\"draft\":7}" }),
    );
    assert_eq!(support::json(&sign_in.0), support::rows::normal(&expected)); // S14
}

#[test]
fn unknown_options_and_wrong_types_are_refused_by_name() {
    for (options, field) in [
        (json!({ "colour": "blue" }), "colour"),
        (json!({ "client_secret": "s" }), "client_secret"),
        (json!({ "params": "a=b" }), "params"),
        (json!({ "params": { "a": 1 } }), "params"),
        (json!({ "returnTo": 1 }), "returnTo"),
        (json!("options"), "options"),
    ] {
        assert_eq!(refusal(start_with(&plain(), &options)), ("invalid_request", field.into()), "{options}");
    }
}

#[test]
fn a_page_without_an_origin_starts_nothing() {
    for page in ["file:///index.html", "data:text/html,x"] {
        assert_eq!(refusal(start_from(page, &plain(), &json!({}), 1)), ("invalid_request", "returnTo".into()));
    }
}

#[test]
fn a_provider_that_says_nothing_is_asked_for_a_code() {
    let provider = json!({ "id": "p", "authorizationEndpoint": "https://auth.example/" });
    let silent = Provider::new(value(&provider), &Native).unwrap();
    assert_eq!(silent.response_type(&Value::Null), "code"); // S1
    let mut request = json!({ "clientId": "a", "redirectUri": REDIRECT_URI, "state": "s", "provider": provider });
    let asked = |request: &Json| parameter(&authorize_url(value(request), &Native).unwrap(), "response_type");
    assert_eq!(asked(&request), ["code"]); // S1
    merge(&mut request, &json!({ "responseType": "token" }));
    assert_eq!(asked(&request), ["token"]);
}

#[test]
fn a_state_of_the_apps_own_must_be_unreserved() {
    let with = |state: &str| {
        let request = json!({ "clientId": "a", "redirectUri": REDIRECT_URI, "scope": "a", "state": state });
        authorize_url(value(&request), &Native)
    };
    for state in ["", "a b", "a&b", "a%20", "a+b", "상태"] {
        assert_eq!(refusal(with(state)), ("invalid_request", "state".into()), "{state}"); // S2
    }
    assert!(with("Az09-._~").is_ok());
}

#[test]
fn a_token_in_the_pages_address_is_neither_remembered_nor_come_back_to() {
    let page = |place: &str| ["https://app.example/inbox", place].concat();
    for (place, expected) in [
        ("#access_token=evil&state=x", "/inbox"), // S9, S26
        ("?tab=2&access%5Ftoken=evil", "/inbox"),
        ("?code=coupon#/shop", "/inbox?code=coupon#/shop"), // S27
    ] {
        for (here, options) in [(page(place), json!({})), (page(""), json!({ "returnTo": page(place) }))] {
            let (sign_in, _) = start_from(&here, &plain(), &options, 7).unwrap();
            assert_eq!(sign_in.0.get("returnTo").text(), expected, "{here} {options}");
        }
    }
}
