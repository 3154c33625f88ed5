//! Pages without a secret, where the sandbox is not as CoolSMS is: PKCE and forms (RFC 7636, RFC 6749 §4.1.3).

mod support;

use std::time::{Duration, Instant};

use reqwest::Response;
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Options, Sandbox};
use serde_json::Value;
use support::*;

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

async fn for_public_clients() -> Sandbox {
    Sandbox::start(Options { public_clients: true, ..Options::default() }).await.unwrap()
}

fn code(sandbox: &Sandbox, challenge: Option<&str>) -> String {
    sandbox.issue_code(DEMO_CLIENT_ID, &MEMBERS[0], "users:read", APP, challenge)
}

async fn exchange(sandbox: &Sandbox, code: &str, verifier: Option<&str>) -> Response {
    let mut form = vec![("grant_type", "authorization_code"), ("code", code), ("redirect_uri", APP)];
    form.push(("client_id", DEMO_CLIENT_ID));
    form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
    browser().post(format!("{}/oauth2/v1/access_token", sandbox.base())).form(&form).send().await.unwrap()
}

#[tokio::test]
async fn a_code_that_was_asked_for_with_a_challenge_is_spent_with_its_verifier() {
    let sandbox = for_public_clients().await;
    let mut authorize = authorize_url(&sandbox, "code", "users:read");
    authorize.query_pairs_mut().append_pair("code_challenge", CHALLENGE).append_pair("code_challenge_method", "S256");
    let callback = consent(&browser(), &authorize, "allow", &["users:read"]).await;
    let code = parameters(callback.query().unwrap())["code"].clone();
    let answer = exchange(&sandbox, &code, Some(VERIFIER)).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.json::<Value>().await.unwrap()["token_type"], "Bearer");
}

#[tokio::test]
async fn without_its_verifier_a_code_is_an_invalid_grant() {
    let sandbox = for_public_clients().await;
    let cases = [(Some(CHALLENGE), None), (Some(CHALLENGE), Some("another")), (None, None), (None, Some(VERIFIER))];
    for (challenge, verifier) in cases {
        let answer = exchange(&sandbox, &code(&sandbox, challenge), verifier).await;
        assert_eq!(error(answer).await, (403, "InvalidGrant".to_owned()), "{challenge:?} {verifier:?}");
    }
}

#[tokio::test]
async fn a_challenge_of_another_method_is_refused() {
    let sandbox = for_public_clients().await;
    for method in ["", "&code_challenge_method=plain"] {
        let url = format!("{}&code_challenge=abc{method}", authorize_url(&sandbox, "code", "users:read"));
        let answer = browser().get(url).send().await.unwrap();
        assert_eq!(error(answer).await, (400, "ValidationError".to_owned()), "{method}");
    }
}

#[tokio::test]
async fn coolsms_knows_none_of_it() {
    let sandbox = sandbox().await;
    let answer = exchange(&sandbox, &code(&sandbox, Some(CHALLENGE)), Some(VERIFIER)).await;
    assert_eq!(error(answer).await, (400, "ValidationError".to_owned()));
}

#[tokio::test]
async fn answers_come_as_late_as_is_asked_for() {
    let latency = Duration::from_millis(120);
    let sandbox = Sandbox::start(Options { latency, ..Options::default() }).await.unwrap();
    let started = Instant::now();
    exchange(&sandbox, "unknown", None).await;
    assert!(started.elapsed() >= latency);
}
