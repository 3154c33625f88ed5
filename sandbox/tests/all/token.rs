//! The token endpoint: exchange and refresh.

use reqwest::Response;
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Options, RegisteredApp, Sandbox};
use serde_json::{Value, json};

use crate::support::*;

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An app on this machine, and a code for it with the scope `users:read`.
async fn app_with_code(sandbox: &Sandbox) -> (RegisteredApp, String) {
    let app = sandbox.register_app("Server", &[APP]).unwrap();
    let url = authorize_url(sandbox, &[("client_id", &app.client_id), ("response_type", "code")]);
    let callback = consent(&url, "allow", &["users:read"]).await;
    assert_eq!(callback.fragment(), None);
    let answer = parameters(callback.query());
    assert_eq!((&*answer["tab"], &*answer["state"]), ("1", "xyz ~"));
    (app, answer["code"].clone())
}

async fn exchange(sandbox: &Sandbox, app: &RegisteredApp, code: &str, change: Value) -> Response {
    let mut body = json!({
        "grant_type": "authorization_code",
        "code": code,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": APP,
    });
    body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    post(sandbox, TOKEN).json(&body).send().await.unwrap()
}

fn refusal(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[tokio::test]
async fn a_code_is_exchanged_once_by_its_app_with_its_secret_and_redirect_uri() {
    let sandbox = sandbox().await;
    let (app, code) = app_with_code(&sandbox).await;
    let other = sandbox.register_app("Other", &[APP]).unwrap();
    let wrong_secret = exchange(&sandbox, &app, &code, json!({ "client_secret": "guess" })).await;
    assert_eq!(error(wrong_secret).await, refusal(400, "InvalidClient"));
    assert_eq!(error(exchange(&sandbox, &other, &code, json!({})).await).await, refusal(403, "InvalidGrant"));

    let answer = exchange(&sandbox, &app, &code, json!({})).await;
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let body = json(answer).await;
    assert_eq!(body["token_type"], "Bearer");
    assert!(body["refresh_token"].is_string());
    assert!(body.get("expires_in").is_none());
    assert_eq!(payload(body["access_token"].as_str().unwrap())["clientId"], app.client_id);
    assert_eq!(error(exchange(&sandbox, &app, &code, json!({})).await).await, refusal(403, "InvalidGrant"));

    let (app, code) = app_with_code(&sandbox).await;
    let elsewhere = exchange(&sandbox, &app, &code, json!({ "redirect_uri": "http://127.0.0.1:5000/app" })).await;
    assert_eq!(error(elsewhere).await, refusal(403, "InvalidGrant"));
}

#[tokio::test]
async fn bodies_that_are_incomplete_or_no_json_are_validation_errors() {
    let sandbox = sandbox().await;
    for body in [
        json!({}),
        json!({ "grant_type": "password" }),
        json!({ "grant_type": "refresh_token" }),
        json!({ "grant_type": "authorization_code", "code": "x" }),
        json!({ "grant_type": "authorization_code", "code": "x", "client_id": "y", "redirect_uri": "z" }),
        json!({ "grant_type": 1 }),
    ] {
        let answer = post(&sandbox, TOKEN).json(&body).send().await.unwrap();
        assert_eq!(error(answer).await, refusal(400, "ValidationError"), "{body}");
    }
    let form = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    let answer = post(&sandbox, TOKEN).form(&form).send().await.unwrap();
    assert_eq!(error(answer).await, refusal(400, "ValidationError"));
}

async fn refresh(sandbox: &Sandbox, token: &str) -> Response {
    let body = json!({ "grant_type": "refresh_token", "refresh_token": token });
    post(sandbox, TOKEN).json(&body).send().await.unwrap()
}

#[tokio::test]
async fn a_refresh_brings_an_access_token_of_the_same_scope_and_no_refresh_token() {
    let sandbox = sandbox().await;
    let first = tokens(&sandbox, "users:read cash:read");
    let refresh_token = first.refresh_token.unwrap();
    for _ in 0..2 {
        let body = json(refresh(&sandbox, &refresh_token).await).await;
        assert!(body.get("refresh_token").is_none());
        let token = body["access_token"].as_str().unwrap();
        assert_ne!(token, first.access_token);
        assert_eq!(payload(token)["scope"], "users:read cash:read");
    }
    sandbox.revoke_all_tokens();
    assert_eq!(error(refresh(&sandbox, &refresh_token).await).await, refusal(400, "InvalidRefreshToken"));
}

#[tokio::test]
async fn a_refresh_spends_its_refresh_token_where_they_rotate() {
    let sandbox = start(Options { rotate_refresh_tokens: true, ..Options::default() }).await;
    let mut token = tokens(&sandbox, "users:read").refresh_token.unwrap();
    for _ in 0..2 {
        let body = json(refresh(&sandbox, &token).await).await;
        assert_eq!(error(refresh(&sandbox, &token).await).await, refusal(400, "InvalidRefreshToken"));
        token = body["refresh_token"].as_str().unwrap().to_owned();
    }
}

/// As a page without a secret does it: by a form.
async fn exchange_by_form(sandbox: &Sandbox, challenge: Option<&str>, verifier: Option<&str>) -> Response {
    let code = sandbox.issue_code(DEMO_CLIENT_ID, &MEMBERS[0], "users:read", APP, challenge);
    let mut form = vec![("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", APP)];
    form.push(("client_id", DEMO_CLIENT_ID));
    form.extend(verifier.map(|verifier| ("code_verifier", verifier)));
    post(sandbox, TOKEN).form(&form).send().await.unwrap()
}

#[tokio::test]
async fn a_public_client_spends_its_code_with_its_verifier_alone() {
    let sandbox = start(Options { public_clients: true, ..Options::default() }).await;
    assert_eq!(exchange_by_form(&sandbox, Some(CHALLENGE), Some(VERIFIER)).await.status(), 200);
    let cases = [(Some(CHALLENGE), None), (Some(CHALLENGE), Some("another")), (None, None), (None, Some(VERIFIER))];
    for (challenge, verifier) in cases {
        let answer = exchange_by_form(&sandbox, challenge, verifier).await;
        assert_eq!(error(answer).await, refusal(403, "InvalidGrant"), "{challenge:?} {verifier:?}");
    }
    let plain = authorize_url(&sandbox, &[("code_challenge", "abc"), ("code_challenge_method", "plain")]);
    assert_eq!(error(browser().get(plain).send().await.unwrap()).await, refusal(400, "ValidationError"));
}

#[tokio::test]
async fn coolsms_knows_no_public_clients() {
    let answer = exchange_by_form(&sandbox().await, Some(CHALLENGE), Some(VERIFIER)).await;
    assert_eq!(error(answer).await, refusal(400, "ValidationError"));
}
