//! oidc-provider: found by its metadata, code grant with PKCE, its `iss`, refresh with rotation, revocation.

use anyhow::{Context, Result, ensure};
use browser::Refused;
use serde_json::{Value, json};

use super::server::{Foreign, ForeignServer};
use super::{HOUR, calls, rotate, signed_in};
use crate::app::{REFRESH, SIGN_OUT};
use crate::case::{Case, case};
use crate::scene::Scene;

pub(super) fn cases() -> Vec<Case> {
    vec![
        case!([S7 S26 S40 S41 S45] signs_in_answers_calls_rotates_refresh_tokens_and_takes_them_back)
            .with_short_waits(),
        case!([S43] session_ends_where_the_refresh_token_is_dead).with_short_waits(),
    ]
}

/// What an app says of it, which is where it is: all else it says itself. And the scope that the app asks for.
pub(super) fn described(issuer: &str) -> (String, &'static str) {
    (format!("...await CoolsmsOAuth2.discover('{issuer}')"), "openid offline_access")
}

/// Whether the server says that a token of the app's is good.
async fn is_active(server: &ForeignServer, token: &Value) -> Result<bool> {
    ensure!(token.is_string(), "there is no token");
    let form = json!({ "client_id": "foreign-app", "token": token });
    let (status, body) = server.post("/token/introspection", &form).await?;
    ensure!(status == 200, "{status} {body}");
    Ok(body["active"] == true)
}

async fn signs_in_answers_calls_rotates_refresh_tokens_and_takes_them_back(scene: &Scene<'_>) -> Result<()> {
    let (server, app) = signed_in(scene, Foreign::OidcProvider, "code", HOUR).await?;
    let session = app.session().await?;
    ensure!(session["scope"] == json!(["openid", "offline_access"]), "{session}");
    let found = scene.run(&format!("return CoolsmsOAuth2.discover('{}')", server.issuer)).await?;
    ensure!(found["authorizationResponseIssParameterSupported"] == true, "{found}");

    let mut tokens = vec![app.token().await?];
    for _ in 0..2 {
        let refreshed = app.run(REFRESH).await?;
        ensure!(refreshed["id"] == session["id"], "it is another session: {refreshed}");
        tokens.push(app.token().await?);
    }
    ensure!(tokens[0] != tokens[1] && tokens[1] != tokens[2], "{tokens:?}");
    calls(&app, 1).await?;
    let requests = server.token_requests().await?;
    let grants: Vec<&Value> = requests.iter().map(|request| &request["parameters"]["grant_type"]).collect();
    ensure!(grants == ["authorization_code", "refresh_token", "refresh_token"], "{requests:?}");
    rotate(&requests[1..])?;
    let stored = scene.stored().await?;
    for request in &requests[1..] {
        let spent = &request["parameters"]["refresh_token"];
        ensure!(request["parameters"]["scope"].is_null(), "{request:?}");
        ensure!(!stored.contains(spent.as_str().context("a token")?), "a refresh token is stored: {stored}");
        ensure!(!is_active(&server, spent).await?, "a spent refresh token is still good");
    }
    let token = json!(tokens[2]);
    ensure!(is_active(&server, &token).await?, "the access token is not good");

    app.run(SIGN_OUT).await?;
    let session = app.session().await?;
    ensure!(session.is_null(), "{session}");
    let revoked = server.seen("/token/revocation").await?.pop().context("nothing was revoked")?;
    ensure!(revoked["status"] == 200, "{revoked}");
    ensure!(revoked["parameters"]["token_type_hint"] == "refresh_token", "{revoked}");
    ensure!(!is_active(&server, &revoked["parameters"]["token"]).await?, "the refresh token is still good");
    ensure!(!is_active(&server, &token).await?, "the access token is still good");
    app.run("return client.fetch('/me')").await.refused_with("login_required").map(drop)
}

async fn session_ends_where_the_refresh_token_is_dead(scene: &Scene<'_>) -> Result<()> {
    let (server, app) = signed_in(scene, Foreign::OidcProvider, "code", HOUR).await?;
    let token = app.run("listenTo(client); await client.refresh(); return client.getAccessToken()").await?;
    // Somebody uses a refresh token that the app has used: the server takes it for stolen, and ends all.
    let requests = server.token_requests().await?;
    server.takes_nothing_twice(requests.last().context("there was no refresh")?).await?;
    ensure!(!is_active(&server, &token).await?, "the access token is still good");

    // The call is refused, so is the refresh that it leads to, and the session is over.
    let refusal = app.run("return client.fetch('/me')").await.refused_with("unauthorized")?;
    ensure!(refusal["status"] == 401 && refusal.to_string().contains("invalid_grant"), "{refusal}");
    let session = app.session().await?;
    ensure!(session.is_null(), "{session}");
    let heard = scene.browser.evaluate("return heard.at(-1)").await?;
    ensure!(heard["code"] == "login_required" && heard["error"] == "invalid_grant", "{heard}");
    app.run(REFRESH).await.refused_with("login_required")?;
    let after = server.token_requests().await?;
    ensure!(after.len() == requests.len() + 2, "{after:?}"); // the replay, and the refresh of the call
    Ok(())
}
