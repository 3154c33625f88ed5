//! The token endpoint: exchange and refresh.

mod support;

use std::time::Duration;

use reqwest::Response;
use sandbox::{MEMBERS, Options, RegisteredApp, Sandbox};
use serde_json::{Value, json};
use support::*;

/// An app on this machine, and a code for it with the scope `users:read`.
async fn app_with_code(sandbox: &Sandbox) -> (RegisteredApp, String) {
    let app = sandbox.register_app("Server", &[APP]).unwrap();
    let mut authorize = authorize_url(sandbox, "code", "users:read");
    let pairs: Vec<_> = authorize.query_pairs().into_owned().filter(|pair| pair.0 != "client_id").collect();
    authorize.query_pairs_mut().clear().extend_pairs(pairs).append_pair("client_id", &app.client_id);
    let callback = consent(&browser(), &authorize, "allow", &["users:read"]).await;
    let code = parameters(callback.query().unwrap())["code"].clone();
    (app, code)
}

fn exchange(app: &RegisteredApp, code: &str) -> Value {
    json!({
        "grant_type": "authorization_code",
        "code": code,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": APP,
    })
}

async fn post(sandbox: &Sandbox, body: &Value) -> Response {
    let url = format!("{}/oauth2/v1/access_token", sandbox.base());
    browser().post(url).json(body).send().await.unwrap()
}

fn outcome(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[tokio::test]
async fn a_code_is_exchanged_once() {
    let sandbox = sandbox().await;
    let (app, code) = app_with_code(&sandbox).await;
    let answer = post(&sandbox, &exchange(&app, &code)).await;
    assert_eq!(answer.status(), 200);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["token_type"], "Bearer");
    assert!(body["refresh_token"].is_string());
    assert!(body.get("expires_in").is_none());
    let claims = payload(body["access_token"].as_str().unwrap());
    assert_eq!(claims["clientId"], app.client_id);

    let again = post(&sandbox, &exchange(&app, &code)).await;
    assert_eq!(error(again).await, outcome(403, "InvalidGrant"));
}

#[tokio::test]
async fn a_wrong_secret_is_refused_and_leaves_the_code_good() {
    let sandbox = sandbox().await;
    let (app, code) = app_with_code(&sandbox).await;
    let mut wrong = exchange(&app, &code);
    wrong["client_secret"] = json!("guess");
    let answer = post(&sandbox, &wrong).await;
    assert_eq!(error(answer).await, outcome(400, "InvalidClient"));
    assert_eq!(post(&sandbox, &exchange(&app, &code)).await.status(), 200);
}

#[tokio::test]
async fn another_redirect_uri_or_another_app_is_an_invalid_grant() {
    let sandbox = sandbox().await;
    let (app, code) = app_with_code(&sandbox).await;
    let other = sandbox.register_app("Other", &[APP]).unwrap();
    let answer = post(&sandbox, &exchange(&other, &code)).await;
    assert_eq!(error(answer).await, outcome(403, "InvalidGrant"));
    let mut elsewhere = exchange(&app, &code);
    elsewhere["redirect_uri"] = json!("http://127.0.0.1:5000/app");
    let answer = post(&sandbox, &elsewhere).await;
    assert_eq!(error(answer).await, outcome(403, "InvalidGrant"));
}

#[tokio::test]
async fn an_expired_code_is_an_invalid_grant() {
    let options = Options { code_lifetime: Duration::ZERO, ..Options::default() };
    let sandbox = Sandbox::start(options).await.unwrap();
    let (app, code) = app_with_code(&sandbox).await;
    let answer = post(&sandbox, &exchange(&app, &code)).await;
    assert_eq!(error(answer).await, outcome(403, "InvalidGrant"));
}

#[tokio::test]
async fn bodies_that_are_incomplete_or_no_json_are_validation_errors() {
    let sandbox = sandbox().await;
    for body in [
        json!({}),
        json!({ "grant_type": "password" }),
        json!({ "grant_type": "refresh_token" }),
        json!({ "grant_type": "authorization_code", "code": "x" }),
        json!({ "grant_type": 1 }),
    ] {
        let answer = post(&sandbox, &body).await;
        assert_eq!(error(answer).await, outcome(400, "ValidationError"), "{body}");
    }
    let url = format!("{}/oauth2/v1/access_token", sandbox.base());
    let form = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    let answer = browser().post(url).form(&form).send().await.unwrap();
    assert_eq!(error(answer).await, outcome(400, "ValidationError"));
}

#[tokio::test]
async fn a_refresh_brings_a_new_access_token_of_the_same_scope_and_no_refresh_token() {
    let sandbox = sandbox().await;
    let first = tokens(&sandbox, "users:read cash:read").await;
    let refresh = json!({ "grant_type": "refresh_token", "refresh_token": first["refresh_token"] });
    for _ in 0..2 {
        let body: Value = post(&sandbox, &refresh).await.json().await.unwrap();
        assert!(body.get("refresh_token").is_none());
        let token = body["access_token"].as_str().unwrap();
        assert_ne!(token, first["access_token"]);
        assert_eq!(payload(token)["scope"], "users:read cash:read");
    }
}

#[tokio::test]
async fn a_refresh_spends_its_refresh_token_where_they_rotate() {
    let options = Options { rotate_refresh_tokens: true, ..Options::default() };
    let sandbox = Sandbox::start(options).await.unwrap();
    let first = sandbox.issue_tokens("sandbox-demo", &MEMBERS[0], "users:read").unwrap();
    let refresh = |token: &str| json!({ "grant_type": "refresh_token", "refresh_token": token });
    let mut token = first.refresh_token.unwrap();
    for _ in 0..2 {
        let body: Value = post(&sandbox, &refresh(&token)).await.json().await.unwrap();
        assert_eq!(payload(body["access_token"].as_str().unwrap())["scope"], "users:read");
        let again = post(&sandbox, &refresh(&token)).await;
        assert_eq!(error(again).await, outcome(400, "InvalidRefreshToken"));
        token = body["refresh_token"].as_str().unwrap().to_owned();
    }
}

#[tokio::test]
async fn a_revoked_or_unknown_refresh_token_is_refused() {
    let sandbox = sandbox().await;
    let tokens = sandbox.issue_tokens("sandbox-demo", &MEMBERS[0], "users:read").unwrap();
    sandbox.revoke_all_tokens();
    for token in [tokens.refresh_token.unwrap(), "unknown".to_owned()] {
        let refresh = json!({ "grant_type": "refresh_token", "refresh_token": token });
        let answer = post(&sandbox, &refresh).await;
        assert_eq!(error(answer).await, outcome(400, "InvalidRefreshToken"));
    }
}
