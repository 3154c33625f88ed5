//! A browser of few means: it keeps cookies, posts forms and follows no redirect by itself.
#![allow(dead_code, unreachable_pub, reason = "every test file uses its own part")]

use std::collections::HashMap;

use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Options, PASSWORD, Sandbox};
use serde_json::Value;

pub const APP: &str = "http://127.0.0.1:5000/app?tab=1";

pub async fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).await.unwrap()
}

pub fn browser() -> Client {
    Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap()
}

/// The authorize address of the demo app.
pub fn authorize_url(sandbox: &Sandbox, response_type: &str, scope: &str) -> Url {
    let parameters = [
        ("client_id", DEMO_CLIENT_ID),
        ("response_type", response_type),
        ("redirect_uri", APP),
        ("scope", scope),
        ("state", "xyz ~"),
    ];
    let base = format!("{}/oauth2/v1/authorize", sandbox.base());
    Url::parse_with_params(&base, parameters).unwrap()
}

/// Signs the first member in and returns the consent page.
pub async fn sign_in(browser: &Client, authorize: &Url) -> String {
    let mut form = authorize.clone();
    form.set_path("/oauth2/v1/authorize/sign-in");
    let fields = [("email", MEMBERS[0].email), ("password", PASSWORD)];
    let answer = browser.post(form).form(&fields).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let page = browser.get(authorize.clone()).send().await.unwrap();
    page.text().await.unwrap()
}

/// Answers the consent page, and returns the address that the app is called back at.
pub async fn consent(browser: &Client, authorize: &Url, decision: &str, ticked: &[&str]) -> Url {
    let page = sign_in(browser, authorize).await;
    let answer = submit_consent(browser, authorize, &form_token(&page), decision, ticked).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let location = answer.headers()["location"].to_str().unwrap();
    Url::parse(location).unwrap()
}

pub async fn submit_consent(
    browser: &Client,
    authorize: &Url,
    form_token: &str,
    decision: &str,
    ticked: &[&str],
) -> Response {
    let mut form = authorize.clone();
    form.set_path("/oauth2/v1/authorize/consent");
    let mut fields = vec![("form_token", form_token), ("decision", decision)];
    fields.extend(ticked.iter().map(|scope| ("scope", *scope)));
    browser.post(form).form(&fields).send().await.unwrap()
}

pub fn form_token(page: &str) -> String {
    let (_, rest) = page.split_once(r#"name="form_token" value=""#).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// The whole of signing in with `response_type=token`: the parameters of the fragment.
pub async fn tokens(sandbox: &Sandbox, scope: &str) -> HashMap<String, String> {
    let ticked: Vec<_> = scope.split(' ').collect();
    let authorize = authorize_url(sandbox, "token", scope);
    let callback = consent(&browser(), &authorize, "allow", &ticked).await;
    parameters(callback.fragment().unwrap())
}

pub fn parameters(encoded: &str) -> HashMap<String, String> {
    let url = Url::parse(&format!("http://localhost/?{encoded}")).unwrap();
    url.query_pairs().into_owned().collect()
}

/// The payload of a JWT, without a look at its signature.
pub fn payload(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    let bits: String = part
        .bytes()
        .map(|byte| {
            let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            let index = alphabet.iter().position(|letter| *letter == byte).unwrap();
            format!("{index:06b}")
        })
        .collect();
    let bytes: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|bits| u8::from_str_radix(std::str::from_utf8(bits).unwrap(), 2).unwrap())
        .collect();
    serde_json::from_slice(&bytes).unwrap()
}

/// Status and error code of an error answer.
pub async fn error(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    assert!(body["errorMessage"].is_string(), "{body}");
    (status, body["errorCode"].as_str().unwrap().to_owned())
}
