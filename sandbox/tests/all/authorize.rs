//! The authorize endpoint: what it refuses, what its pages ask, how the answer goes back.

use sandbox::{DEMO_CLIENT_ID, MEMBERS};

use crate::support::*;

const DENIED: &str = "error=access_denied&state=xyz+%7E";

#[tokio::test]
async fn every_parameter_is_required_once() {
    let sandbox = sandbox().await;
    for name in ["client_id", "response_type", "redirect_uri", "scope", "state"] {
        let usual = authorize_url(&sandbox, &[]);
        let (_, value) = usual.query_pairs().find(|(key, _)| key == name).unwrap();
        let empty = authorize_url(&sandbox, &[(name, "")]);
        let twice = authorize_url(&sandbox, &[(name, &value), (name, &value)]);
        let missing = empty.as_str().replace(&format!("&{name}="), "").parse().unwrap();
        for url in [empty, twice, missing] {
            let refused = browser().get(url.clone()).send().await.unwrap();
            assert_eq!(error(refused).await, (400, "ValidationError".to_owned()), "{url}");
        }
    }
}

#[tokio::test]
async fn wrong_values_are_refused_by_their_codes() {
    let sandbox = sandbox().await;
    for (name, value, code) in [
        ("client_id", "nobody", "InvalidClientId"),
        ("response_type", "id_token", "ValidationError"),
        ("scope", "users:read everything", "InvalidScope"),
        ("redirect_uri", "/app", "ValidationError"),
        ("redirect_uri", "javascript:alert(1)", "ValidationError"),
        ("redirect_uri", "http://127.0.0.1/#x", "ValidationError"),
        ("redirect_uri", "https://evil.example/", "InvalidHostName"),
        ("redirect_uri", "http://127.0.0.1.evil.example/", "InvalidHostName"),
        ("redirect_uri", "http://127.0.0.1@evil.example/", "InvalidHostName"),
    ] {
        let refused = browser().get(authorize_url(&sandbox, &[(name, value)])).send().await.unwrap();
        assert_eq!(error(refused).await, (400, code.to_owned()), "{value}");
    }
}

#[tokio::test]
async fn the_demo_app_redirects_to_this_machine_and_a_registered_one_to_its_own_host() {
    let sandbox = sandbox().await;
    let app = sandbox.register_app("Mine", &["https://app.example.test/callback"]).unwrap();
    assert!(sandbox.register_app("Mine", &["app.example.test"]).is_err());
    for (client_id, redirect_uri, status) in [
        (DEMO_CLIENT_ID, "http://localhost:1/", 200),
        (DEMO_CLIENT_ID, "http://[::1]:2/x", 200),
        (&app.client_id, "https://app.example.test/elsewhere", 200),
        (&app.client_id, "https://www.app.example.test/callback", 400),
        (&app.client_id, "http://127.0.0.1/", 400),
    ] {
        let url = authorize_url(&sandbox, &[("client_id", client_id), ("redirect_uri", redirect_uri)]);
        assert_eq!(browser().get(url).send().await.unwrap().status(), status, "{redirect_uri}");
    }
}

#[tokio::test]
async fn allowing_grants_what_is_ticked_and_was_asked_for() {
    let sandbox = sandbox().await;
    let callback = consent(&authorize_url(&sandbox, &[]), "allow", &["cash:read", "iam:write"]).await;
    assert_eq!(callback.query(), Some("tab=1"));
    let answer = parameters(callback.fragment());
    assert_eq!(answer["state"], "xyz ~");
    let mut names: Vec<_> = answer.keys().collect();
    names.sort_unstable();
    assert_eq!(names, ["access_token", "refresh_token", "state"]);

    let claims = payload(&answer["access_token"]);
    assert_eq!(claims["memberId"], MEMBERS[0].id);
    assert_eq!(claims["accountId"], MEMBERS[0].account_id);
    assert_eq!(claims["clientId"], DEMO_CLIENT_ID);
    assert_eq!(claims["scope"], "cash:read");
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 86_400);
    assert_eq!(claims.as_object().unwrap().len(), 6);
}

#[tokio::test]
async fn denying_or_allowing_nothing_is_told_where_the_answer_belongs() {
    let sandbox = sandbox().await;
    let token = authorize_url(&sandbox, &[]);
    assert_eq!(consent(&token, "deny", &["users:read"]).await.as_str(), format!("{APP}#{DENIED}"));
    assert_eq!(consent(&token, "allow", &[]).await.as_str(), format!("{APP}#{DENIED}"));
    let code = authorize_url(&sandbox, &[("response_type", "code")]);
    assert_eq!(consent(&code, "deny", &[]).await.as_str(), format!("{APP}&{DENIED}"));
}

#[tokio::test]
async fn who_is_not_signed_in_decides_nothing() {
    let sandbox = sandbox().await;
    let url = authorize_url(&sandbox, &[]);
    for form in [vec![("decision", "allow"), ("scope", "users:read")], vec![("decision", "another-member")]] {
        let answer = browser().post(url.clone()).form(&form).send().await.unwrap();
        assert_eq!(location(&answer), format!("?{}", url.query().unwrap()));
    }
}
