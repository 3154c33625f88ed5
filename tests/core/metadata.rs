//! An issuer's metadata, and the provider that it becomes.

use crate::case::cases;
use crate::support::app::merge;
use crate::support::{Native, refusal, value};
use coolsms_oauth2::protocol::metadata::{places, provider};
use serde_json::{Value as Json, json};

cases! {
    [S5] places_follow_both_standards,
    [S24] valid_metadata_becomes_provider,
    [S5 S7 S24] invalid_metadata_is_refused_with_reason,
}

const ISSUER: &str = "https://id.example/tenant";

fn metadata(changes: &Json) -> String {
    let mut metadata = json!({
        "issuer": ISSUER, "authorization_endpoint": "https://id.example/authorize",
        "token_endpoint": "https://id.example/token", "revocation_endpoint": "https://id.example/revoke",
        "jwks_uri": "https://id.example/keys", "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["plain", "S256"], "authorization_response_iss_parameter_supported": true,
    });
    merge(&mut metadata, changes);
    metadata.to_string()
}

fn places_follow_both_standards() {
    for (issuer, oauth, openid) in [
        (
            "https://id.example",
            "https://id.example/.well-known/oauth-authorization-server",
            "https://id.example/.well-known/openid-configuration",
        ),
        (
            "https://id.example/tenant/",
            "https://id.example/.well-known/oauth-authorization-server/tenant",
            "https://id.example/tenant/.well-known/openid-configuration",
        ),
    ] {
        assert_eq!(places(&value(&json!({ "issuer": issuer })), &Native), Ok([oauth.to_owned(), openid.to_owned()]));
    }
    for (input, field) in [
        (json!({ "issuer": "" }), "issuer"),
        (json!({ "issuer": null }), "issuer"),
        (json!({ "issuer": "id.example" }), "issuer"),
        (json!({ "issuer": "http://id.example" }), "issuer"),
        (json!({ "issuer": "https://id.example/#a" }), "issuer"),
        (json!({ "issuer": "javascript:alert(1)" }), "issuer"),
        (json!({ "issuer": ISSUER, "timeoutMs": 1e12 }), "timeoutMs"),
    ] {
        assert_eq!(refusal(places(&value(&input), &Native)), ("invalid_request", field.into()), "{input}");
    }
}

fn valid_metadata_becomes_provider() {
    let settings = crate::support::json(&provider(ISSUER, &metadata(&json!({})), &Native).expect("it is valid"));
    let expected = json!({ "id": ISSUER, "issuer": ISSUER, "authorizationEndpoint": "https://id.example/authorize",
        "tokenEndpoint": "https://id.example/token", "revocationEndpoint": "https://id.example/revoke",
        "authorizationResponseIssParameterSupported": true });
    assert_eq!(settings, expected);
    let less = json!({ "revocation_endpoint": null, "code_challenge_methods_supported": null,
        "authorization_response_iss_parameter_supported": "yes" });
    let settings = crate::support::json(&provider(ISSUER, &metadata(&less), &Native).expect("it is valid"));
    assert_eq!(settings.as_object().expect("an object").len(), 4, "{settings}");
}

fn invalid_metadata_is_refused_with_reason() {
    let refused = |body: &str| refusal(provider(ISSUER, body, &Native));
    for body in ["", "<html>", "[]", "{}", "7", "{\"issuer\":"] {
        assert_eq!(refused(body).0, "malformed_response", "{body}");
    }
    for issuer in [json!("https://id.example/tenant/"), json!("https://evil.example"), json!(null), json!(7)] {
        assert_eq!(refused(&metadata(&json!({ "issuer": issuer }))).0, "issuer_mismatch", "{issuer}");
    }
    for methods in [json!(["plain"]), json!([]), json!("S256")] {
        let body = metadata(&json!({ "code_challenge_methods_supported": methods }));
        assert_eq!(refused(&body).0, "unexpected_response", "{methods}");
    }
    for (member, field) in [
        ("authorization_endpoint", "authorizationEndpoint"),
        ("token_endpoint", "tokenEndpoint"),
        ("revocation_endpoint", "revocationEndpoint"),
    ] {
        let body = metadata(&json!({ (member): "http://id.example/" }));
        assert_eq!(refused(&body), ("invalid_config", field.to_owned()));
    }
    let without = metadata(&json!({ "authorization_endpoint": null }));
    assert_eq!(refused(&without), ("invalid_config", "authorizationEndpoint".to_owned()));
}
