//! Starting a sign-in: the authorization request, and the record of the pending sign-in.

use crate::case::cases;
use crate::support::app::{
    INBOX, NOW, REDIRECT_URI, authorize_url, config, parameter, plain, remembered, sign_in, start, started,
};
use crate::support::rows::settings;
use crate::support::{Outcome, flow, named, refusal, with};
use coolsms_oauth2::host::Value;
use coolsms_oauth2::host::imports::{random_letters, show, world};
use coolsms_oauth2::protocol::pending;
use serde_json::{Value as Json, json};

cases! {
    [] request_has_each_parameter_once,
    [S2] state_has_256_bits_in_unreserved_characters,
    [S3] query_of_endpoint_is_kept,
    [S3] neither_params_nor_endpoint_set_what_the_request_sets,
    [S14 S36] scope_option_replaces_configured_scope,
    [S10] state_can_travel_in_redirect_uri,
    [S14] pending_record_is_bound_and_dated,
    [S8] invalid_option_is_named,
    [S3] params_may_repeat_and_are_named,
    [] page_without_origin_is_refused,
    [S1] code_is_default_response_type,
    [S2] state_of_app_must_be_unreserved,
    [S9 S26 S27] return_url_keeps_no_token,
}

/// Why none starts with these options.
fn start_refused(options: &Json) -> Outcome {
    start(&plain(), &json!({ "options": options }))
}

fn request_has_each_parameter_once() {
    let (sign_in, url) = started(&plain(), &json!({}));
    let query = url.strip_prefix("https://api.coolsms.co.kr/oauth2/v1/authorize?").expect("CoolSMS");
    let state = sign_in["state"].as_str().expect("a state");
    // A space is %20, which every server reads.
    let expected = [
        "response_type=token&client_id=our-app&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback",
        "&scope=users%3Aread%20cash%3Aread&state=",
        state,
    ]
    .concat();
    assert_eq!(query, expected);
}

/// Each letter has four bits.
fn state_has_256_bits_in_unreserved_characters() {
    for draw in 0..20 {
        world(|it| it.random = Some(draw));
        let state = flow(|_: Option<Value>| pending::random_name(), &Json::Null).expect("a state");
        let letters = state.as_str().expect("a text");
        assert!(letters.bytes().all(|letter| matches!(letter, b'a'..=b'p')), "{letters}");
        assert_eq!(letters.len() * 4, 256);
        world(|it| it.random = Some(draw));
        assert_eq!(show(random_letters(64)), state);
    }
}

fn query_of_endpoint_is_kept() {
    let endpoint = "https://auth.example/authorize?tenant=7&b=%20";
    let provider = json!({ "id": "p", "authorizationEndpoint": endpoint, "responseType": "token" });
    let (_, url) = started(&config(&json!({ "provider": provider })).expect("it is valid"), &json!({}));
    assert!(url.starts_with(&[endpoint, "&response_type=token&"].concat()), "{url}");
}

/// Neither the app's `params` nor the query of the endpoint.
fn neither_params_nor_endpoint_set_what_the_request_sets() {
    let with_query = |query: &str| {
        let endpoint = ["https://a.example/a?lang=ko&", query].concat();
        json!({ "provider": { "id": "p", "authorizationEndpoint": endpoint } })
    };
    let reserved = "state client_id client_secret redirect_uri response_type response_mode scope code_challenge \
        code_challenge_method request request_uri";
    for name in reserved.split(' ') {
        for (refused, expected) in [
            (start_refused(&json!({ "params": { (name): "x" } })), ("invalid_request", "params")),
            (config(&with_query(&[name, "=x"].concat())), ("invalid_config", "authorizationEndpoint")),
        ] {
            assert_eq!(refusal(&refused), expected, "{name}");
            assert!(refused.expect_err("a refusal")["message"].to_string().contains(&format!("`{name}`")));
        }
    }
    let set = |name: &str| authorize_url(&with(with_query("prompt=none"), &json!({ "params": { (name): "x" } })));
    assert_eq!(refusal(&set("prompt")), ("invalid_request", "params"), "the endpoint sets it");
    assert!(set("login_hint").is_ok());
}

fn scope_option_replaces_configured_scope() {
    for scope in [json!("message:write"), json!(["message:write"])] {
        let (sign_in, url) = started(&plain(), &json!({ "scope": scope }));
        assert_eq!(parameter(&url, "scope"), ["message:write"]);
        assert_eq!(sign_in["scope"], json!(["message:write"]));
    }
}

fn state_can_travel_in_redirect_uri() {
    for (redirect_uri, front) in [(REDIRECT_URI, "?"), ("https://app.example/callback?tenant=7", "&")] {
        let settings = json!({ "provider": settings("no-echo"), "redirectUri": redirect_uri });
        let (sign_in, url) = started(&config(&settings).expect("it is valid"), &json!({}));
        let state = sign_in["state"].as_str().expect("a state");
        assert_eq!(parameter(&url, "redirect_uri"), [[redirect_uri, front, "oauth_state=", state].concat()]);
        assert_eq!(sign_in["redirectUri"], redirect_uri);
    }
}

fn pending_record_is_bound_and_dated() {
    let client = config(&json!({ "stateLifetimeSeconds": 120 })).expect("it is valid");
    let (started, _) = started(&client, &json!({ "appState": "{\"draft\":7}" }));
    let more = json!({ "state": started["state"], "expiresAt": NOW + 120_000, "returnTo": "/inbox?tab=2#top",
        "appState": "{\"draft\":7}" });
    let endpoints = "https://api.coolsms.co.kr/oauth2/v1/access_token https://api.coolsms.co.kr";
    assert_eq!(started, with(sign_in(&client, &more), &json!({ "endpoints": endpoints })));
}

fn invalid_option_is_named() {
    let wrong = json!([{ "colour": "blue" }, { "client_secret": "s" }, { "params": "a=b" }, { "params": { "a": 1 } },
        { "returnTo": 1 }, { "scope": 7 }, { "scope": "a\"b" }, { "scope": [["a"]] }, { "scope": " " }]);
    for (options, field) in named(&wrong).chain([(&json!("options"), "options")]) {
        assert_eq!(refusal(&start_refused(options)), ("invalid_request", field), "{options}");
    }
}

/// RFC 8707 §2: `resource` may come several times.
fn params_may_repeat_and_are_named() {
    let params =
        json!({ "params": { "resource": ["https://a.example", "https://b.example"], "prompt": "none", "none": [] } });
    let (_, url) = started(&plain(), &params);
    assert_eq!(parameter(&url, "resource"), ["https://a.example", "https://b.example"]);
    assert_eq!((parameter(&url, "prompt"), parameter(&url, "none")), (vec!["none".into()], vec![]));
    for wrong in [json!(7), json!(true), json!({}), json!(["a", 7])] {
        let outcome = start_refused(&json!({ "params": { "ok": "x", "max_age": wrong } }));
        assert_eq!(refusal(&outcome), ("invalid_request", "params"));
        assert!(outcome.expect_err("a refusal")["message"].to_string().contains("`max_age`"), "{wrong}");
    }
}

fn page_without_origin_is_refused() {
    for page in ["file:///index.html", "data:text/html,x"] {
        assert_eq!(refusal(&start(&plain(), &json!({ "page": page }))), ("invalid_request", "returnTo"));
    }
}

fn code_is_default_response_type() {
    let provider = json!({ "id": "p", "authorizationEndpoint": "https://auth.example/" });
    for (asked, expected) in [(Json::Null, "code"), (json!("token"), "token")] {
        let url = authorize_url(&json!({ "provider": provider, "responseType": asked })).expect("a URL");
        assert_eq!(parameter(url.as_str().expect("a text"), "response_type"), [expected]);
    }
}

fn state_of_app_must_be_unreserved() {
    let with = |state: &str| authorize_url(&json!({ "scope": "a", "state": state }));
    for state in ["", "a b", "a&b", "a%20", "a+b", "상태"] {
        assert_eq!(refusal(&with(state)), ("invalid_request", "state"), "{state}");
    }
    assert!(with("Az09-._~").is_ok());
}

fn return_url_keeps_no_token() {
    for (place, expected) in [
        ("#access_token=evil&state=x", "/inbox"),
        ("?tab=2&access%5Ftoken=evil", "/inbox"),
        ("?code=coupon#/shop", "/inbox?code=coupon#/shop"),
    ] {
        let there = ["https://app.example/inbox", place].concat();
        for context in [json!({ "page": there }), json!({ "page": INBOX, "options": { "returnTo": there } })] {
            assert!(start(&plain(), &context).is_ok());
            let remembered = remembered().pop().expect("it is remembered");
            assert_eq!(remembered["returnTo"], expected, "{context}");
        }
    }
}
