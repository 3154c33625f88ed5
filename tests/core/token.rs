//! What a token says: the granted scope, the lifetime, and the client it was issued to.

use crate::case::cases;
use crate::support::app::jwt;
use crate::support::provider;
use crate::support::{Native, value};
use coolsms_oauth2::protocol::token::{Known, learn};
use coolsms_oauth2::protocol::{Result, form, response};
use serde_json::{Value as Json, json};

cases! {
    [S22] scope_of_response_overrides_jwt,
    [S22] scope_is_read_from_jwt,
    [S22] scope_is_unknown_without_readable_claim,
    [S22] requested_scope_is_granted_without_jwt,
    [S22] scope_is_unknown_if_nothing_was_requested,
    [S24] token_of_other_client_is_refused,
    [S24] token_without_known_client_claim_is_accepted,
    [S22] lifetime_is_exp_minus_iat,
    [] lifetime_of_response_overrides_jwt,
    [S21] default_lifetime_replaces_invalid_claim,
    [S21] lifetime_of_jwt_is_capped,
    [S18] malformed_jwt_is_opaque,
    [] padded_payload_is_read,
}

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
    crate::support::app::merge(&mut claims, changes);
    jwt(&claims)
}

fn scope_of_response_overrides_jwt() {
    assert_eq!(scope_of("coolsms", &coolsms_jwt(&json!({})), "&scope=only:this").as_deref(), Some("only:this"));
}

fn scope_is_read_from_jwt() {
    assert_eq!(scope_of("coolsms", &coolsms_jwt(&json!({})), "").as_deref(), Some("users:read cash:read"));
    let list = coolsms_jwt(&json!({ "scope": ["a", "b"] }));
    assert_eq!(scope_of("coolsms", &list, "").as_deref(), Some("a b"));
    assert_eq!(scope_of("coolsms", &coolsms_jwt(&json!({ "scope": "*" })), "").as_deref(), Some("*"));
    assert_eq!(scope_of("jwt", &jwt(&json!({ "scp": "c", "scope": "d" })), "").as_deref(), Some("c"));
}

fn scope_is_unknown_without_readable_claim() {
    assert_eq!(scope_of("coolsms", "opaque", ""), None);
    for odd in [json!(null), json!(7), json!({}), json!(["a", 7]), json!("a\nb")] {
        assert_eq!(scope_of("coolsms", &coolsms_jwt(&json!({ "scope": odd })), ""), None, "{odd}");
    }
}

fn requested_scope_is_granted_without_jwt() {
    assert_eq!(scope_of("strict", "opaque", "").as_deref(), Some("asked:for"));
    assert_eq!(scope_of("strict", &coolsms_jwt(&json!({})), "").as_deref(), Some("asked:for"), "no JWT by settings");
    assert_eq!(scope_of("strict", "opaque", "&scope=less").as_deref(), Some("less"));
    assert_eq!(scope_of("strict", "opaque", "&scope=").as_deref(), Some(""));
}

fn scope_is_unknown_if_nothing_was_requested() {
    let strict = provider("strict");
    let response = response::parse("#access_token=t&token_type=Bearer", &strict, &Native).unwrap();
    assert_eq!(learn(&response, "", "our-app", &strict, &Native).unwrap().scope, None);
}

fn token_of_other_client_is_refused() {
    for other in [json!("another-app"), json!("Our-App"), json!(""), json!(7), json!(["our-app"]), json!({})] {
        let error = known("coolsms", &coolsms_jwt(&json!({ "clientId": other })), "").unwrap_err();
        assert_eq!(error.code.as_str(), "client_mismatch", "{other}");
    }
    let error = known("jwt", &jwt(&json!({ "azp": "another-app", "clientId": "our-app" })), "").unwrap_err();
    assert_eq!(error.code.as_str(), "client_mismatch");
}

fn token_without_known_client_claim_is_accepted() {
    assert!(known("coolsms", &coolsms_jwt(&json!({ "clientId": null })), "").is_ok());
    assert!(known("strict", &coolsms_jwt(&json!({ "clientId": "another-app" })), "").is_ok());
}

fn lifetime_is_exp_minus_iat() {
    assert_eq!(lifetime_of("coolsms", &coolsms_jwt(&json!({ "exp": 1_537_003_600 })), ""), Some(3600.0));
    assert_eq!(lifetime_of("jwt", &jwt(&json!({ "iat": 100, "exp": 160.5 })), ""), Some(60.5));
    assert_eq!(lifetime_of("strict", &coolsms_jwt(&json!({})), ""), None, "no JWT by settings");
}

fn lifetime_of_response_overrides_jwt() {
    assert_eq!(lifetime_of("coolsms", &coolsms_jwt(&json!({})), "&expires_in=60"), Some(60.0));
    assert_eq!(lifetime_of("coolsms", &coolsms_jwt(&json!({ "exp": 1_537_003_600 })), "&expires_in=0"), Some(3600.0));
}

fn default_lifetime_replaces_invalid_claim() {
    for odd in [json!(null), json!("soon"), json!(0), json!(-1), json!(1_537_000_000), json!([])] {
        let token = coolsms_jwt(&json!({ "exp": odd }));
        assert_eq!(lifetime_of("coolsms", &token, ""), Some(86_400.0), "{odd}");
        assert_eq!(lifetime_of("jwt", &token, ""), None, "{odd}");
    }
    let never_issued = coolsms_jwt(&json!({ "iat": null }));
    assert_eq!(lifetime_of("coolsms", &never_issued, ""), Some(86_400.0));
}

fn lifetime_of_jwt_is_capped() {
    let ten_years = Some(315_360_000.0);
    for endless in [json!(1e308), json!(9_007_199_254_740_991_i64), json!(1_537_000_000_i64 + 315_360_001)] {
        assert_eq!(lifetime_of("coolsms", &coolsms_jwt(&json!({ "exp": endless })), ""), ten_years, "{endless}");
    }
    assert_eq!(lifetime_of("coolsms", &coolsms_jwt(&json!({ "iat": -1e308 })), ""), ten_years);
}

fn malformed_jwt_is_opaque() {
    for odd in ["a", "a.", "..", "a.b.c", "a.!!!.c", "a.e30.c", "a.bnVsbA.c", "a.WzFd.c", "a._w.c", "a.eyJ.c"] {
        let known = known("coolsms", odd, "").expect("it is opaque");
        assert_eq!(known, Known { scope: None, lifetime_seconds: Some(86_400.0) }, "{odd}");
    }
}

fn padded_payload_is_read() {
    assert_eq!(lifetime_of("jwt", "h.eyJpYXQiOjEsImV4cCI6MTYxfQ==.s", ""), Some(160.0));
    assert_eq!(value(&json!(60)), value(&json!(60.0)));
}
