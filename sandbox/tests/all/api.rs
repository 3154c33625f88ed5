//! The API calls: their scopes, their answers, their headers.

use reqwest::{Client, Method, Response};
use sandbox::{MEMBERS, Options, Sandbox};
use serde_json::json;

use crate::support::*;

const ALL: &str = "users:read cash:read senderid:read message:read message:write";
const SEND: &str = "/messages/v4/send";

async fn send(sandbox: &Sandbox, token: &str, text: &str) -> Response {
    let message = json!({ "to": "01099999999", "from": MEMBERS[0].phone, "text": text });
    post(sandbox, SEND).bearer_auth(token).json(&json!({ "message": message })).send().await.unwrap()
}

#[tokio::test]
async fn what_does_not_serve_is_refused_in_the_same_words() {
    let sandbox = sandbox().await;
    let stale = tokens(&sandbox, ALL).access_token;
    sandbox.expire_tokens();
    let short_lived = start(Options { token_lifetime_seconds: 0, ..Options::default() }).await;
    let narrow = tokens(&sandbox, "cash:read").access_token;
    let mut refusals = Vec::new();
    for answer in [
        get(&sandbox, "/users/v1/member", &narrow).await,
        get(&sandbox, "/users/v1/member", &stale).await,
        get(&sandbox, "/users/v1/member", "null").await,
        get(&short_lived, "/users/v1/member", &tokens(&short_lived, ALL).access_token).await,
    ] {
        assert_eq!(answer.status(), 401);
        let challenge = answer.headers()["www-authenticate"].to_str().unwrap().to_owned();
        refusals.push((challenge, answer.text().await.unwrap()));
    }
    assert!(refusals.iter().all(|refusal| *refusal == refusals[0]), "{refusals:?}");
}

#[tokio::test]
async fn the_scheme_is_read_without_case_and_no_token_is_no_error_of_the_token() {
    let sandbox = sandbox().await;
    let token = tokens(&sandbox, ALL).access_token;
    let call = |header: String| Client::new().get(sandbox.base() + BALANCE).header("authorization", header).send();
    assert_eq!(call(format!("bearer {token}")).await.unwrap().status(), 200);
    for header in [format!("Basic {token}"), String::new()] {
        let refused = call(header).await.unwrap();
        assert_eq!(refused.headers()["www-authenticate"], r#"Bearer realm="coolsms-sandbox""#);
        assert_eq!(error(refused).await, (401, "Unauthorized".to_owned()));
    }
}

#[tokio::test]
async fn sending_costs_money_until_there_is_none_and_shows_in_the_list() {
    let sandbox = start(Options { balance: 75, ..Options::default() }).await;
    let token = tokens(&sandbox, ALL).access_token;
    let short = json(send(&sandbox, &token, "안녕").await).await;
    assert_eq!((&short["type"], &short["statusCode"]), (&json!("SMS"), &json!("2000")));
    let long = json(send(&sandbox, &token, &"가".repeat(46)).await).await;
    assert_eq!(long["type"], "LMS");
    assert_eq!(error(send(&sandbox, &token, "안녕").await).await, (402, "NotEnoughBalance".to_owned()));

    assert_eq!(json(get(&sandbox, BALANCE, &token).await).await["balance"], 5);
    let list = json(get(&sandbox, "/messages/v4/list", &token).await).await;
    for sent in [short, long] {
        assert_eq!(list["messageList"][sent["messageId"].as_str().unwrap()], sent);
    }
    let nothing = post(&sandbox, SEND).bearer_auth(&token).json(&json!({ "message": {} })).send().await.unwrap();
    assert_eq!(error(nothing).await, (400, "ValidationError".to_owned()));
}

#[tokio::test]
async fn any_origin_may_call_without_cookies_and_read_the_challenge() {
    let sandbox = sandbox().await;
    let request = |method| Client::new().request(method, sandbox.base() + BALANCE).header("origin", "https://app.test");
    let preflight = request(Method::OPTIONS).header("access-control-request-method", "GET").send().await.unwrap();
    let headers = preflight.headers();
    assert_eq!(headers["access-control-allow-origin"], "*");
    assert_eq!(headers["access-control-allow-headers"], "authorization,content-type");
    assert!(!headers.contains_key("access-control-allow-credentials"));
    let call = request(Method::GET).send().await.unwrap();
    assert_eq!(call.headers()["access-control-expose-headers"], "www-authenticate");
}
