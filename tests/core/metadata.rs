//! An issuer's metadata, and the provider that it becomes.

use crate::case::cases;
use crate::support::{Outcome, code, flow, named, refusal, with};
use coolsms_oauth2::protocol::metadata::{places, provider};
use serde_json::{Value as Json, json};

cases! {
    [S5] places_follow_both_standards,
    [S24] valid_metadata_becomes_provider,
    [S5 S7 S24] invalid_metadata_is_refused_with_reason,
}

const ISSUER: &str = "https://id.example/tenant";

fn metadata(changes: &Json) -> String {
    let metadata = json!({
        "issuer": ISSUER, "authorization_endpoint": "https://id.example/authorize",
        "token_endpoint": "https://id.example/token", "revocation_endpoint": "https://id.example/revoke",
        "jwks_uri": "https://id.example/keys", "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["plain", "S256"], "authorization_response_iss_parameter_supported": true,
    });
    with(metadata, changes).to_string()
}

fn described(metadata: &str) -> Outcome {
    flow(provider, &json!({ "issuer": ISSUER, "metadata": metadata }))
}

fn places_follow_both_standards() {
    for (issuer, oauth, openid) in [
        ("https://id.example", "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"),
        (
            "https://id.example/tenant/",
            "/.well-known/oauth-authorization-server/tenant",
            "/tenant/.well-known/openid-configuration",
        ),
    ] {
        let expected = [oauth, openid].map(|path| ["https://id.example", path].concat());
        assert_eq!(flow(places, &json!({ "issuer": issuer })), Ok(json!(expected)));
    }
    let wrong = json!([{ "issuer": "" }, { "issuer": null }, { "issuer": "id.example" }, { "issuer": "http://id.example" },
        { "issuer": "https://id.example/#a" }, { "issuer": "javascript:alert(1)" }, { "timeoutMs": 1e12, "issuer": ISSUER }]);
    for (input, field) in named(&wrong) {
        assert_eq!(refusal(&flow(places, input)), ("invalid_request", field), "{input}");
    }
}

fn valid_metadata_becomes_provider() {
    let expected = json!({ "id": ISSUER, "issuer": ISSUER, "authorizationEndpoint": "https://id.example/authorize",
        "tokenEndpoint": "https://id.example/token", "revocationEndpoint": "https://id.example/revoke",
        "authorizationResponseIssParameterSupported": true });
    assert_eq!(described(&metadata(&json!({}))), Ok(expected));
    let less = json!({ "revocation_endpoint": null, "code_challenge_methods_supported": null,
        "authorization_response_iss_parameter_supported": "yes" });
    let settings = described(&metadata(&less)).expect("it is valid");
    assert_eq!(settings.as_object().expect("an object").len(), 4, "{settings}");
}

fn invalid_metadata_is_refused_with_reason() {
    let refused = |expected: &str, body: &str| assert_eq!(code(&described(body)), expected, "{body}");
    for body in ["", "<html>", "[]", "{}", "7", "{\"issuer\":"] {
        refused("malformed_response", body);
    }
    for issuer in [json!("https://id.example/tenant/"), json!("https://evil.example"), json!(null), json!(7)] {
        refused("issuer_mismatch", &metadata(&json!({ "issuer": issuer })));
    }
    for methods in [json!(["plain"]), json!([]), json!("S256")] {
        refused("unexpected_response", &metadata(&json!({ "code_challenge_methods_supported": methods })));
    }
    for (member, value, field) in [
        ("authorization_endpoint", json!("http://id.example/"), "authorizationEndpoint"),
        ("token_endpoint", json!("http://id.example/"), "tokenEndpoint"),
        ("revocation_endpoint", json!("http://id.example/"), "revocationEndpoint"),
        ("authorization_endpoint", json!(null), "authorizationEndpoint"),
    ] {
        let refused = described(&metadata(&json!({ (member): value })));
        assert_eq!(refusal(&refused), ("invalid_config", field));
    }
}
