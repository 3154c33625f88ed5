//! Configurations that cannot be used are refused at `createClient`, with the name of the member.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::case::{Case, cases};
use crate::scene::Scene;

/// What it is, the members as JavaScript, and the field that the error names.
type Mistake = (&'static str, &'static str, &'static str);

const MISTAKES: [Mistake; 14] = [
    ("client_id_missing", "clientId: undefined", "clientId"),
    ("client_id_empty", "clientId: ''", "clientId"),
    ("s4_redirect_uri_missing", "redirectUri: undefined", "redirectUri"),
    ("s4_redirect_uri_relative", "redirectUri: '/callback'", "redirectUri"),
    ("s4_redirect_uri_with_fragment", "redirectUri: location.href + '#here'", "redirectUri"),
    ("s4_redirect_uri_of_another_origin", "redirectUri: facts.base + '/'", "redirectUri"),
    ("s4_redirect_uri_at_localhost", "redirectUri: `http://localhost:${location.port}/`", "redirectUri"),
    ("s5_http_endpoint_off_loopback", "provider: CoolsmsOAuth2.coolsms({ base: 'http://api.example.com' })", "base"),
    ("s6_client_secret", "client_secret: 'hidden'", "client_secret"),
    ("s6_client_secret_in_camel_case", "clientSecret: 'hidden'", "clientSecret"),
    ("s8_scope_missing", "scope: undefined", "scope"),
    ("unknown_member", "redirectUrl: location.href", "redirectUrl"),
    ("time_out_that_is_no_number", "timeoutMs: NaN", "timeoutMs"),
    ("s32_api_origin_with_a_path", "apiOrigins: ['https://api.example.com/v1']", "apiOrigins"),
];

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = cases![
        object_that_contains_itself_is_refused,
        nothing_at_all_is_refused,
        s5_http_endpoint_of_a_plain_provider_is_refused,
        s4_localhost_and_127_0_0_1_are_told_apart_in_words,
    ];
    for mistake in MISTAKES {
        let name = format!("{}_is_refused_by_name", mistake.0);
        cases.push(Case::new(name, move |scene| Box::pin(is_refused_by_name(scene, mistake))));
    }
    cases
}

async fn is_refused_by_name(scene: &Scene<'_>, (_, members, field): Mistake) -> Result<()> {
    scene.open("").await?;
    let facts = json!({ "base": scene.stage.sandbox.base() });
    let body = format!("const facts = args[0]; return newClient({{ {members} }})");
    let refusal = scene.run_with(facts, &body).await?.refused_with("invalid_config")?;
    ensure!(refusal.get("field") == field, "{}", refusal.text());
    ensure!(!refusal.text().contains("hidden"), "the error repeats the secret");
    Ok(())
}

async fn object_that_contains_itself_is_refused(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let body = "const config = { clientId: 'x' }; config.scope = config; config.provider = config;
        return CoolsmsOAuth2.createClient(config)";
    scene.run(body).await?.refused_with("invalid_config")?;
    Ok(())
}

async fn nothing_at_all_is_refused(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    for nothing in ["", "null", "7", "'client'", "[]", "() => {}"] {
        scene.run(&format!("return CoolsmsOAuth2.createClient({nothing})")).await?.refused_with("invalid_config")?;
    }
    Ok(())
}

async fn s5_http_endpoint_of_a_plain_provider_is_refused(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let body = "return newClient({ provider: {
        id: 'x', responseType: 'token', authorizationEndpoint: 'http://sign-in.example.com/authorize' } })";
    let refusal = scene.run(body).await?.refused_with("invalid_config")?;
    let field = refusal.get("field").as_str().unwrap_or_default();
    ensure!(field.ends_with("authorizationEndpoint"), "{}", refusal.text());
    Ok(())
}

async fn s4_localhost_and_127_0_0_1_are_told_apart_in_words(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&(scene.stage.app.base_at("localhost") + "/test/blank.html")).await?;
    let body = "return newClient({ redirectUri: `http://127.0.0.1:${location.port}/test/blank.html` })";
    let refusal = scene.run(body).await?.refused_with("invalid_config")?;
    let text = refusal.text();
    ensure!(text.contains("http://localhost:") && text.contains("localhost is not 127.0.0.1"), "{text}");
    Ok(())
}
