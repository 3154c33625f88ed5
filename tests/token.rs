//! What is learnt of a token: granted scope, lifetime, and whose it is.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use coolsms_oauth2::protocol::token::{Known, learn};
use coolsms_oauth2::protocol::{Result, form, response};
use serde_json::{Value as Json, json};
use support::app::jwt;
use support::vectors::provider;
use support::{Native, value};

/// What is learnt of that token by that provider's rules; `more` stands behind it in the response.
fn known(name: &str, token: &str, more: &str) -> Result<Known> {
    let provider = provider(name);
    let mut url = String::from("https://app.example/callback?");
    form::append(&mut url, "access_token", token, &Native);
    let url = [&url.replace("?&", "#"), "&token_type=Bearer", more].concat();
    let response = response::parse(&url, &provider, &Native).expect("it parses");
    learn(&response, "asked:for", "our-app", &provider, &Native)
}

fn scope_of(name: &str, token: &str, more: &str) -> Option<String> {
    known(name, token, more).expect("the token is ours").scope
}

fn lifetime_of(name: &str, token: &str, more: &str) -> Option<f64> {
    known(name, token, more).expect("the token is ours").lifetime_seconds
}

/// A JWT as CoolSMS publishes one, some claims replaced.
fn coolsms_jwt(changes: &Json) -> String {
    let mut claims = json!({ "memberId": "MEM1", "accountId": "1", "clientId": "our-app", "scope": "users:read cash:read",
        "iat": 1_537_000_000, "exp": 1_537_086_400 });
    support::app::merge(&mut claims, changes);
    jwt(&claims)
}

#[test]
fn the_responses_own_scope_goes_before_the_jwts() {
    assert_eq!(scope_of("coolsms", &coolsms_jwt(&json!({})), "&scope=only:this").as_deref(), Some("only:this")); // S22
}

#[test]
fn a_jwt_says_what_was_granted() {
    assert_eq!(scope_of("coolsms", &coolsms_jwt(&json!({})), "").as_deref(), Some("users:read cash:read")); // S22
    let list = coolsms_jwt(&json!({ "scope": ["a", "b"] }));
    assert_eq!(scope_of("coolsms", &list, "").as_deref(), Some("a b"));
    assert_eq!(scope_of("coolsms", &coolsms_jwt(&json!({ "scope": "*" })), "").as_deref(), Some("*"));
    assert_eq!(scope_of("jwt", &jwt(&json!({ "scp": "c", "scope": "d" })), "").as_deref(), Some("c"));
}

#[test]
fn a_provider_of_jwts_that_says_nothing_granted_something_unknown() {
    assert_eq!(scope_of("coolsms", "opaque", ""), None); // S22
    for odd in [json!(null), json!(7), json!({}), json!(["a", 7]), json!("a\nb")] {
        assert_eq!(scope_of("coolsms", &coolsms_jwt(&json!({ "scope": odd })), ""), None, "{odd}");
    }
}

#[test]
fn elsewhere_what_was_asked_for_was_granted_unless_the_response_says_less() {
    assert_eq!(scope_of("strict", "opaque", "").as_deref(), Some("asked:for")); // S22
    assert_eq!(scope_of("strict", &coolsms_jwt(&json!({})), "").as_deref(), Some("asked:for"), "no JWT by settings");
    assert_eq!(scope_of("strict", "opaque", "&scope=less").as_deref(), Some("less"));
    assert_eq!(scope_of("strict", "opaque", "&scope=").as_deref(), Some(""));
}

#[test]
fn nothing_asked_for_and_nothing_said_is_unknown() {
    let strict = provider("strict");
    let response = response::parse("#access_token=t&token_type=Bearer", &strict, &Native).unwrap();
    assert_eq!(learn(&response, "", "our-app", &strict, &Native).unwrap().scope, None); // S22
}

#[test]
fn a_token_of_another_client_is_refused() {
    for other in [json!("another-app"), json!("Our-App"), json!(""), json!(7), json!(["our-app"]), json!({})] {
        let error = known("coolsms", &coolsms_jwt(&json!({ "clientId": other })), "").unwrap_err();
        assert_eq!(error.code.as_str(), "client_mismatch", "{other}"); // S24
    }
    let error = known("jwt", &jwt(&json!({ "azp": "another-app", "clientId": "our-app" })), "").unwrap_err();
    assert_eq!(error.code.as_str(), "client_mismatch");
}

#[test]
fn a_token_that_names_no_client_passes_and_so_does_one_whose_claim_nobody_named() {
    assert!(known("coolsms", &coolsms_jwt(&json!({ "clientId": null })), "").is_ok());
    assert!(known("strict", &coolsms_jwt(&json!({ "clientId": "another-app" })), "").is_ok()); // S24
}

#[test]
fn a_lifetime_is_what_the_jwt_lived_counted_from_now() {
    assert_eq!(lifetime_of("coolsms", &coolsms_jwt(&json!({ "exp": 1_537_003_600 })), ""), Some(3600.0)); // S22
    assert_eq!(lifetime_of("jwt", &jwt(&json!({ "iat": 100, "exp": 160.5 })), ""), Some(60.5));
    assert_eq!(lifetime_of("strict", &coolsms_jwt(&json!({})), ""), None, "no JWT by settings");
}

#[test]
fn the_responses_own_lifetime_goes_before_the_jwts() {
    assert_eq!(lifetime_of("coolsms", &coolsms_jwt(&json!({})), "&expires_in=60"), Some(60.0));
    assert_eq!(lifetime_of("coolsms", &coolsms_jwt(&json!({ "exp": 1_537_003_600 })), "&expires_in=0"), Some(3600.0));
}

#[test]
fn a_jwt_that_says_no_sensible_lifetime_leaves_the_providers_default() {
    for odd in [json!(null), json!("soon"), json!(0), json!(-1), json!(1_537_000_000), json!([])] {
        let token = coolsms_jwt(&json!({ "exp": odd }));
        assert_eq!(lifetime_of("coolsms", &token, ""), Some(86_400.0), "{odd}"); // S21
        assert_eq!(lifetime_of("jwt", &token, ""), None, "{odd}");
    }
    let never_issued = coolsms_jwt(&json!({ "iat": null }));
    assert_eq!(lifetime_of("coolsms", &never_issued, ""), Some(86_400.0));
}

#[test]
fn no_jwt_lives_forever() {
    let ten_years = Some(315_360_000.0);
    for endless in [json!(1e308), json!(9_007_199_254_740_991_i64), json!(1_537_000_000_i64 + 315_360_001)] {
        assert_eq!(lifetime_of("coolsms", &coolsms_jwt(&json!({ "exp": endless })), ""), ten_years, "{endless}"); // S21
    }
    assert_eq!(lifetime_of("coolsms", &coolsms_jwt(&json!({ "iat": -1e308 })), ""), ten_years);
}

#[test]
fn what_looks_like_a_jwt_and_is_none_is_opaque() {
    for odd in ["a", "a.", "..", "a.b.c", "a.!!!.c", "a.e30.c", "a.bnVsbA.c", "a.WzFd.c", "a._w.c", "a.eyJ.c"] {
        let known = known("coolsms", odd, "").expect("it is opaque");
        assert_eq!(known, Known { scope: None, lifetime_seconds: Some(86_400.0) }, "{odd}"); // S18
    }
}

#[test]
fn a_payload_with_padding_is_read_too() {
    assert_eq!(lifetime_of("jwt", "h.eyJpYXQiOjEsImV4cCI6MTYxfQ==.s", ""), Some(160.0));
    assert_eq!(value(&json!(60)), value(&json!(60.0)));
}
