//! oidc-provider: found by its metadata, code grant with PKCE, its `iss`, refresh with rotation, revocation.

use anyhow::{Context, Result, ensure};
use browser::Refused;
use serde_json::{Value, json};

use super::server::{Foreign, ForeignServer};
use super::{HOUR, rotate, takes_nothing_twice};
use crate::case::{Case, case};
use crate::scene::Scene;

pub(super) fn cases() -> Vec<Case> {
    vec![
        case!([] is_discovered_by_its_issuer),
        case!([S7 S26 S40 S41 S45] signs_in_answers_calls_rotates_refresh_tokens_and_takes_them_back)
            .with_short_waits(),
        case!([S11 S29] is_asked_once_for_one_code_and_refuses_to_redeem_it_again),
        case!([S43] session_ends_where_the_refresh_token_is_dead).with_short_waits(),
    ]
}

/// What an app says of it: where it is. All else it says itself.
pub(super) fn settings(server: &ForeignServer) -> Value {
    json!({
        "issuer": server.issuer(),
        "provider": { "apiBase": server.issuer() },
        "clientId": server.client_id(),
        "scope": "openid offline_access",
        // OpenID Connect Core §11: without it, `offline_access` counts for nothing.
        "signIn": { "params": { "prompt": "consent" } },
    })
}

/// Whether the server says that a token of the app's is good.
async fn is_active(server: &ForeignServer, token: &str) -> Result<bool> {
    ensure!(!token.is_empty(), "there is no token");
    let form = json!({ "client_id": server.client_id(), "token": token });
    let (status, body) = server.post("/token/introspection", &form).await?;
    ensure!(status == 200, "{status} {body}");
    Ok(body["active"] == true)
}

async fn is_discovered_by_its_issuer(scene: &Scene<'_>) -> Result<()> {
    let server = scene.server(Foreign::OidcProvider, HOUR).await?;
    scene.open("").await?;
    let issuer = server.issuer();
    let found = scene.run_with(json!(issuer), "return CoolsmsOAuth2.discover(args[0])").await?;
    let expected = json!({
        "id": issuer,
        "issuer": issuer,
        "authorizationEndpoint": format!("{issuer}/auth"),
        "tokenEndpoint": format!("{issuer}/token"),
        "revocationEndpoint": format!("{issuer}/token/revocation"),
        "authorizationResponseIssParameterSupported": true,
    });
    for (name, value) in expected.as_object().into_iter().flatten() {
        ensure!(found[name] == *value, "{name}: {found}");
    }
    // RFC 8414 §3.3: it is the issuer that was asked for, to the last slash.
    let other = json!(format!("{issuer}/"));
    scene.run_with(other, "return CoolsmsOAuth2.discover(args[0])").await.refused_with("issuer_mismatch").map(drop)
}

async fn signs_in_answers_calls_rotates_refresh_tokens_and_takes_them_back(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in(Foreign::OidcProvider, "code", HOUR).await?;
    let granted = scene.with_client("return app.getSession().scope").await?;
    ensure!(granted == json!(["openid", "offline_access"]), "{granted}");
    let asked = server.seen("/auth").await?;
    ensure!(asked.first().is_some_and(|asked| asked.parameter("code_challenge_method") == "S256"), "{asked:?}");

    let seen = scene.with_client("return refreshTwice(app)").await?;
    let tokens: Vec<&str> = seen["tokens"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    ensure!(tokens.len() == 3 && tokens[0] != tokens[1] && tokens[1] != tokens[2], "{seen}");
    ensure!(seen["sessions"] == 1, "{seen}");
    scene.calls(1).await?;
    let requests = server.token_requests().await?;
    let grants: Vec<&str> = requests.iter().map(|request| request.parameter("grant_type")).collect();
    ensure!(grants == ["authorization_code", "refresh_token", "refresh_token"], "{requests:?}");
    ensure!((43..=128).contains(&requests[0].parameter("code_verifier").len()), "{requests:?}");
    rotate(&requests[1..])?;
    let stored = scene.stored().await?;
    for request in &requests[1..] {
        let spent = request.parameter("refresh_token");
        ensure!(request.parameter("scope").is_empty(), "{request:?}");
        ensure!(!stored.contains(spent), "a refresh token is stored: {stored}");
        ensure!(!is_active(&server, spent).await?, "a spent refresh token is still good");
    }
    ensure!(is_active(&server, tokens[2]).await?, "the access token is not good");

    let session = scene.with_client("await app.signOut(); return app.getSession()").await?;
    ensure!(session.is_null(), "{session}");
    let revoked = server.seen("/token/revocation").await?.pop().context("nothing was revoked")?;
    ensure!(revoked.status == 200 && revoked.parameter("token_type_hint") == "refresh_token", "{revoked:?}");
    let refresh_token = revoked.parameter("token");
    ensure!(!is_active(&server, refresh_token).await?, "the refresh token is still good");
    ensure!(!is_active(&server, tokens[2]).await?, "the access token is still good");
    scene.with_client("return app.fetch('/me')").await.refused_with("login_required").map(drop)
}

/// Whatever the app and the person do with the address that the code came in.
async fn is_asked_once_for_one_code_and_refuses_to_redeem_it_again(scene: &Scene<'_>) -> Result<()> {
    let server = scene.server(Foreign::OidcProvider, HOUR).await?;
    scene.passes(&server, settings(&server), true).await?;
    ensure!(scene.with_client("return isOneSignIn(app)").await? == true, "it is another session");
    let requests = server.token_requests().await?;
    let [redeemed] = requests.as_slice() else { anyhow::bail!("{requests:?}") };
    // The person comes back to the address of the response, as a browser's history or a cache may have it.
    let code = redeemed.parameter("code");
    let asked = server.seen("/auth").await?.into_iter().next().unwrap_or_default();
    let (state, issuer) = (asked.parameter("state"), server.issuer());
    scene.open_page(&format!("{}?code={code}&state={state}&iss={issuer}", scene.foreign_app())).await?;
    scene.foreign_callback().await.refused_with("state_replayed")?;
    ensure!(server.token_requests().await?.len() == 1, "it was asked again");
    // Somebody who got the code is refused.
    takes_nothing_twice(&server, redeemed).await
}

async fn session_ends_where_the_refresh_token_is_dead(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in(Foreign::OidcProvider, "code", HOUR).await?;
    let token = scene.with_client("listenTo(app); await app.refresh(); return app.getAccessToken()").await?;
    // Somebody uses a refresh token that the app has used: the server takes it for stolen, and ends all.
    let requests = server.token_requests().await?;
    takes_nothing_twice(&server, requests.last().context("there was no refresh")?).await?;
    ensure!(!is_active(&server, token.as_str().unwrap_or_default()).await?, "the access token is still good");

    // The call is refused, so is the refresh that it leads to, and the session is over.
    let refusal = scene.with_client("return app.fetch('/me')").await.refused_with("unauthorized")?;
    ensure!(refusal["status"] == 401 && refusal.to_string().contains("invalid_grant"), "{refusal}");
    let session = scene.with_client("return app.getSession()").await?;
    ensure!(session.is_null(), "{session}");
    let heard = scene.browser.evaluate("return heard.at(-1)").await?;
    ensure!(heard["code"] == "login_required" && heard["error"] == "invalid_grant", "{heard}");
    scene.with_client("return app.refresh()").await.refused_with("login_required")?;
    let after = server.token_requests().await?;
    ensure!(after.len() == requests.len() + 2, "{after:?}"); // the replay, and the refresh of the call
    Ok(())
}
