//! Starting and stopping, the record of requests, the controls over HTTP, the app form.

mod support;

use reqwest::Client;
use sandbox::{DEMO_CLIENT_ID, Effect, Fault, MEMBERS, Options, PASSWORD, Sandbox};
use serde_json::{Value, json};
use support::*;

#[tokio::test]
async fn a_port_that_is_taken_gives_way_to_the_next_free_one() {
    let first = sandbox().await;
    let options = Options { port: first.port(), ..Options::default() };
    let second = Sandbox::start(options).await.unwrap();
    assert!(second.port() > first.port());
}

#[tokio::test]
async fn it_says_which_ports_are_taken_where_none_is_left() {
    let wanted = || Sandbox::start(Options { port: u16::MAX, ..Options::default() });
    // Another program may have it.
    let _first = wanted().await;
    let error = wanted().await.err().expect("there is no port after it").to_string();
    assert!(error.contains("from 65535 to 65535") && error.contains("choose another"), "{error}");
}

#[tokio::test]
async fn a_stopped_and_a_dropped_sandbox_answer_no_more() {
    let stopped = sandbox().await;
    let dropped = sandbox().await;
    let urls = [stopped.base(), dropped.base()];
    let client = Client::new();
    for url in &urls {
        assert_eq!(client.get(url).send().await.unwrap().status(), 200);
    }
    stopped.stop().await;
    drop(dropped);
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    for url in &urls {
        assert!(client.get(url).send().await.is_err());
    }
}

#[tokio::test]
async fn requests_are_recorded_with_what_they_carried() {
    let sandbox = sandbox().await;
    let url = format!("{}/cash/v1/balance?x=%20", sandbox.base());
    let call = Client::new().get(url).bearer_auth("abc").header("origin", "http://localhost:1");
    call.send().await.unwrap();
    let url = format!("{}/sandbox/requests", sandbox.base());
    let requests: Value = Client::new().get(&url).send().await.unwrap().json().await.unwrap();
    let request = &requests[0];
    assert_eq!(request["method"], "GET");
    assert_eq!(request["path"], "/cash/v1/balance");
    assert_eq!(request["query"], "x=%20");
    assert_eq!(request["authorization"], "Bearer abc");
    assert_eq!(request["origin"], "http://localhost:1");
    assert_eq!(request["status"], 401);
    assert_eq!(requests.as_array().unwrap().len(), 1);

    Client::new().delete(&url).send().await.unwrap();
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn tokens_expire_and_are_revoked_over_http() {
    let sandbox = sandbox().await;
    for action in ["expire", "revoke"] {
        let tokens = sandbox.issue_tokens(DEMO_CLIENT_ID, &MEMBERS[0], "cash:read").unwrap();
        let url = format!("{}/sandbox/tokens/{action}", sandbox.base());
        assert_eq!(Client::new().post(url).send().await.unwrap().status(), 204);
        let url = format!("{}/cash/v1/balance", sandbox.base());
        let call = Client::new().get(url).bearer_auth(tokens.access_token);
        assert_eq!(call.send().await.unwrap().status(), 401);
    }
}

#[tokio::test]
async fn only_pages_of_this_machine_control_the_sandbox() {
    let sandbox = sandbox().await;
    for (origin, status) in [("https://evil.example", 403), ("null", 403), ("http://localhost:3", 204)] {
        let url = format!("{}/sandbox/tokens/revoke", sandbox.base());
        let answer = Client::new().post(url).header("origin", origin).send().await.unwrap();
        assert_eq!(answer.status(), status, "{origin}");
        let readable = answer.headers().contains_key("access-control-allow-origin");
        assert_eq!(readable, status == 204);
    }
}

#[tokio::test]
async fn a_registered_app_sees_its_secret_once() {
    let sandbox = sandbox().await;
    let url = format!("{}/apps", sandbox.base());
    let form = [("name", "<b>Mine"), ("redirect_uris", "http://localhost:5000/\nhttps://a.test/b")];
    let answer = Client::new().post(&url).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let page = answer.text().await.unwrap();
    assert!(page.contains(r#"id="client-secret""#) && page.contains("&lt;b&gt;Mine"));
    let list = Client::new().get(&url).send().await.unwrap().text().await.unwrap();
    assert!(list.contains("&lt;b&gt;Mine") && !list.contains("client-secret"));

    let bad = [("name", "Mine"), ("redirect_uris", "localhost:5000")];
    let answer = Client::new().post(&url).form(&bad).send().await.unwrap();
    assert_eq!(answer.status(), 400);
}

#[tokio::test]
async fn a_tenant_shares_nothing_with_its_neighbours() {
    let sandbox = sandbox().await;
    let client = Client::new();
    let open = |options: Value| client.post(format!("{}/sandbox/tenants", sandbox.base())).json(&options).send();
    let one: Value = open(json!({})).await.unwrap().json().await.unwrap();
    let one = one["base"].as_str().unwrap();
    let other = sandbox.open_tenant(Options::default());
    assert_ne!(one, other.base());

    let grant = json!({ "scope": "cash:read" });
    let tokens: Value =
        client.post(format!("{one}/sandbox/tokens")).json(&grant).send().await.unwrap().json().await.unwrap();
    let token = tokens["accessToken"].as_str().unwrap();
    other.add_fault(Fault::new("/cash/v1/balance", Effect::Dropped));
    let call = |base: &str| client.get(format!("{base}/cash/v1/balance?x=1")).bearer_auth(token).send();
    assert_eq!(call(one).await.unwrap().status(), 200);
    assert!(call(&other.base()).await.is_err());
    assert_eq!(call(&other.base()).await.unwrap().status(), 401, "it knows no token of its neighbour");

    let recorded: Value = client.get(format!("{one}/sandbox/requests")).send().await.unwrap().json().await.unwrap();
    assert_eq!(recorded.as_array().unwrap().len(), 1);
    assert_eq!(recorded[0]["path"], "/cash/v1/balance");
    assert!(sandbox.requests().is_empty());
    let nowhere = format!("{}/tenants/99/cash/v1/balance", sandbox.base());
    assert_eq!(client.get(nowhere).send().await.unwrap().status(), 404);
    assert_eq!(open(json!({ "port": 1 })).await.unwrap().status(), 400);
}

#[tokio::test]
async fn the_pages_of_a_tenant_lead_to_the_tenant() {
    let sandbox = sandbox().await;
    let tenant = sandbox.open_tenant(Options::default());
    let browser = browser();
    let mut authorize = authorize_url(&sandbox, "token", "cash:read");
    let path = tenant.base().replace(&sandbox.base(), "");
    authorize.set_path(&format!("{path}/oauth2/v1/authorize"));
    let page = browser.get(authorize.clone()).send().await.unwrap().text().await.unwrap();
    let action = format!("action=\"{path}/oauth2/v1/authorize/sign-in?");
    assert!(page.contains(&action), "{page}");
    authorize.set_path(&format!("{path}/oauth2/v1/authorize/sign-in"));
    let fields = [("email", MEMBERS[0].email), ("password", PASSWORD)];
    let answer = browser.post(authorize).form(&fields).send().await.unwrap();
    let location = answer.headers()["location"].to_str().unwrap();
    assert!(location.starts_with(&format!("{path}/oauth2/v1/authorize?")), "{location}");
}
