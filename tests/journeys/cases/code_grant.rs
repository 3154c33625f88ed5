//! The code grant with PKCE (RFC 7636), for a provider that has public clients: the sandbox asks the member, and a token
//! endpoint that takes forms stands beside it.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sandbox::{DEMO_CLIENT_ID, MEMBERS, StaticSite, StaticSiteOptions};
use serde_json::json;
use sha2::{Digest, Sha256};
use url::Url;

use crate::app::{App, CALL};
use crate::case::{Case, cases};
use crate::popup::SIGN_IN;
use crate::scene::{SCOPE, Scene, Started, answer};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s7_code_is_exchanged_with_the_verifier_of_its_challenge,
        s7_verifier_is_fresh_for_every_sign_in,
        s7_verifier_never_leaves_for_the_authorization_endpoint,
        s1_provider_without_a_choice_is_asked_for_a_code,
        s16_token_where_a_code_was_asked_for_is_refused,
        s26_code_whose_exchange_fails_is_cleaned_away_and_the_place_is_told,
        s45_refresh_token_of_the_code_grant_is_in_memory_alone,
        s11_code_is_exchanged_once,
        s30_code_comes_by_popup_as_well,
    ]
}

/// The token endpoint, and the members of the app's configuration that lead there.
pub(crate) struct Provider {
    server: StaticSite,
    pub(crate) config: String,
}

impl Provider {
    pub(crate) async fn start(scene: &Scene<'_>, more: &str) -> Result<Self> {
        let tokens = json!({ "access_token": scene.token(SCOPE)?, "token_type": "Bearer", "expires_in": 3600,
            "refresh_token": "the-refresh-token", "scope": SCOPE });
        let answer = ("/token".to_owned(), "application/json".to_owned(), tokens.to_string().into_bytes());
        let options = StaticSiteOptions { posts: vec![answer], cors: true, ..StaticSiteOptions::default() };
        let server = StaticSite::start(options).await?;
        let (base, endpoint) = (scene.stage.sandbox.base(), server.base());
        let config = format!(
            "provider: {{ id: 'plain', authorizationEndpoint: '{base}/oauth2/v1/authorize',
               tokenEndpoint: '{endpoint}/token', apiBase: '{base}', {more} }}"
        );
        Ok(Self { server, config })
    }

    /// The fields of each form that was posted.
    pub(crate) fn posted(&self) -> Vec<HashMap<String, String>> {
        let forms = self.server.requests().into_iter().filter(|it| it.method == "POST");
        forms.map(|it| url::form_urlencoded::parse(it.body.as_bytes()).into_owned().collect()).collect()
    }
}

/// A sign-in that is under way, up to the provider's page.
pub(crate) async fn start(app: &App<'_>) -> Result<Started> {
    app.scene.open("?tab=inbox").await?;
    leave(app).await
}

async fn leave(app: &App<'_>) -> Result<Started> {
    app.begin("leave", "return client.signInWithRedirect({ appState: 7 })").await?;
    app.scene.wait_for_the_provider().await?;
    let provider_page = app.scene.browser.address().await?;
    let state = parameters(&provider_page)?.remove("state").context("a state")?;
    Ok(Started { state, provider_page })
}

fn parameters(address: &str) -> Result<HashMap<String, String>> {
    Ok(Url::parse(address)?.query_pairs().into_owned().collect())
}

fn is_unreserved(text: &str) -> bool {
    text.chars().all(|it| it.is_ascii_alphanumeric() || "-._~".contains(it))
}

pub(crate) const CALLBACK: &str = "return client.handleRedirectCallback()";

async fn s7_code_is_exchanged_with_the_verifier_of_its_challenge(scene: &Scene<'_>) -> Result<()> {
    let provider = Provider::start(scene, "").await?;
    let app = App::new(scene, &provider.config);
    let asked = parameters(&start(&app).await?.provider_page)?;
    ensure!(asked["response_type"] == "code" && asked["code_challenge_method"] == "S256", "{asked:?}");
    scene.decide("#allow").await?;
    let result = app.get(CALLBACK).await?;
    ensure!(result["returnTo"] == "/test/blank.html?tab=inbox" && result["appState"] == 7, "{result}");

    let posted = provider.posted();
    ensure!(posted.len() == 1, "{posted:?}");
    let verifier = &posted[0]["code_verifier"];
    ensure!((43..=128).contains(&verifier.len()) && is_unreserved(verifier), "{verifier}");
    ensure!(URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == asked["code_challenge"], "{asked:?}, {posted:?}");
    let expected = [
        ("grant_type", "authorization_code"),
        ("client_id", DEMO_CLIENT_ID),
        ("redirect_uri", &scene.home()),
        ("code", &posted[0]["code"]),
        ("code_verifier", verifier),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    ensure!(posted[0] == HashMap::from(expected), "{posted:?}");
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    scene.history_is_clean().await // S26
}

async fn s7_verifier_is_fresh_for_every_sign_in(scene: &Scene<'_>) -> Result<()> {
    let provider = Provider::start(scene, "").await?;
    let app = App::new(scene, &provider.config);
    let mut challenges = Vec::new();
    for _ in 0..2 {
        let asked = parameters(&start(&app).await?.provider_page)?;
        challenges.push(asked["code_challenge"].clone());
        if challenges.len() == 1 {
            scene.browser.click("#sign-in-submit").await?;
        }
        scene.browser.click("#allow").await?;
        scene.browser.wait_for("the app's page", "return location.pathname === '/test/blank.html'").await?;
        scene.wait_for_the_module().await?;
        app.get(CALLBACK).await?;
    }
    let verifiers: Vec<_> = provider.posted().into_iter().map(|form| form["code_verifier"].clone()).collect();
    ensure!(verifiers.len() == 2 && verifiers[0] != verifiers[1], "{verifiers:?}");
    ensure!(challenges[0] != challenges[1], "{challenges:?}");
    Ok(())
}

async fn s7_verifier_never_leaves_for_the_authorization_endpoint(scene: &Scene<'_>) -> Result<()> {
    let provider = Provider::start(scene, "").await?;
    let app = App::new(scene, &provider.config);
    start(&app).await?;
    scene.decide("#allow").await?;
    app.get(CALLBACK).await?;
    let verifier = provider.posted()[0]["code_verifier"].clone();
    let seen = format!("{:?} {:?}", scene.stage.sandbox.requests(), scene.stage.app.requests());
    ensure!(!seen.contains(&verifier), "it is among {seen}");
    let stored = scene.stored().await?;
    ensure!(!stored.contains(&verifier), "it is stored still: {stored}");
    Ok(())
}

async fn s1_provider_without_a_choice_is_asked_for_a_code(scene: &Scene<'_>) -> Result<()> {
    for (choice, response_type) in [("", "code"), ("responseType: 'token'", "token")] {
        let provider = Provider::start(scene, choice).await?;
        let app = App::new(scene, &provider.config);
        let asked = parameters(&start(&app).await?.provider_page)?;
        ensure!(asked["response_type"] == response_type, "{asked:?}");
        ensure!(asked.contains_key("code_challenge") == (response_type == "code"), "{asked:?}");
    }
    Ok(())
}

async fn s16_token_where_a_code_was_asked_for_is_refused(scene: &Scene<'_>) -> Result<()> {
    let provider = Provider::start(scene, "").await?;
    let app = App::new(scene, &provider.config);
    for place in ["fragment", "query"] {
        let started = start(&app).await?;
        let response = answer(&scene.token(SCOPE)?, &started.state) + "&token_type=Bearer";
        scene.open(&if place == "query" { response.replace('#', "?") } else { response }).await?;
        app.run(CALLBACK).await?.refused_with("unexpected_response")?;
        ensure!(app.session().await?.is_null(), "a session was made of it");
        scene.history_is_clean().await?;
    }
    ensure!(provider.posted().is_empty(), "a token was asked for");
    Ok(())
}

async fn s26_code_whose_exchange_fails_is_cleaned_away_and_the_place_is_told(scene: &Scene<'_>) -> Result<()> {
    let provider = Provider::start(scene, "").await?;
    let config = provider.config.replace("/token'", "/nothing-is-here'");
    let app = App::new(scene, &config);
    start(&app).await?;
    scene.decide("#allow").await?;
    let refusal = app.run(CALLBACK).await?.refused_with("token_error")?;
    ensure!(refusal.get("status") == 404, "{}", refusal.text());
    ensure!(refusal.get("returnTo") == "/test/blank.html?tab=inbox", "{}", refusal.text());
    ensure!(refusal.get("appState") == 7, "{}", refusal.text());
    ensure!(app.session().await?.is_null(), "somebody is signed in");
    scene.history_is_clean().await
}

async fn s45_refresh_token_of_the_code_grant_is_in_memory_alone(scene: &Scene<'_>) -> Result<()> {
    let provider = Provider::start(scene, "").await?;
    let app = App::new(scene, &provider.config);
    start(&app).await?;
    scene.decide("#allow").await?;
    app.get(CALLBACK).await?;
    ensure!(!scene.stored().await?.contains("the-refresh-token"), "it is stored");
    app.get("return client.refresh()").await?;
    let posted = provider.posted();
    ensure!(posted.len() == 2 && posted[1]["refresh_token"] == "the-refresh-token", "{posted:?}"); // S44
    ensure!(posted[1].len() == 3 && posted[1]["grant_type"] == "refresh_token", "{posted:?}"); // S41
    Ok(())
}

/// However often the app asks, and when the page is loaded again with the response.
async fn s11_code_is_exchanged_once(scene: &Scene<'_>) -> Result<()> {
    let provider = Provider::start(scene, "").await?;
    let app = App::new(scene, &provider.config);
    let started = start(&app).await?;
    let response = format!("?code=the-code&state={}", started.state);
    scene.open(&response).await?;
    let twice = "const results = await Promise.all([client.handleRedirectCallback(), client.handleRedirectCallback()]);
        return results[0] === results[1]";
    ensure!(app.get(twice).await? == true, "the results differ"); // S29
    scene.open(&response).await?;
    let again = app.run(CALLBACK).await?;
    // With nothing under way it may be the app's own parameter, but for its nonce, which was issued here.
    again.refused_with("state_replayed")?;
    ensure!(provider.posted().len() == 1, "{:?}", provider.posted());
    Ok(())
}

async fn s30_code_comes_by_popup_as_well(scene: &Scene<'_>) -> Result<()> {
    let provider = Provider::start(scene, "").await?;
    let config = format!("redirectUri: location.origin + '/test/returning.html', {}", provider.config);
    let app = App::new(scene, &config);
    let opened = app.open_popup(SIGN_IN).await?;
    let asked = parameters(&scene.browser.address().await?)?;
    ensure!(asked["response_type"] == "code", "{asked:?}");
    scene.decide_in(&opened, &MEMBERS[0], "#allow").await?;
    app.ended("sign-in").await?.value()?;
    let posted = provider.posted();
    ensure!(posted.len() == 1, "{posted:?}");
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&posted[0]["code_verifier"]));
    ensure!(challenge == asked["code_challenge"], "{asked:?}, {posted:?}"); // S7
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    Ok(())
}
