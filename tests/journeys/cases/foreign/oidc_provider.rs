//! oidc-provider: found by its metadata, code grant with PKCE, its `iss`, refresh with rotation, revocation.

use anyhow::{Result, ensure};
use journeys::{Foreign, ForeignServer};
use serde_json::{Value, json};

use super::{HOUR, last, nearly_over, parameter};
use crate::case::{Case, cases};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    cases![
        [] is_discovered_by_its_issuer,
        [S7 S26] signs_in_from_click_to_session_and_answers_calls,
        [] denial_is_told,
        [S24] response_is_refused_for_another_issuer_before_any_token_request,
        [] refuses_to_redeem_a_code_again,
        [S11 S29] is_asked_once_for_one_code,
        [S40 S41 S45] rotates_refresh_tokens,
        [S42 S49] token_is_refreshed_once_by_the_calls_that_need_it,
        [S43] session_ends_where_the_refresh_token_is_dead,
        [] takes_the_tokens_back_at_sign_out,
    ]
}

const PERSON: &str = "hong";

/// What an app says of it: where it is. All else it says itself.
fn settings(server: &ForeignServer) -> Value {
    json!({
        "issuer": server.issuer(),
        "provider": { "apiBase": server.issuer() },
        "clientId": server.client_id(),
        "scope": "openid offline_access",
        // OpenID Connect Core §11: without it, `offline_access` counts for nothing.
        "signIn": { "params": { "prompt": "consent" } },
    })
}

impl Scene<'_> {
    /// From the app's button through the server's own pages, back to the app.
    async fn passes_oidc_provider(&self) -> Result<()> {
        self.browser.click("#sign-in").await?;
        self.browser.wait_for("the login page", "return document.querySelector('[name=login]') !== null").await?;
        self.browser.fill("[name=login]", PERSON).await?;
        self.browser.fill("[name=password]", "any").await?;
        self.browser.click("[type=submit]").await?;
        self.browser.click("[value=consent] + [type=submit]").await?;
        self.is_back().await
    }

    /// Signed in at a server of this test's own.
    async fn signed_in_at_oidc_provider(&self, access_token_seconds: u32) -> Result<ForeignServer> {
        let server = self.server(Foreign::OidcProvider, access_token_seconds).await?;
        self.open_app(settings(&server)).await?;
        self.passes_oidc_provider().await?;
        self.begins_session().await?;
        Ok(server)
    }
}

/// Whether the server says that a token of the app's is good.
async fn is_active(server: &ForeignServer, token: &str) -> Result<bool> {
    let form = json!({ "client_id": server.client_id(), "token": token });
    let answer = server.post("/token/introspection", &form).await?;
    ensure!(answer.status == 200, "{answer:?}");
    Ok(answer.body["active"] == true)
}

async fn is_discovered_by_its_issuer(scene: &Scene<'_>) -> Result<()> {
    let server = scene.server(Foreign::OidcProvider, HOUR).await?;
    scene.open_app(settings(&server)).await?;
    let issuer = server.issuer();
    let found = scene.run_with(json!(issuer), "return CoolsmsOAuth2.discover(args[0])").await?.value()?;
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
    let other = format!("{issuer}/");
    scene.run_with(json!(other), "return CoolsmsOAuth2.discover(args[0])").await?.refused_with("issuer_mismatch")?;
    Ok(())
}

async fn signs_in_from_click_to_session_and_answers_calls(scene: &Scene<'_>) -> Result<()> {
    let server = scene.server(Foreign::OidcProvider, HOUR).await?;
    scene.open_app(settings(&server)).await?;
    scene.passes_oidc_provider().await?;
    let session = scene.begins_session().await?;
    ensure!(session["scope"] == json!(["openid", "offline_access"]), "{session}");
    let answer = scene.calls_with_token("/me").await?;
    ensure!(answer == json!({ "status": 200, "says": { "sub": PERSON } }), "{answer}");
    let seen = server.seen().await?;
    let asked = seen.iter().find(|request| request.path == "/auth").map(|request| &request.parameters);
    ensure!(asked.is_some_and(|asked| asked["code_challenge_method"] == "S256"), "{asked:?}");
    let tokens = server.token_requests().await?;
    ensure!(tokens.len() == 1 && last(&tokens)?.status == 200, "{tokens:?}");
    let verifier = parameter(last(&tokens)?, "code_verifier");
    ensure!((43..=128).contains(&verifier.len()), "{verifier}");
    scene.address_is_clean().await
}

async fn denial_is_told(scene: &Scene<'_>) -> Result<()> {
    let server = scene.server(Foreign::OidcProvider, HOUR).await?;
    scene.open_app(settings(&server)).await?;
    scene.browser.click("#sign-in").await?;
    scene.browser.click("[href$=abort]").await?;
    scene.is_back().await?;
    let refusal = scene.foreign_callback().await?.refused_with("authorization_error")?;
    ensure!(refusal.get("error") == "access_denied", "{}", refusal.text());
    ensure!(refusal.get("errorDescription") == "End-User aborted interaction", "{}", refusal.text());
    ensure!(refusal.get("returnTo") == "/test/foreign.html", "{}", refusal.text());
    ensure!(server.token_requests().await?.is_empty(), "a token was asked for");
    scene.address_is_clean().await
}

/// A mix-up (RFC 9207): the app meant to sign in to somebody else.
async fn response_is_refused_for_another_issuer_before_any_token_request(scene: &Scene<'_>) -> Result<()> {
    let server = scene.server(Foreign::OidcProvider, HOUR).await?;
    let mut settings = settings(&server);
    settings["provider"]["issuer"] = json!("https://somebody-else.example");
    scene.open_app(settings).await?;
    scene.passes_oidc_provider().await?;
    scene.foreign_callback().await?.refused_with("issuer_mismatch")?;
    let session = scene.with_client("return app.getSession()").await?.value()?;
    ensure!(session.is_null(), "a session was made of it: {session}");
    let requests = server.token_requests().await?;
    ensure!(requests.is_empty(), "the code was sent: {requests:?}");
    scene.address_is_clean().await
}

async fn refuses_to_redeem_a_code_again(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in_at_oidc_provider(HOUR).await?;
    let requests = server.token_requests().await?;
    let redeemed = last(&requests)?;
    ensure!(parameter(redeemed, "grant_type") == "authorization_code", "{redeemed:?}");
    let again = server.post("/token", &redeemed.parameters).await?;
    ensure!(again.status == 400 && again.body["error"] == "invalid_grant", "{again:?}");
    // It takes that for a theft, and ends what came of the code: the app learns it by its next refresh.
    let refusal = scene.with_client("return app.refresh()").await?.refused_with("login_required")?;
    ensure!(refusal.get("error") == "invalid_grant", "{}", refusal.text());
    Ok(())
}

/// Whatever the app and the person do with the address that the code came in.
async fn is_asked_once_for_one_code(scene: &Scene<'_>) -> Result<()> {
    let server = scene.server(Foreign::OidcProvider, HOUR).await?;
    scene.open_app(settings(&server)).await?;
    scene.passes_oidc_provider().await?;
    let body = "const results = await Promise.all([app.handleRedirectCallback(), app.handleRedirectCallback()]);
        const { session } = await app.handleRedirectCallback();
        return results.every((result) => result.session.id === session.id)";
    ensure!(scene.with_client(body).await?.value()? == true, "it is another session");
    let requests = server.token_requests().await?;
    ensure!(requests.len() == 1, "{requests:?}");
    // The person comes back to the address of the response, as a browser's history or a cache may have it.
    let (code, state) = (parameter(last(&requests)?, "code").to_owned(), state_of(&server).await?);
    let issuer = server.issuer();
    scene.open_page(&format!("{}?code={code}&state={state}&iss={issuer}", scene.foreign_app())).await?;
    scene.foreign_callback().await?.refused_with("state_replayed")?;
    let requests = server.token_requests().await?;
    ensure!(requests.len() == 1, "{requests:?}");
    scene.address_is_clean().await
}

/// The nonce of the sign-in, as the app sent it.
async fn state_of(server: &ForeignServer) -> Result<String> {
    let seen = server.seen().await?;
    let state = seen.iter().find(|request| request.path == "/auth").map(|request| parameter(request, "state"));
    Ok(state.unwrap_or_default().to_owned())
}

async fn rotates_refresh_tokens(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in_at_oidc_provider(HOUR).await?;
    let body = "const tokens = [await app.getAccessToken()];
        const ids = [app.getSession().id];
        for (const _ of [1, 2]) {
          ids.push((await app.refresh()).id);
          tokens.push(await app.getAccessToken());
        }
        return { tokens, isOneSession: new Set(ids).size === 1 }";
    let seen = scene.with_client(body).await?.value()?;
    let tokens: Vec<&str> = seen["tokens"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    ensure!(tokens.len() == 3 && tokens[0] != tokens[1] && tokens[1] != tokens[2], "{seen}");
    ensure!(seen["isOneSession"] == true, "{seen}");
    let answer = scene.calls_with_token("/me").await?;
    ensure!(answer["status"] == 200, "{answer}");
    let stored = scene.stored().await?;

    let requests = server.token_requests().await?;
    let grants: Vec<&str> = requests.iter().map(|request| parameter(request, "grant_type")).collect();
    ensure!(grants == ["authorization_code", "refresh_token", "refresh_token"], "{requests:?}");
    let [first, second] = [1, 2].map(|index| parameter(&requests[index], "refresh_token"));
    ensure!(!first.is_empty() && !second.is_empty() && first != second, "{requests:?}");
    ensure!(requests[1..].iter().all(|request| parameter(request, "scope").is_empty()), "{requests:?}");
    ensure!(!stored.contains(first) && !stored.contains(second), "a refresh token is stored: {stored}");
    ensure!(!is_active(&server, first).await?, "the first refresh token is still good");
    ensure!(!is_active(&server, second).await?, "the second refresh token is still good");
    ensure!(is_active(&server, tokens[2]).await?, "the access token is not good");
    let again = server.post("/token", &requests[1].parameters).await?;
    ensure!(again.status == 400 && again.body["error"] == "invalid_grant", "{again:?}");
    Ok(())
}

async fn token_is_refreshed_once_by_the_calls_that_need_it(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in_at_oidc_provider(20).await?;
    for rounds in [1, 2] {
        scene.with_client(&nearly_over(rounds)).await?.value()?;
        let three = "return (await Promise.all([1, 2, 3].map(() => app.fetch('/me')))).map(({ status }) => status)";
        let statuses = scene.with_client(three).await?.value()?;
        ensure!(statuses == json!([200, 200, 200]), "{statuses}");
        let requests = server.token_requests().await?;
        ensure!(requests.len() == 1 + rounds, "after {rounds} rounds: {requests:?}");
    }
    let statuses: Vec<u16> =
        server.seen().await?.iter().filter(|request| request.path == "/me").map(|request| request.status).collect();
    ensure!(statuses == [200; 6], "{statuses:?}");
    Ok(())
}

async fn session_ends_where_the_refresh_token_is_dead(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in_at_oidc_provider(HOUR).await?;
    scene
        .with_client("window.heard = []; app.subscribe((reason) => heard.push(reason && describe(reason)))")
        .await?
        .value()?;
    let token = scene.with_client("await app.refresh(); return app.getAccessToken()").await?.value()?;
    // Somebody uses a refresh token that the app has used: the server takes it for stolen, and ends all.
    let requests = server.token_requests().await?;
    let replayed = server.post("/token", &last(&requests)?.parameters).await?;
    ensure!(replayed.status == 400, "{replayed:?}");
    ensure!(!is_active(&server, token.as_str().unwrap_or_default()).await?, "the access token is still good");

    // The call is refused, so is the refresh that it leads to, and the session is over.
    let refusal = scene.with_client("return app.fetch('/me')").await?.refused_with("unauthorized")?;
    ensure!(refusal.get("status") == 401, "{}", refusal.text());
    ensure!(refusal.text().contains("invalid_grant"), "{}", refusal.text());
    let session = scene.with_client("return app.getSession()").await?.value()?;
    ensure!(session.is_null(), "{session}");
    let heard = scene.with_client("return heard.at(-1)").await?.value()?;
    ensure!(heard["code"] == "login_required" && heard["error"] == "invalid_grant", "{heard}");
    scene.with_client("return app.refresh()").await?.refused_with("login_required")?;
    let after = server.token_requests().await?;
    ensure!(after.len() == requests.len() + 2, "{after:?}"); // the replay, and the refresh of the call
    Ok(())
}

async fn takes_the_tokens_back_at_sign_out(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in_at_oidc_provider(HOUR).await?;
    let body = "await app.refresh();
        const token = await app.getAccessToken();
        await app.signOut();
        return { token, session: app.getSession() }";
    let seen = scene.with_client(body).await?.value()?;
    ensure!(seen["session"].is_null(), "{seen}");
    let requests = server.seen().await?;
    let revoked = last(&requests)?;
    ensure!(revoked.path == "/token/revocation" && revoked.status == 200, "{revoked:?}");
    ensure!(parameter(revoked, "token_type_hint") == "refresh_token", "{revoked:?}");
    let refresh_token = parameter(revoked, "token");
    let token = seen["token"].as_str().unwrap_or_default();
    for token in [token, refresh_token] {
        ensure!(!token.is_empty() && !is_active(&server, token).await?, "a token is still good");
    }
    let form =
        json!({ "grant_type": "refresh_token", "client_id": server.client_id(), "refresh_token": refresh_token });
    let refreshed = server.post("/token", &form).await?;
    ensure!(refreshed.status == 400 && refreshed.body["error"] == "invalid_grant", "{refreshed:?}");
    scene.with_client("return app.fetch('/me')").await?.refused_with("login_required")?;
    Ok(())
}
