//! A browser of few means: it keeps cookies, posts forms and follows no redirect by itself.

use std::collections::HashMap;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, Url};
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Options, PASSWORD, Sandbox, Tokens};
use serde_json::Value;

pub(crate) const APP: &str = "http://127.0.0.1:5000/app?tab=1";
pub(crate) const BALANCE: &str = "/cash/v1/balance";
pub(crate) const TOKEN: &str = "/oauth2/v1/access_token";

pub(crate) async fn sandbox() -> Sandbox {
    start(Options::default()).await
}

pub(crate) async fn start(options: Options) -> Sandbox {
    Sandbox::start(options).await.unwrap()
}

pub(crate) fn browser() -> Client {
    Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap()
}

pub(crate) fn post(sandbox: &Sandbox, path: &str) -> RequestBuilder {
    Client::new().post(sandbox.base() + path)
}

/// The tokens of the first member and the demo's app.
pub(crate) fn tokens(sandbox: &Sandbox, scope: &str) -> Tokens {
    sandbox.issue_tokens(DEMO_CLIENT_ID, &MEMBERS[0], scope)
}

pub(crate) async fn get(sandbox: &Sandbox, path: &str, token: &str) -> Response {
    Client::new().get(sandbox.base() + path).bearer_auth(token).send().await.unwrap()
}

pub(crate) async fn json(response: Response) -> Value {
    response.json().await.unwrap()
}

/// Status and error code of an error answer.
pub(crate) async fn error(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let body = json(response).await;
    assert!(body["errorMessage"].is_string(), "{body}");
    (status, body["errorCode"].as_str().unwrap().to_owned())
}

/// An authorize address of the demo app, with these parameters in place of the usual ones.
pub(crate) fn authorize_url(sandbox: &Sandbox, changes: &[(&str, &str)]) -> Url {
    let usual = [
        ("client_id", DEMO_CLIENT_ID),
        ("response_type", "token"),
        ("redirect_uri", APP),
        ("scope", "users:read cash:read"),
        ("state", "xyz ~"),
    ];
    let is_usual = |(name, _): &(&str, &str)| changes.iter().all(|(changed, _)| changed != name);
    let parameters = usual.into_iter().filter(is_usual).chain(changes.iter().copied());
    Url::parse_with_params(&(sandbox.base() + "/oauth2/v1/authorize"), parameters).unwrap()
}

/// Signs the first member in, presses that button of the consent page with these boxes ticked, and returns the address
/// that the app is called back at.
pub(crate) async fn consent(authorize: &Url, decision: &str, ticked: &[&str]) -> Url {
    let browser = browser();
    let form = [("decision", "sign-in"), ("email", MEMBERS[0].email), ("password", PASSWORD)];
    let signed_in = browser.post(authorize.clone()).form(&form).send().await.unwrap();
    assert_eq!(location(&signed_in), format!("?{}", authorize.query().unwrap()));
    let mut form = vec![("decision", decision)];
    form.extend(ticked.iter().map(|scope| ("scope", *scope)));
    let decided = browser.post(authorize.clone()).form(&form).send().await.unwrap();
    Url::parse(&location(&decided)).unwrap()
}

/// Where a See Other leads.
pub(crate) fn location(response: &Response) -> String {
    assert_eq!(response.status(), 303);
    response.headers()["location"].to_str().unwrap().to_owned()
}

/// The parameters of a query or a fragment.
pub(crate) fn parameters(encoded: Option<&str>) -> HashMap<String, String> {
    let url = Url::parse(&format!("http://localhost/?{}", encoded.unwrap())).unwrap();
    url.query_pairs().into_owned().collect()
}

/// The payload of a JWT.
pub(crate) fn payload(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}
