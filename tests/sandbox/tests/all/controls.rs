//! Starting and stopping, the controls over HTTP, tenants, the app form.

use std::time::{Duration, Instant};

use reqwest::Client;
use sandbox::{Effect, Fault, Options};
use serde_json::{Value, json};

use crate::support::*;

#[tokio::test]
async fn a_port_that_is_taken_gives_way_to_the_next_free_one() {
    let first = sandbox().await;
    let second = start(Options { port: first.port(), ..Options::default() }).await;
    assert!(second.port() > first.port());
}

#[tokio::test]
async fn a_stopped_and_a_dropped_sandbox_answer_no_more() {
    let (stopped, dropped) = (sandbox().await, sandbox().await);
    let urls = [stopped.base(), dropped.base()];
    let client = Client::new();
    for url in &urls {
        assert_eq!(client.get(url).send().await.unwrap().status(), 200);
    }
    stopped.stop().await;
    drop(dropped);
    for url in &urls {
        while client.get(url).send().await.is_ok() {}
    }
}

#[tokio::test]
async fn requests_are_recorded_with_what_they_carried() {
    let sandbox = sandbox().await;
    let url = format!("{}{BALANCE}?x=%20", sandbox.base());
    let call = Client::new().get(url).bearer_auth("abc").header("origin", "http://localhost:1");
    call.send().await.unwrap();
    let url = format!("{}/sandbox/requests", sandbox.base());
    let requests = json(Client::new().get(&url).send().await.unwrap()).await;
    let expected = json!([{
        "method": "GET",
        "path": BALANCE,
        "query": "x=%20",
        "authorization": "Bearer abc",
        "origin": "http://localhost:1",
        "referer": null,
        "cookie": null,
        "contentType": null,
        "body": "",
        "status": 401,
    }]);
    assert_eq!(requests, expected);
    Client::new().delete(&url).send().await.unwrap();
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn only_pages_of_this_machine_control_the_sandbox() {
    let sandbox = sandbox().await;
    for (origin, status) in [("https://evil.example", 403), ("null", 403), ("http://localhost:3", 200)] {
        let answer = post(&sandbox, "/sandbox/tokens/revoke").header("origin", origin).send().await.unwrap();
        assert_eq!(answer.status(), status, "{origin}");
        assert_eq!(answer.headers().contains_key("access-control-allow-origin"), status == 200);
    }
}

#[tokio::test]
async fn a_registered_app_sees_its_secret_once() {
    let sandbox = sandbox().await;
    for (redirect_uris, status) in
        [("http://localhost:5000/\nhttps://a.test/b", 201), ("localhost:5000", 400), ("", 400)]
    {
        let form = [("name", "Mine"), ("redirect_uris", redirect_uris)];
        let answer = post(&sandbox, "/apps").form(&form).send().await.unwrap();
        assert_eq!(answer.status(), status, "{redirect_uris}");
        assert_eq!(answer.text().await.unwrap().contains(r#"id="client-secret""#), status == 201);
    }
}

#[tokio::test]
async fn a_tenant_shares_nothing_with_its_neighbours() {
    let sandbox = sandbox().await;
    let client = Client::new();
    let open = |options: Value| post(&sandbox, "/sandbox/tenants").json(&options).send();
    let one = json(open(json!({})).await.unwrap()).await;
    let one = one["base"].as_str().unwrap();
    let other = sandbox.open_tenant(Options::default());
    assert_ne!(one, other.base());

    let wanted = client.post(format!("{one}/sandbox/tokens")).json(&json!({ "scope": "cash:read" }));
    let tokens = json(wanted.send().await.unwrap()).await;
    let token = tokens["accessToken"].as_str().unwrap();
    other.add_fault(Fault::new(BALANCE, Effect::Dropped));
    let call = |base: &str| client.get(format!("{base}{BALANCE}?x=1")).bearer_auth(token).send();
    assert_eq!(call(one).await.unwrap().status(), 200);
    assert!(call(&other.base()).await.is_err());
    assert_eq!(call(&other.base()).await.unwrap().status(), 401, "it knows no token of its neighbour");

    let recorded = json(client.get(format!("{one}/sandbox/requests")).send().await.unwrap()).await;
    assert_eq!(recorded.as_array().unwrap().len(), 1);
    assert_eq!(recorded[0]["path"], BALANCE);
    assert!(sandbox.requests().is_empty());
    assert_eq!(call(&format!("{}/tenants/99", sandbox.base())).await.unwrap().status(), 404);
    assert_eq!(open(json!({ "port": 1 })).await.unwrap().status(), 400);
}

#[tokio::test]
async fn answers_come_as_late_as_is_asked_for() {
    let sandbox = start(Options { latency_ms: 120, ..Options::default() }).await;
    let started = Instant::now();
    get(&sandbox, BALANCE, "unknown").await;
    assert!(started.elapsed() >= Duration::from_millis(120));
}
