//! What can be made to go wrong.

use std::time::{Duration, Instant};

use reqwest::Response;
use sandbox::{Sandbox, Tokens};
use serde_json::{Value, json};

use crate::support::*;

/// The answer to the next request for the balance, after this fault was added.
async fn balance(sandbox: &Sandbox, effect: Value) -> reqwest::Result<Response> {
    let added = post(sandbox, "/sandbox/faults").json(&json!({ "path": BALANCE, "effect": effect })).send().await?;
    assert_eq!(added.status(), 201);
    let Tokens { access_token, .. } = tokens(sandbox, "cash:read");
    browser().get(sandbox.base() + BALANCE).bearer_auth(access_token).send().await
}

#[tokio::test]
async fn a_fault_happens_as_often_as_asked_and_then_no_more() {
    let sandbox = sandbox().await;
    let fault = json!({ "path": BALANCE, "times": 2, "effect": { "kind": "status", "status": 503 } });
    assert_eq!(post(&sandbox, "/sandbox/faults").json(&fault).send().await.unwrap().status(), 201);
    let token = tokens(&sandbox, "cash:read").access_token;
    for _ in 0..2 {
        let answer = get(&sandbox, BALANCE, &token).await;
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
        assert_eq!(error(answer).await, (503, "InternalError".to_owned()));
    }
    assert_eq!(get(&sandbox, BALANCE, &token).await.status(), 200);
}

#[tokio::test]
async fn each_kind_does_what_it_says() {
    let sandbox = sandbox().await;
    let challenge = r#"Bearer error="insufficient_scope""#;
    let effect =
        json!({ "kind": "status", "status": 403, "errorCode": "Busy", "headers": { "WWW-Authenticate": challenge } });
    let refused = balance(&sandbox, effect).await.unwrap();
    assert_eq!(refused.headers()["www-authenticate"], challenge);
    assert_eq!(error(refused).await, (403, "Busy".to_owned()));

    let html = balance(&sandbox, json!({ "kind": "htmlError", "status": 502 })).await.unwrap();
    assert_eq!(html.status(), 502);
    assert!(html.text().await.unwrap().starts_with("<!doctype html>"));

    let empty = balance(&sandbox, json!({ "kind": "emptyBody", "status": 500 })).await.unwrap();
    assert_eq!((empty.status().as_u16(), empty.text().await.unwrap()), (500, String::new()));

    let cut = balance(&sandbox, json!({ "kind": "truncated" })).await.unwrap();
    assert_eq!(cut.status(), 200);
    let text = cut.text().await.unwrap();
    assert!(text.starts_with('{') && serde_json::from_str::<Value>(&text).is_err());

    assert!(balance(&sandbox, json!({ "kind": "dropped" })).await.is_err());

    let effect = json!({ "kind": "redirect", "status": 307, "location": "http://localhost:1/steal" });
    let redirect = balance(&sandbox, effect).await.unwrap();
    assert_eq!(redirect.status(), 307);
    assert_eq!(redirect.headers()["location"], "http://localhost:1/steal");

    let edited =
        balance(&sandbox, json!({ "kind": "edit", "set": { "balance": "many", "point": null } })).await.unwrap();
    let body = json(edited).await;
    assert_eq!(body["balance"], "many");
    assert!(body.get("point").is_none() && body.get("accountId").is_some());

    let started = Instant::now();
    assert_eq!(balance(&sandbox, json!({ "kind": "latency", "ms": 200 })).await.unwrap().status(), 200);
    assert!(started.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn faults_that_cannot_be_meant_are_refused() {
    let sandbox = sandbox().await;
    for fault in [
        json!({ "path": BALANCE }),
        json!({ "path": BALANCE, "effect": { "kind": "explosion" } }),
        json!({ "path": BALANCE, "effect": { "kind": "status", "status": 99 } }),
        json!({ "path": BALANCE, "effect": { "kind": "latency", "ms": 1, "seconds": 1 } }),
        json!({ "path": BALANCE, "often": 2, "effect": { "kind": "dropped" } }),
    ] {
        let answer = post(&sandbox, "/sandbox/faults").json(&fault).send().await.unwrap();
        assert_eq!(error(answer).await, (400, "ValidationError".to_owned()), "{fault}");
    }
}
