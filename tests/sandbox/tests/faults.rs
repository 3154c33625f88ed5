//! What can be made to go wrong, in process and over HTTP.

mod support;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use reqwest::{Client, Response, StatusCode};
use sandbox::{AuthorizeAnswer, DEMO_CLIENT_ID, Effect, Fault, MEMBERS, Place, Sandbox};
use serde_json::{Value, json};
use support::*;

const BALANCE: &str = "/cash/v1/balance";

async fn balance(sandbox: &Sandbox) -> reqwest::Result<Response> {
    let tokens = sandbox.issue_tokens(DEMO_CLIENT_ID, &MEMBERS[0], "cash:read").unwrap();
    let url = format!("{}{BALANCE}", sandbox.base());
    browser().get(url).bearer_auth(tokens.access_token).send().await
}

async fn add(sandbox: &Sandbox, fault: &Value) -> StatusCode {
    let url = format!("{}/sandbox/faults", sandbox.base());
    Client::new().post(url).json(fault).send().await.unwrap().status()
}

#[tokio::test]
async fn a_fault_happens_as_often_as_asked_and_then_no_more() {
    let sandbox = sandbox().await;
    let effect = json!({ "kind": "status", "status": 503, "errorCode": "Busy" });
    let fault = json!({ "path": BALANCE, "times": 2, "effect": effect });
    assert_eq!(add(&sandbox, &fault).await, 201);
    for _ in 0..2 {
        let answer = balance(&sandbox).await.unwrap();
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
        assert_eq!(error(answer).await, (503, "Busy".to_owned()));
    }
    assert_eq!(balance(&sandbox).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_dropped_connection_has_no_answer() {
    let sandbox = sandbox().await;
    assert_eq!(add(&sandbox, &json!({ "path": BALANCE, "effect": { "kind": "dropped" } })).await, 201);
    assert!(balance(&sandbox).await.is_err());
    assert_eq!(sandbox.requests()[0].status, None);
    assert_eq!(balance(&sandbox).await.unwrap().status(), 200);
}

#[tokio::test]
async fn bodies_can_be_html_empty_or_cut() {
    let sandbox = sandbox().await;
    for kind in ["htmlError", "emptyBody", "truncated"] {
        let fault = json!({ "path": "/cash/*", "method": "get", "effect": { "kind": kind } });
        assert_eq!(add(&sandbox, &fault).await, 201);
    }
    let html = balance(&sandbox).await.unwrap();
    assert_eq!(html.status(), 502);
    assert!(html.text().await.unwrap().starts_with("<!doctype html>"));
    let empty = balance(&sandbox).await.unwrap();
    assert_eq!(empty.status(), 500);
    assert_eq!(empty.text().await.unwrap(), "");
    let cut = balance(&sandbox).await.unwrap();
    assert_eq!(cut.status(), 200);
    let text = cut.text().await.unwrap();
    assert!(text.starts_with('{') && serde_json::from_str::<Value>(&text).is_err());
}

#[tokio::test]
async fn a_latency_comes_before_the_next_fault() {
    let sandbox = sandbox().await;
    sandbox.add_fault(Fault::new(BALANCE, Effect::Latency { ms: 200 }));
    sandbox.add_fault(Fault::new(BALANCE, Effect::EmptyBody { status: 504 }));
    let start = Instant::now();
    assert_eq!(balance(&sandbox).await.unwrap().status(), 504);
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn a_redirect_leads_elsewhere_and_keeps_the_method() {
    let sandbox = sandbox().await;
    let effect = json!({ "kind": "redirect", "location": "http://localhost:1/steal" });
    assert_eq!(add(&sandbox, &json!({ "path": BALANCE, "effect": effect })).await, 201);
    let answer = balance(&sandbox).await.unwrap();
    assert_eq!(answer.status(), 307);
    assert_eq!(answer.headers()["location"], "http://localhost:1/steal");
}

#[tokio::test]
async fn an_edit_sets_and_takes_away_members_of_the_answer() {
    let sandbox = sandbox().await;
    let effect = json!({ "kind": "edit", "set": { "balance": "many", "point": null } });
    assert_eq!(add(&sandbox, &json!({ "path": BALANCE, "effect": effect })).await, 201);
    let body: Value = balance(&sandbox).await.unwrap().json().await.unwrap();
    assert_eq!(body["balance"], "many");
    assert!(body.get("point").is_none());
}

#[tokio::test]
async fn headers_of_ones_own_come_along() {
    let sandbox = sandbox().await;
    let challenge = r#"Bearer error="insufficient_scope", scope="cash:write""#;
    sandbox.add_fault(Fault::new(
        BALANCE,
        Effect::Status {
            status: 403,
            error_code: "Forbidden".to_owned(),
            error_message: String::new(),
            headers: BTreeMap::from([("WWW-Authenticate".to_owned(), challenge.to_owned())]),
        },
    ));
    let answer = balance(&sandbox).await.unwrap();
    assert_eq!(answer.headers()["www-authenticate"], challenge);
}

async fn fragment(sandbox: &Sandbox, answer: Value) -> String {
    let mut effect = answer;
    effect["kind"] = json!("answer");
    let fault = json!({ "path": "/oauth2/v1/authorize", "effect": effect });
    assert_eq!(add(sandbox, &fault).await, 201);
    let authorize = authorize_url(sandbox, "token", "cash:read");
    let callback = consent(&browser(), &authorize, "allow", &["cash:read"]).await;
    callback.fragment().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_authorize_answer_can_lose_change_or_repeat_its_parameters() {
    let sandbox = sandbox().await;
    let lost = fragment(&sandbox, json!({ "set": { "state": null } })).await;
    assert!(!lost.contains("state="));
    let wrong = fragment(&sandbox, json!({ "set": { "state": "wrong" } })).await;
    assert_eq!(parameters(&wrong)["state"], "wrong");
    let twice = fragment(&sandbox, json!({ "repeat": ["state"] })).await;
    assert_eq!(twice.matches("state=").count(), 2);
    let described = parameters(&fragment(&sandbox, json!({ "describe": true })).await);
    assert_eq!(described["token_type"], "Bearer");
    assert_eq!(described["expires_in"], "86400");
    assert_eq!(described["scope"], "cash:read");
    let failed = fragment(&sandbox, json!({ "error": "server_error" })).await;
    assert_eq!(failed, "error=server_error&state=xyz+%7E");
    let usual = parameters(&fragment(&sandbox, json!({})).await);
    assert_eq!(usual["state"], "xyz ~");
}

#[tokio::test]
async fn the_authorize_answer_can_stand_in_the_query_or_in_both_places() {
    let sandbox = sandbox().await;
    let authorize = authorize_url(&sandbox, "token", "cash:read");
    for (place, in_fragment) in [(Place::Query, false), (Place::Both, true)] {
        sandbox.add_fault(Fault::authorize_answer(AuthorizeAnswer::in_place(place)));
        let callback = consent(&browser(), &authorize, "allow", &["cash:read"]).await;
        assert!(callback.query().unwrap().contains("access_token="));
        assert_eq!(callback.fragment().is_some(), in_fragment);
    }
}

#[tokio::test]
async fn faults_that_cannot_be_meant_are_refused() {
    let sandbox = sandbox().await;
    for fault in [
        json!({ "path": BALANCE }),
        json!({ "path": BALANCE, "effect": { "kind": "explosion" } }),
        json!({ "path": BALANCE, "effect": { "kind": "status", "status": 101 } }),
        json!({ "path": BALANCE, "effect": { "kind": "latency", "ms": 1, "seconds": 1 } }),
        json!({ "path": BALANCE, "effect": { "kind": "answer" } }),
        json!({ "path": BALANCE, "often": 2, "effect": { "kind": "dropped" } }),
        json!({
            "path": "/oauth2/v1/authorize",
            "effect": { "kind": "answer", "sett": {} },
        }),
    ] {
        assert_eq!(add(&sandbox, &fault).await, 400, "{fault}");
    }
}

#[tokio::test]
async fn faults_are_listed_and_cleared() {
    let sandbox = sandbox().await;
    let url = format!("{}/sandbox/faults", sandbox.base());
    sandbox.add_fault(Fault::new(BALANCE, Effect::Dropped).times(3).method("GET"));
    let listed: Value = Client::new().get(&url).send().await.unwrap().json().await.unwrap();
    assert_eq!(listed, json!([{ "method": "GET", "path": BALANCE, "times": 3, "effect": { "kind": "dropped" } }]));
    assert_eq!(Client::new().delete(&url).send().await.unwrap().status(), 204);
    assert_eq!(balance(&sandbox).await.unwrap().status(), 200);
}
