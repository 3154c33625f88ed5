//! What can be made to go wrong, and how often. What each kind does is seen by the page tests that use it.

use serde_json::json;

use crate::support::*;

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
