//! Authlib: the app says where its endpoints are; implicit grant, code grant with PKCE, refresh with rotation. It names its
//! issuer in every response: in the query also where all else is in the fragment, which RFC 9207 does not foresee.

use anyhow::{Result, ensure};
use browser::Refused;
use serde_json::{Value, json};

use super::server::{Foreign, ForeignServer};
use super::{HOUR, rotate, takes_nothing_twice};
use crate::case::{Case, case};
use crate::scene::Scene;

pub(super) fn cases() -> Vec<Case> {
    vec![
        case!([S24] signs_in_by_the_implicit_grant_and_answers_calls),
        case!([S24 S40] signs_in_by_the_code_grant_once_and_rotates_refresh_tokens).with_short_waits(),
    ]
}

/// What an app says of it, which describes itself nowhere.
pub(super) fn settings(server: &ForeignServer, response_type: &str) -> Value {
    let issuer = server.issuer();
    json!({
        "provider": {
            "id": "authlib",
            "issuer": issuer,
            "authorizationResponseIssParameterSupported": true,
            "authorizationEndpoint": format!("{issuer}/authorize"),
            "tokenEndpoint": format!("{issuer}/token"),
            "apiBase": issuer,
        },
        "responseType": response_type,
        "clientId": server.client_id(),
        "scope": "profile",
    })
}

async fn signs_in_by_the_implicit_grant_and_answers_calls(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in(Foreign::Authlib, "token", HOUR).await?;
    scene.calls(1).await?;
    ensure!(server.token_requests().await?.is_empty(), "a token was asked for");
    // There is nothing to refresh it with.
    scene.with_client("return app.refresh()").await.refused_with("login_required").map(drop)
}

async fn signs_in_by_the_code_grant_once_and_rotates_refresh_tokens(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in(Foreign::Authlib, "code", HOUR).await?;
    let granted = scene.with_client("return app.getSession().scope").await?;
    ensure!(granted == json!(["profile"]), "{granted}");
    scene.with_client("await app.refresh(); await app.refresh()").await?;
    scene.calls(1).await?;
    let requests = server.token_requests().await?;
    ensure!(requests.len() == 3 && requests.iter().all(|request| request.status == 200), "{requests:?}");
    ensure!(requests[0].parameter("grant_type") == "authorization_code", "{requests:?}");
    rotate(&requests[1..])?;
    for used in &requests {
        takes_nothing_twice(&server, used).await?;
    }
    // It ends no session for that: the app goes on with the token that it has.
    scene.with_client("return app.refresh()").await.map(drop)
}
