//! The API calls: their scopes, their answers, their headers.

mod support;

use std::time::Duration;

use reqwest::{Client, Method, Response};
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Options, Sandbox};
use serde_json::{Value, json};
use support::*;

const ALL: &str = "users:read cash:read senderid:read message:read message:write";

fn token(sandbox: &Sandbox, scope: &str) -> String {
    let tokens = sandbox.issue_tokens(DEMO_CLIENT_ID, &MEMBERS[0], scope);
    tokens.unwrap().access_token
}

async fn get(sandbox: &Sandbox, path: &str, token: &str) -> Response {
    let url = format!("{}{path}", sandbox.base());
    let request = Client::new().get(url).header("authorization", format!("Bearer {token}"));
    request.send().await.unwrap()
}

async fn send(sandbox: &Sandbox, token: &str, text: &str) -> Response {
    let message = json!({ "to": "01099999999", "from": MEMBERS[0].phone, "text": text });
    let url = format!("{}/messages/v4/send", sandbox.base());
    let request = Client::new().post(url).bearer_auth(token);
    request.json(&json!({ "message": message })).send().await.unwrap()
}

#[tokio::test]
async fn each_call_answers_with_its_documented_fields() {
    let sandbox = sandbox().await;
    let token = token(&sandbox, ALL);
    let account = format!("/users/v1/accounts/{}", MEMBERS[0].account_id);
    for (path, field, value) in [
        ("/users/v1/member", "/email", json!(MEMBERS[0].email)),
        (&account, "/members/0/memberId", json!(MEMBERS[0].id)),
        ("/cash/v1/balance", "/balance", json!(1000)),
        ("/senderid/v1/numbers/active", "/0", json!(MEMBERS[0].phone)),
        ("/messages/v4/list", "/messageList", json!({})),
    ] {
        let body: Value = get(&sandbox, path, &token).await.json().await.unwrap();
        assert_eq!(body.pointer(field), Some(&value), "{path}");
    }
}

#[tokio::test]
async fn a_call_whose_scope_was_not_granted_answers_like_an_expired_token() {
    let sandbox = sandbox().await;
    let narrow = token(&sandbox, "cash:read");
    let refused = get(&sandbox, "/users/v1/member", &narrow).await;
    let refused_challenge = refused.headers()["www-authenticate"].clone();

    let wide = token(&sandbox, ALL);
    sandbox.expire_tokens();
    let expired = get(&sandbox, "/users/v1/member", &wide).await;
    assert_eq!(expired.headers()["www-authenticate"], refused_challenge);
    assert_eq!(refused.status(), 401);
    assert_eq!(expired.status(), 401);
    assert_eq!(refused.text().await.unwrap(), expired.text().await.unwrap());
}

#[tokio::test]
async fn a_token_expires_when_its_life_is_over() {
    let options = Options { token_lifetime: Duration::ZERO, ..Options::default() };
    let sandbox = Sandbox::start(options).await.unwrap();
    let answer = get(&sandbox, "/users/v1/member", &token(&sandbox, ALL)).await;
    assert_eq!(error(answer).await, (401, "Unauthorized".to_owned()));
}

#[tokio::test]
async fn the_scheme_is_read_without_case_and_anything_else_is_refused() {
    let sandbox = sandbox().await;
    let token = token(&sandbox, ALL);
    let url = format!("{}/users/v1/member", sandbox.base());
    for (header, status) in [
        (format!("Bearer {token}"), 200),
        (format!("bearer {token}"), 200),
        (format!("Basic {token}"), 401),
        ("Bearer null".to_owned(), 401),
        ("Bearer ".to_owned(), 401),
        (format!("Bearer {token}x"), 401),
    ] {
        let request = Client::new().get(&url).header("authorization", &header);
        assert_eq!(request.send().await.unwrap().status(), status, "{header}");
    }
    let without = Client::new().get(&url).send().await.unwrap();
    let challenge = &without.headers()["www-authenticate"];
    assert_eq!(challenge, r#"Bearer realm="coolsms-sandbox""#);
    assert_eq!(error(without).await, (401, "Unauthorized".to_owned()));
}

#[tokio::test]
async fn another_ones_account_is_forbidden() {
    let sandbox = sandbox().await;
    let path = format!("/users/v1/accounts/{}", MEMBERS[1].account_id);
    let answer = get(&sandbox, &path, &token(&sandbox, ALL)).await;
    assert_eq!(error(answer).await, (403, "Forbidden".to_owned()));
}

#[tokio::test]
async fn sending_costs_money_until_there_is_none_and_shows_in_the_list() {
    let options = Options { balance: 75, ..Options::default() };
    let sandbox = Sandbox::start(options).await.unwrap();
    let token = token(&sandbox, ALL);
    let short: Value = send(&sandbox, &token, "안녕").await.json().await.unwrap();
    assert_eq!((&short["type"], &short["statusCode"]), (&json!("SMS"), &json!("2000")));
    let long: Value = send(&sandbox, &token, &"가".repeat(46)).await.json().await.unwrap();
    assert_eq!(long["type"], "LMS");
    let broke = send(&sandbox, &token, "안녕").await;
    assert_eq!(error(broke).await, (402, "NotEnoughBalance".to_owned()));

    let balance: Value = get(&sandbox, "/cash/v1/balance", &token).await.json().await.unwrap();
    assert_eq!(balance["balance"], 5);
    let page = get(&sandbox, "/messages/v4/list?limit=1", &token).await;
    let page: Value = page.json().await.unwrap();
    let long_id = long["messageId"].as_str().unwrap();
    assert!(page["messageList"][long_id].is_object());
    let path = format!("/messages/v4/list?startKey={}", page["nextKey"].as_str().unwrap());
    let rest: Value = get(&sandbox, &path, &token).await.json().await.unwrap();
    let short_id = short["messageId"].as_str().unwrap();
    assert_eq!(rest["messageList"][short_id]["text"], "안녕");
    assert!(rest.get("nextKey").is_none());
}

#[tokio::test]
async fn a_message_without_its_parts_is_refused() {
    let sandbox = sandbox().await;
    let token = token(&sandbox, ALL);
    for body in [json!({}), json!({ "message": { "to": "01099999999" } })] {
        let url = format!("{}/messages/v4/send", sandbox.base());
        let request = Client::new().post(url).bearer_auth(&token).json(&body);
        let outcome = error(request.send().await.unwrap()).await;
        assert_eq!(outcome, (400, "MissingRequiredParameter".to_owned()));
    }
}

#[tokio::test]
async fn any_origin_may_call_without_cookies_and_read_the_challenge() {
    let sandbox = sandbox().await;
    let url = format!("{}/cash/v1/balance", sandbox.base());
    let preflight = Client::new()
        .request(Method::OPTIONS, &url)
        .header("origin", "https://app.example.test")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization");
    let preflight = preflight.send().await.unwrap();
    let headers = preflight.headers();
    assert_eq!(headers["access-control-allow-origin"], "*");
    assert_eq!(headers["access-control-allow-headers"], "authorization,content-type");
    assert_eq!(headers["access-control-max-age"], "600");
    assert!(!headers.contains_key("access-control-allow-credentials"));

    let call = Client::new().get(&url).header("origin", "https://app.example.test");
    let call = call.send().await.unwrap();
    assert_eq!(call.headers()["access-control-expose-headers"], "www-authenticate");
}

#[tokio::test]
async fn without_cors_no_such_header_is_sent() {
    let options = Options { cors: false, ..Options::default() };
    let sandbox = Sandbox::start(options).await.unwrap();
    let answer = get(&sandbox, "/cash/v1/balance", &token(&sandbox, ALL)).await;
    assert_eq!(answer.status(), 200);
    assert!(!answer.headers().contains_key("access-control-allow-origin"));
}
