//! The authorize endpoint: what it refuses, what its pages ask, how the answer goes back.

mod support;

use reqwest::{Client, StatusCode, Url};
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Options, Sandbox};
use support::*;

async fn refusal(sandbox: &Sandbox, change: impl FnOnce(&mut Vec<(String, String)>)) -> String {
    let url = authorize_url(sandbox, "token", "users:read");
    let mut pairs: Vec<_> = url.query_pairs().into_owned().collect();
    change(&mut pairs);
    let mut changed = url;
    changed.query_pairs_mut().clear().extend_pairs(pairs);
    let (status, code) = error(browser().get(changed).send().await.unwrap()).await;
    assert_eq!(status, 400);
    code
}

fn set(name: &str, value: &str) -> impl FnOnce(&mut Vec<(String, String)>) {
    move |pairs| {
        let pair = pairs.iter_mut().find(|pair| pair.0 == name).unwrap();
        value.clone_into(&mut pair.1);
    }
}

#[tokio::test]
async fn every_parameter_is_required_once() {
    let sandbox = sandbox().await;
    for name in ["client_id", "response_type", "redirect_uri", "scope", "state"] {
        let missing = refusal(&sandbox, |pairs| pairs.retain(|pair| pair.0 != name)).await;
        assert_eq!(missing, "ValidationError", "{name} missing");
        let empty = refusal(&sandbox, set(name, "")).await;
        assert_eq!(empty, "ValidationError", "{name} empty");
        let twice = refusal(&sandbox, |pairs| {
            let twin = pairs.iter().find(|pair| pair.0 == name).cloned();
            pairs.extend(twin);
        });
        assert_eq!(twice.await, "ValidationError", "{name} twice");
    }
}

#[tokio::test]
async fn wrong_values_are_refused_by_their_codes() {
    let sandbox = sandbox().await;
    for (name, value, code) in [
        ("client_id", "nobody", "InvalidClientId"),
        ("response_type", "id_token", "ValidationError"),
        ("scope", "users:read everything", "InvalidScope"),
        ("redirect_uri", "/app", "ValidationError"),
        ("redirect_uri", "javascript:alert(1)", "ValidationError"),
        ("redirect_uri", "http://127.0.0.1/#x", "ValidationError"),
        ("redirect_uri", "https://evil.example/", "InvalidHostName"),
        ("redirect_uri", "http://127.0.0.1.evil.example/", "InvalidHostName"),
        ("redirect_uri", "http://127.0.0.1@evil.example/", "InvalidHostName"),
    ] {
        assert_eq!(refusal(&sandbox, set(name, value)).await, code, "{value}");
    }
}

#[tokio::test]
async fn the_demo_app_may_redirect_to_any_address_of_this_machine() {
    let sandbox = sandbox().await;
    for address in ["http://localhost:1/", "http://[::1]:2/x", "http://127.0.0.1:3/"] {
        let mut url = authorize_url(&sandbox, "token", "users:read");
        let mut pairs: Vec<_> = url.query_pairs().into_owned().collect();
        set("redirect_uri", address)(&mut pairs);
        url.query_pairs_mut().clear().extend_pairs(pairs);
        let answer = browser().get(url).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{address}");
    }
}

#[tokio::test]
async fn a_registered_app_redirects_to_its_own_host_only() {
    let sandbox = sandbox().await;
    let uris = ["https://app.example.test/callback"];
    let app = sandbox.register_app("Mine", &uris).unwrap();
    for (address, outcome) in [
        ("https://app.example.test/elsewhere", 200),
        ("https://www.app.example.test/callback", 400),
        ("http://127.0.0.1/", 400),
    ] {
        let mut url = authorize_url(&sandbox, "code", "users:read");
        let mut pairs: Vec<_> = url.query_pairs().into_owned().collect();
        set("client_id", &app.client_id)(&mut pairs);
        set("redirect_uri", address)(&mut pairs);
        url.query_pairs_mut().clear().extend_pairs(pairs);
        let answer = browser().get(url).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), outcome, "{address}");
    }
}

#[tokio::test]
async fn an_inactive_app_is_refused() {
    let sandbox = sandbox().await;
    assert!(sandbox.deactivate_app(DEMO_CLIENT_ID));
    assert!(!sandbox.deactivate_app("nobody"));
    assert_eq!(refusal(&sandbox, |_| ()).await, "InactiveClient");
}

#[tokio::test]
async fn allowing_sends_tokens_and_state_in_the_fragment_and_keeps_the_query() {
    let sandbox = sandbox().await;
    let authorize = authorize_url(&sandbox, "token", "users:read cash:read");
    let ticked = ["users:read", "cash:read"];
    let callback = consent(&browser(), &authorize, "allow", &ticked).await;
    assert_eq!(callback.query(), Some("tab=1"));

    let answer = parameters(callback.fragment().unwrap());
    let mut names: Vec<_> = answer.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["access_token", "refresh_token", "state"]);
    assert_eq!(answer["state"], "xyz ~");

    let claims = payload(&answer["access_token"]);
    assert_eq!(claims["memberId"], MEMBERS[0].id);
    assert_eq!(claims["accountId"], MEMBERS[0].account_id);
    assert_eq!(claims["clientId"], DEMO_CLIENT_ID);
    assert_eq!(claims["scope"], "users:read cash:read");
    let life = claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap();
    assert_eq!(life, 86_400);
    assert_eq!(claims.as_object().unwrap().len(), 6);
}

#[tokio::test]
async fn allowing_a_code_request_sends_code_and_state_in_the_query() {
    let sandbox = sandbox().await;
    let authorize = authorize_url(&sandbox, "code", "users:read");
    let callback = consent(&browser(), &authorize, "allow", &["users:read"]).await;
    assert_eq!(callback.fragment(), None);
    let answer = parameters(callback.query().unwrap());
    assert_eq!(answer["tab"], "1");
    assert_eq!(answer["state"], "xyz ~");
    assert!(!answer["code"].is_empty());
}

#[tokio::test]
async fn only_what_is_ticked_and_was_asked_for_is_granted() {
    let sandbox = sandbox().await;
    let authorize = authorize_url(&sandbox, "token", "users:read cash:read message:write");
    let ticked = ["cash:read", "iam:write"];
    let callback = consent(&browser(), &authorize, "allow", &ticked).await;
    let answer = parameters(callback.fragment().unwrap());
    assert_eq!(payload(&answer["access_token"])["scope"], "cash:read");
}

#[tokio::test]
async fn denying_or_allowing_nothing_sends_access_denied_where_the_answer_belongs() {
    let sandbox = sandbox().await;
    for (decision, ticked) in [("deny", vec!["users:read"]), ("allow", vec![])] {
        let authorize = authorize_url(&sandbox, "token", "users:read");
        let callback = consent(&browser(), &authorize, decision, &ticked).await;
        assert_eq!(callback.as_str(), format!("{APP}#error=access_denied&state=xyz+%7E"));
    }
    let authorize = authorize_url(&sandbox, "code", "users:read");
    let callback = consent(&browser(), &authorize, "deny", &[]).await;
    assert_eq!(callback.as_str(), format!("{APP}&error=access_denied&state=xyz+%7E"));
}

#[tokio::test]
async fn a_wrong_password_shows_the_sign_in_page_again() {
    let sandbox = sandbox().await;
    let mut form = authorize_url(&sandbox, "token", "users:read");
    form.set_path("/oauth2/v1/authorize/sign-in");
    let fields = [("email", MEMBERS[1].email), ("password", "wrong")];
    let answer = browser().post(form).form(&fields).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let page = answer.text().await.unwrap();
    assert!(page.contains(r#"id="sign-in-error""#));
    assert!(page.contains(MEMBERS[1].email));
}

#[tokio::test]
async fn consent_without_the_forms_own_token_is_refused() {
    let sandbox = sandbox().await;
    let browser = browser();
    let authorize = authorize_url(&sandbox, "token", "users:read");
    sign_in(&browser, &authorize).await;
    let forged = submit_consent(&browser, &authorize, "forged", "allow", &["users:read"]).await;
    assert_eq!(error(forged).await, (403, "Forbidden".to_owned()));
}

#[tokio::test]
async fn consent_without_a_login_leads_back_to_the_sign_in_page() {
    let sandbox = sandbox().await;
    let authorize = authorize_url(&sandbox, "token", "users:read");
    let answer = submit_consent(&browser(), &authorize, "any", "allow", &["users:read"]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let location = answer.headers()["location"].to_str().unwrap();
    assert_eq!(location, format!("{}?{}", authorize.path(), authorize.query().unwrap()));
}

#[tokio::test]
async fn another_member_can_sign_in_instead() {
    let sandbox = sandbox().await;
    let browser = browser();
    let authorize = authorize_url(&sandbox, "token", "users:read");
    assert!(sign_in(&browser, &authorize).await.contains(r#"id="consent""#));
    let mut form = authorize.clone();
    form.set_path("/oauth2/v1/authorize/sign-out");
    let answer = browser.post(form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(page(&browser, &authorize).await.contains(r#"id="sign-in""#));
}

#[tokio::test]
async fn pages_speak_korean_and_english_and_carry_strict_headers() {
    let sandbox = sandbox().await;
    let mut authorize = authorize_url(&sandbox, "token", "users:read");
    let get = browser().get(authorize.clone()).header("accept-language", "fr, en-GB;q=0.8");
    let answer = get.send().await.unwrap();
    let headers = answer.headers().clone();
    assert!(answer.text().await.unwrap().contains(r#"lang="en""#));
    assert_eq!(headers["x-frame-options"], "DENY");
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["referrer-policy"], "no-referrer");
    assert!(!headers.contains_key("access-control-allow-origin"));

    authorize.query_pairs_mut().append_pair("lang", "ko");
    let korean = page(&browser(), &authorize).await;
    assert!(korean.contains("로그인") && korean.contains("실제 CoolSMS가 아닙니다"));
}

#[tokio::test]
async fn the_consent_form_may_lead_to_the_app() {
    let sandbox = sandbox().await;
    let browser = browser();
    let authorize = authorize_url(&sandbox, "token", "users:read");
    let policy = async || {
        let answer = browser.get(authorize.clone()).send().await.unwrap();
        let policy = &answer.headers()["content-security-policy"];
        policy.to_str().unwrap().to_owned()
    };
    assert!(policy().await.contains("form-action 'self'"));
    sign_in(&browser, &authorize).await;
    let consent = policy().await;
    assert!(consent.starts_with("default-src 'none'") && !consent.contains("form-action"));
}

#[tokio::test]
async fn the_pages_cut_a_popup_off_from_its_opener_if_asked() {
    for sever_opener in [false, true] {
        let options = Options { sever_opener, ..Options::default() };
        let sandbox = Sandbox::start(options).await.unwrap();
        let authorize = authorize_url(&sandbox, "token", "users:read");
        let answer = browser().get(authorize).send().await.unwrap();
        let policy = answer.headers().get("cross-origin-opener-policy");
        assert_eq!(policy.is_some_and(|value| value == "same-origin"), sever_opener);
    }
}

async fn page(browser: &Client, url: &Url) -> String {
    let answer = browser.get(url.clone()).send().await.unwrap();
    answer.text().await.unwrap()
}
