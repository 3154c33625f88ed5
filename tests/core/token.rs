//! What a token says: the granted scope, the lifetime, and the client it was issued to.

use crate::case::cases;
use crate::support::app::{NOW, client_of, jwt, session_of};
use crate::support::{Outcome, code, with};
use serde_json::{Value as Json, json};

cases! {
    [S22] scope_is_that_of_response_or_jwt_or_request,
    [S22] scope_is_unknown_without_readable_claim,
    [S22] scope_is_unknown_if_nothing_was_requested,
    [S24] token_of_other_client_is_refused,
    [S24] token_without_known_client_claim_is_accepted,
    [S21 S22] lifetime_is_that_of_response_or_jwt,
    [S21] default_lifetime_replaces_invalid_claim,
    [S18] malformed_jwt_is_opaque,
}

/// The session that this token begins by that provider's rules; `more` stands behind it in the response.
fn known(provider: &str, token: &str, more: &str) -> Outcome {
    session_of(&client_of(provider), &json!(["asked:for"]), token, more)
}

fn scope_of(provider: &str, token: &str, more: &str) -> Json {
    known(provider, token, more).expect("the token is ours")["scope"].clone()
}

/// In seconds.
fn lifetime_of(provider: &str, token: &str, more: &str) -> Option<f64> {
    let end = known(provider, token, more).expect("the token is ours")["expiresAt"].as_f64();
    end.map(|end| (end - NOW as f64) / 1000.0)
}

/// A JWT as CoolSMS publishes one, some claims replaced.
fn coolsms_jwt(changes: &Json) -> String {
    let claims = json!({ "memberId": "MEM1", "accountId": "1", "clientId": "our-app", "scope": "users:read cash:read",
        "iat": 1_537_000_000, "exp": 1_537_086_400 });
    jwt(&with(claims, changes))
}

fn scope_is_that_of_response_or_jwt_or_request() {
    let own = coolsms_jwt(&json!({}));
    let with_scope = |scope: Json| coolsms_jwt(&json!({ "scope": scope }));
    for (provider, token, more, expected) in [
        ("coolsms", own.as_str(), "&scope=only:this", json!(["only:this"])),
        ("coolsms", &own, "", json!(["users:read", "cash:read"])),
        ("coolsms", &with_scope(json!(["a", "b"])), "", json!(["a", "b"])),
        ("coolsms", &with_scope(json!("*")), "", json!(["*"])),
        ("jwt", &jwt(&json!({ "scp": "c", "scope": "d" })), "", json!(["c"])),
        ("strict", &own, "", json!(["asked:for"])), // no JWT by settings
        ("strict", "opaque", "", json!(["asked:for"])),
        ("strict", "opaque", "&scope=", json!(["asked:for"])),
        ("strict", "opaque", "&scope=less", json!(["less"])),
        ("strict", "opaque", "&scope=a%20a+b", json!(["a", "b"])),
    ] {
        assert_eq!(scope_of(provider, token, more), expected, "{provider} {token} {more}");
    }
}

fn scope_is_unknown_without_readable_claim() {
    assert_eq!(scope_of("coolsms", "opaque", ""), Json::Null);
    for odd in [json!(null), json!(7), json!({}), json!(["a", 7]), json!("a\nb")] {
        assert_eq!(scope_of("coolsms", &coolsms_jwt(&json!({ "scope": odd })), ""), Json::Null, "{odd}");
    }
}

fn scope_is_unknown_if_nothing_was_requested() {
    let session = session_of(&client_of("strict"), &json!([]), "t", "").expect("it is valid");
    assert_eq!(session["scope"], Json::Null);
}

fn token_of_other_client_is_refused() {
    for other in [json!("another-app"), json!("Our-App"), json!(""), json!(7), json!(["our-app"]), json!({})] {
        let outcome = known("coolsms", &coolsms_jwt(&json!({ "clientId": other })), "");
        assert_eq!(code(&outcome), "client_mismatch", "{other}");
    }
    let outcome = known("jwt", &jwt(&json!({ "azp": "another-app", "clientId": "our-app" })), "");
    assert_eq!(code(&outcome), "client_mismatch");
}

fn token_without_known_client_claim_is_accepted() {
    assert!(known("coolsms", &coolsms_jwt(&json!({ "clientId": null })), "").is_ok());
    assert!(known("strict", &coolsms_jwt(&json!({ "clientId": "another-app" })), "").is_ok());
}

fn lifetime_is_that_of_response_or_jwt() {
    let ten_years = 315_360_000.0;
    for (provider, claims, more, expected) in [
        ("coolsms", json!({ "exp": 1_537_003_600 }), "", Some(3600.0)),
        ("jwt", json!({ "iat": 100, "exp": 160.5 }), "", Some(60.5)),
        ("strict", json!({}), "", None), // no JWT by settings
        ("coolsms", json!({}), "&expires_in=60", Some(60.0)),
        ("coolsms", json!({ "exp": 1_537_003_600 }), "&expires_in=0", Some(3600.0)),
        ("coolsms", json!({ "exp": 1e308 }), "", Some(ten_years)),
        ("coolsms", json!({ "exp": 9_007_199_254_740_991_i64 }), "", Some(ten_years)),
        ("coolsms", json!({ "exp": 1_537_000_000_i64 + 315_360_001 }), "", Some(ten_years)),
        ("coolsms", json!({ "iat": -1e308 }), "", Some(ten_years)),
    ] {
        assert_eq!(lifetime_of(provider, &coolsms_jwt(&claims), more), expected, "{provider} {claims} {more}");
    }
}

fn default_lifetime_replaces_invalid_claim() {
    for odd in [json!(null), json!("soon"), json!(0), json!(-1), json!(1_537_000_000), json!([])] {
        let token = coolsms_jwt(&json!({ "exp": odd }));
        assert_eq!(lifetime_of("coolsms", &token, ""), Some(86_400.0), "{odd}");
        assert_eq!(lifetime_of("jwt", &token, ""), None, "{odd}");
    }
    assert_eq!(lifetime_of("coolsms", &coolsms_jwt(&json!({ "iat": null })), ""), Some(86_400.0));
}

fn malformed_jwt_is_opaque() {
    for odd in ["a", "a.", "..", "a.b.c", "a.!!!.c", "a.e30.c", "a.bnVsbA.c", "a.WzFd.c", "a._w.c", "a.eyJ.c"] {
        assert_eq!(scope_of("coolsms", odd, ""), Json::Null, "{odd}");
        assert_eq!(lifetime_of("coolsms", odd, ""), Some(86_400.0), "{odd}");
    }
}
