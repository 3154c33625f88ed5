//! Authlib: the app says where its endpoints are; implicit grant, code grant with PKCE, refresh with rotation. It names its
//! issuer in every response: in the query also where all else is in the fragment, which RFC 9207 does not foresee.

use anyhow::{Result, ensure};
use browser::Refused;
use serde_json::json;

use super::server::Foreign;
use super::{HOUR, calls, rotate, signed_in};
use crate::app::REFRESH;
use crate::case::{Case, case};
use crate::scene::Scene;

pub(super) fn cases() -> Vec<Case> {
    vec![
        case!([S24] signs_in_by_the_implicit_grant_and_answers_calls),
        case!([S24 S40] signs_in_by_the_code_grant_once_and_rotates_refresh_tokens).with_short_waits(),
    ]
}

/// What an app says of it, which describes itself nowhere; and the scope that the app asks for.
pub(super) fn described(issuer: &str) -> (String, &'static str) {
    let provider = format!(
        "id: 'authlib', issuer: '{issuer}', authorizationResponseIssParameterSupported: true,
         authorizationEndpoint: '{issuer}/authorize', tokenEndpoint: '{issuer}/token'"
    );
    (provider, "profile")
}

async fn signs_in_by_the_implicit_grant_and_answers_calls(scene: &Scene<'_>) -> Result<()> {
    let (server, app) = signed_in(scene, Foreign::Authlib, "token", HOUR).await?;
    calls(&app, 1).await?;
    ensure!(server.token_requests().await?.is_empty(), "a token was asked for");
    // There is nothing to refresh it with.
    app.run(REFRESH).await.refused_with("login_required").map(drop)
}

async fn signs_in_by_the_code_grant_once_and_rotates_refresh_tokens(scene: &Scene<'_>) -> Result<()> {
    let (server, app) = signed_in(scene, Foreign::Authlib, "code", HOUR).await?;
    let granted = app.session().await?["scope"].clone();
    ensure!(granted == json!(["profile"]), "{granted}");
    app.run("await client.refresh(); await client.refresh()").await?;
    calls(&app, 1).await?;
    let requests = server.token_requests().await?;
    ensure!(requests.len() == 3 && requests.iter().all(|request| request["status"] == 200), "{requests:?}");
    ensure!(requests[0]["parameters"]["grant_type"] == "authorization_code", "{requests:?}");
    rotate(&requests[1..])?;
    for used in &requests {
        server.takes_nothing_twice(used).await?;
    }
    // It ends no session for that: the app goes on with the token that it has.
    app.run(REFRESH).await.map(drop)
}
