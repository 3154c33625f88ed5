//! Starting a sign-in: the authorization request, and the record of the pending sign-in.

use crate::case::cases;
use crate::support::app::{NOW, REDIRECT_URI, config, merge, plain, start_from, start_with, words};
use crate::support::rows::settings;
use crate::support::{Native, refusal, value};
use coolsms_oauth2::client::functions::authorize_url;
use coolsms_oauth2::protocol::Value;
use coolsms_oauth2::protocol::pending::{STATE_BYTES, state};
use coolsms_oauth2::protocol::provider::Provider;
use serde_json::{Value as Json, json};

cases! {
    [] request_has_each_parameter_once,
    [S2] state_has_256_bits_in_unreserved_characters,
    [S3] query_of_endpoint_is_kept,
    [S3] extra_parameters_are_escaped,
    [S3] reserved_parameters_are_refused,
    [S14 S36] scope_option_replaces_configured_scope,
    [S8] scope_outside_grammar_is_refused,
    [S8] empty_scope_is_omitted_or_refused,
    [] scope_separator_of_provider_is_used,
    [S10] state_can_travel_in_redirect_uri,
    [S14] pending_record_is_bound_and_dated,
    [] invalid_option_is_named,
    [] page_without_origin_is_refused,
    [S1] code_is_default_response_type,
    [S2] state_of_app_must_be_unreserved,
    [S9 S26 S27] return_url_keeps_no_token,
}

/// The parameters of an address, in their order.
fn parameters(url: &str) -> Vec<(String, String)> {
    url::Url::parse(url).expect("a URL").query_pairs().into_owned().collect()
}

fn parameter(url: &str, name: &str) -> Vec<String> {
    parameters(url).into_iter().filter(|(known, _)| known == name).map(|(_, value)| value).collect()
}

fn request_has_each_parameter_once() {
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

fn state_has_256_bits_in_unreserved_characters() {
    let zero = [0; STATE_BYTES];
    assert!(state(&zero).len() * 4 >= 128);
    for index in 0..STATE_BYTES {
        for bit in 0..4 {
            let mut random = zero;
            random[index] = 1 << bit;
            assert_ne!(state(&random), state(&zero), "bit {bit} of byte {index} is lost");
            assert!(state(&random).bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)));
        }
    }
}

fn query_of_endpoint_is_kept() {
    let endpoint = "https://auth.example/authorize?tenant=7&b=%20";
    let provider = json!({ "id": "p", "authorizationEndpoint": endpoint, "responseType": "token" });
    let (_, url) = start_with(&config(&json!({ "provider": provider })).unwrap(), &json!({})).unwrap();
    assert!(url.starts_with(&[endpoint, "&response_type=token&"].concat()), "{url}");
}

fn extra_parameters_are_escaped() {
    let params = json!({ "prompt": "login consent", "x&y": "1=2&state=evil#" });
    let (sign_in, url) = start_with(&plain(), &json!({ "params": params })).unwrap();
    assert_eq!(parameter(&url, "prompt"), ["login consent"]);
    assert_eq!(parameter(&url, "x&y"), ["1=2&state=evil#"]);
    assert_eq!(parameter(&url, "state"), [sign_in.0.get("state").as_text().unwrap()]);
}

fn reserved_parameters_are_refused() {
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
        assert_eq!(refusal::<()>(Err(error)), ("invalid_request", "params".into()), "{name}");
    }
}

fn scope_option_replaces_configured_scope() {
    for scope in [json!("message:write"), json!(["message:write"])] {
        let (sign_in, url) = start_with(&plain(), &json!({ "scope": scope })).unwrap();
        assert_eq!(parameter(&url, "scope"), ["message:write"]);
        assert_eq!(sign_in.0.get("scope"), &words(&["message:write"]));
    }
}

fn scope_outside_grammar_is_refused() {
    for scope in [json!("a\"b"), json!("a\\b"), json!("a\nb"), json!("a\tb"), json!("회원"), json!(7), json!([["a"]])]
    {
        assert_eq!(refusal(start_with(&plain(), &json!({ "scope": scope }))), ("invalid_request", "scope".into()));
    }
}

fn empty_scope_is_omitted_or_refused() {
    let strict = config(&json!({ "provider": settings("strict"), "scope": null })).unwrap();
    let (_, url) = start_with(&strict, &json!({})).unwrap();
    assert_eq!(parameter(&url, "scope"), [""; 0]);
    for empty in [json!(""), json!(" "), json!([])] {
        assert_eq!(refusal(start_with(&plain(), &json!({ "scope": empty }))), ("invalid_request", "scope".into()));
    }
}

fn scope_separator_of_provider_is_used() {
    let vk = config(&json!({ "provider": settings("vk") })).unwrap();
    let (sign_in, url) = start_with(&vk, &json!({})).unwrap();
    assert_eq!(parameter(&url, "scope"), ["users:read,cash:read"]);
    assert_eq!(sign_in.0.get("scope"), &words(&["users:read", "cash:read"]));
}

fn state_can_travel_in_redirect_uri() {
    let provider = settings("no-echo");
    for (redirect_uri, front) in [(REDIRECT_URI, "?"), ("https://app.example/callback?tenant=7", "&")] {
        let client = config(&json!({ "provider": provider, "redirectUri": redirect_uri })).unwrap();
        let (sign_in, url) = start_with(&client, &json!({})).unwrap();
        let state = sign_in.0.get("state").as_text().unwrap();
        assert_eq!(parameter(&url, "redirect_uri"), [[redirect_uri, front, "oauth_state=", state].concat()]);
        assert_eq!(sign_in.0.get("redirectUri").as_text(), Some(redirect_uri));
    }
}

fn pending_record_is_bound_and_dated() {
    let client = config(&json!({ "stateLifetimeSeconds": 120 })).unwrap();
    let (sign_in, _) = start_with(&client, &json!({})).unwrap();
    let mut expected = json!({ "clientId": "our-app", "provider": "coolsms", "redirectUri": REDIRECT_URI });
    merge(
        &mut expected,
        &json!({ "responseType": "token", "scope": ["users:read", "cash:read"], "state": "h".repeat(64), "issuedAt": NOW,
            "expiresAt": NOW + 120_000.0, "returnTo": "/inbox?tab=2#top", "appState": "{\"draft\":7}" }),
    );
    assert_eq!(crate::support::json(&sign_in.0), crate::support::rows::normal(&expected));
}

fn invalid_option_is_named() {
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

fn page_without_origin_is_refused() {
    for page in ["file:///index.html", "data:text/html,x"] {
        assert_eq!(refusal(start_from(page, &plain(), &json!({}), 1)), ("invalid_request", "returnTo".into()));
    }
}

fn code_is_default_response_type() {
    let provider = json!({ "id": "p", "authorizationEndpoint": "https://auth.example/" });
    let silent = Provider::new(value(&provider), &Native).unwrap();
    assert_eq!(silent.response_type(&Value::Null), "code");
    let mut request = json!({ "clientId": "a", "redirectUri": REDIRECT_URI, "state": "s", "provider": provider });
    let asked = |request: &Json| parameter(&authorize_url(value(request), &Native).unwrap(), "response_type");
    assert_eq!(asked(&request), ["code"]);
    merge(&mut request, &json!({ "responseType": "token" }));
    assert_eq!(asked(&request), ["token"]);
}

fn state_of_app_must_be_unreserved() {
    let with = |state: &str| {
        let request = json!({ "clientId": "a", "redirectUri": REDIRECT_URI, "scope": "a", "state": state });
        authorize_url(value(&request), &Native)
    };
    for state in ["", "a b", "a&b", "a%20", "a+b", "상태"] {
        assert_eq!(refusal(with(state)), ("invalid_request", "state".into()), "{state}");
    }
    assert!(with("Az09-._~").is_ok());
}

fn return_url_keeps_no_token() {
    let page = |place: &str| ["https://app.example/inbox", place].concat();
    for (place, expected) in [
        ("#access_token=evil&state=x", "/inbox"),
        ("?tab=2&access%5Ftoken=evil", "/inbox"),
        ("?code=coupon#/shop", "/inbox?code=coupon#/shop"),
    ] {
        for (here, options) in [(page(place), json!({})), (page(""), json!({ "returnTo": page(place) }))] {
            let (sign_in, _) = start_from(&here, &plain(), &options, 7).unwrap();
            assert_eq!(sign_in.0.get("returnTo").text(), expected, "{here} {options}");
        }
    }
}
