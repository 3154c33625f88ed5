//! What a request for a token says, and to whom.

use anyhow::{Context, Result, ensure};
use sandbox::{DEMO_CLIENT_ID, MEMBERS, RecordedRequest, StaticSite, StaticSiteOptions};
use serde_json::{Value, json};

use crate::app::{App, CALL, Life};
use crate::case::{Case, cases};
use crate::scene::{SCOPE, Scene};
use crate::traffic::{TOKEN, asked};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s41_s44_coolsms_is_sent_json_of_two_members,
        s41_s44_rfc_6749_is_sent_a_form_that_names_the_client,
        s40_s41_form_is_answered_with_new_tokens_that_are_used,
        s44_token_request_carries_no_cookie_and_no_access_token,
        s44_refresh_token_goes_to_the_token_endpoint_alone,
        s44_store_for_refresh_tokens_without_a_token_endpoint_is_refused_by_name,
    ]
}

/// Name and value of each field of a form.
fn fields(body: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn the_post(requests: Vec<RecordedRequest>) -> Result<RecordedRequest> {
    let mut posts = requests.into_iter().filter(|it| it.method == "POST");
    let post = posts.next().context("nothing was posted")?;
    ensure!(posts.next().is_none(), "more than one request was posted");
    Ok(post)
}

async fn s41_s44_coolsms_is_sent_json_of_two_members(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'memory'");
    let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    app.get("return client.refresh()").await?;
    let request = the_post(asked(&scene.stage.sandbox, TOKEN))?;
    let body: Value = serde_json::from_str(&request.body)?;
    let expected = json!({ "grant_type": "refresh_token", "refresh_token": tokens.refresh_token });
    ensure!(body == expected && request.query.is_none(), "{request:?}");
    let kind = request.content_type.clone().unwrap_or_default();
    ensure!(kind.starts_with("application/json"), "{kind}");
    Ok(())
}

/// A token endpoint that takes forms, and always gives the same tokens.
async fn form_endpoint(access_token: &str) -> Result<StaticSite> {
    let answer = json!({ "access_token": access_token, "token_type": "bearer", "expires_in": 3600,
        "refresh_token": "the-next-one", "scope": SCOPE });
    let answer = ("/token".to_owned(), "application/json".to_owned(), answer.to_string().into_bytes());
    let options = StaticSiteOptions { posts: vec![answer], cors: true, ..StaticSiteOptions::default() };
    Ok(StaticSite::start(options).await?)
}

fn by_form(endpoint: &str) -> String {
    format!("refreshTokenStore: 'session', provider: provider({{ tokenEndpoint: '{endpoint}', tokenRequest: 'form' }})")
}

async fn s41_s44_rfc_6749_is_sent_a_form_that_names_the_client(scene: &Scene<'_>) -> Result<()> {
    let server = form_endpoint(&scene.token(SCOPE)?).await?;
    // RFC 6749 §3.2: the endpoint keeps a query of its own.
    let config = by_form(&format!("{}/token?tenant=7", server.base()));
    let app = App::new(scene, &config);
    let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    app.get("return client.refresh()").await?;
    let request = the_post(server.requests())?;
    let mut sent = fields(&request.body);
    sent.sort();
    let refresh_token = tokens.refresh_token.unwrap_or_default();
    let expected =
        pairs(&[("client_id", DEMO_CLIENT_ID), ("grant_type", "refresh_token"), ("refresh_token", &refresh_token)]);
    ensure!(sent == expected && request.query.as_deref() == Some("tenant=7"), "{request:?}");
    let kind = request.content_type.clone().unwrap_or_default();
    ensure!(kind.starts_with("application/x-www-form-urlencoded"), "{kind}");
    ensure!(asked(&scene.stage.sandbox, TOKEN).is_empty(), "the sandbox was asked");
    Ok(())
}

async fn s40_s41_form_is_answered_with_new_tokens_that_are_used(scene: &Scene<'_>) -> Result<()> {
    let next = scene.token(SCOPE)?;
    let server = form_endpoint(&next).await?;
    let config = by_form(&format!("{}/token", server.base()));
    let app = App::new(scene, &config);
    app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    ensure!(app.token().await? == next, "it is another token");
    app.get("return client.refresh()").await?;
    let requests: Vec<_> = server.requests().into_iter().filter(|it| it.method == "POST").collect();
    let last = requests.last().context("nobody asked")?;
    ensure!(
        requests.len() == 2 && fields(&last.body).contains(&pairs(&[("refresh_token", "the-next-one")])[0]),
        "{last:?}"
    );
    Ok(())
}

/// The endpoint is on the page's own origin, where a browser sends cookies unless it is told not to.
async fn s44_token_request_carries_no_cookie_and_no_access_token(scene: &Scene<'_>) -> Result<()> {
    let endpoint = scene.stage.page("/token");
    for kind in ["form", "json"] {
        let config = format!(
            "refreshTokenStore: 'memory', provider: provider({{ tokenEndpoint: '{endpoint}', tokenRequest: '{kind}' }})"
        );
        let app = App::new(scene, &config);
        app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
        scene.stage.app.clear_requests();
        let refresh = "document.cookie = 'own=1; path=/'; await fetch('/config.json'); return client.refresh()";
        app.run(refresh).await?.refused_with("token_error")?;
        let requests = scene.stage.app.requests();
        let cookie = |it: &RecordedRequest| it.cookie.clone().unwrap_or_default();
        ensure!(requests.iter().any(|it| it.path == "/config.json" && cookie(it).contains("own=1")), "{requests:?}");
        let request = the_post(requests)?;
        ensure!(request.path == "/token" && request.cookie.is_none(), "{request:?}");
        ensure!(request.authorization.is_none() && request.referer.is_none(), "{request:?}");
        scene.browser.evaluate("document.cookie = 'own=; path=/; max-age=0'").await?;
    }
    Ok(())
}

/// From the real sign-in to the sign-out, with all that makes requests in between.
async fn s44_refresh_token_goes_to_the_token_endpoint_alone(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    scene.start_sign_in().await?;
    scene.decide("#allow").await?;
    app.get("return client.handleRedirectCallback()").await?;
    app.get("return client.refresh()").await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    scene.stage.sandbox.expire_tokens();
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    scene.browser.reload().await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    app.get("await client.signOut()").await?;

    let refresh_token = crate::traffic::refresh_tokens(&scene.stage.sandbox).pop().context("nobody refreshed")?;
    ensure!(!refresh_token.is_empty(), "it is empty");
    for request in all_requests(scene) {
        let is_token_request = request.path == TOKEN && request.method == "POST";
        let mut seen = format!("{request:?}");
        if is_token_request {
            ensure!(request.body.contains(&refresh_token), "{request:?}");
            seen = seen.replace(&format!("{:?}", request.body), "");
        }
        ensure!(!seen.contains(&refresh_token), "{request:?}");
    }
    Ok(())
}

fn all_requests(scene: &Scene<'_>) -> Vec<RecordedRequest> {
    let stage = &scene.stage;
    [stage.sandbox.requests(), stage.app.requests(), stage.spa.requests(), stage.elsewhere.requests()].concat()
}

async fn s44_store_for_refresh_tokens_without_a_token_endpoint_is_refused_by_name(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let client = "return newClient({ refreshTokenStore: args[0], provider: provider({ tokenEndpoint: undefined }) })";
    for store in ["memory", "session"] {
        let refusal = scene.run_with(json!(store), client).await?.refused_with("invalid_config")?;
        ensure!(refusal.get("field") == "tokenEndpoint", "{}", refusal.text());
    }
    let app = App::new(scene, "refreshTokenStore: 'discard', provider: provider({ tokenEndpoint: undefined })");
    app.sign_in_here(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    Ok(())
}
