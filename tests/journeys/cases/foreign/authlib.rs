//! Authlib: the app says where its endpoints are; implicit grant, code grant with PKCE, refresh with rotation.

use anyhow::{Result, ensure};
use journeys::{Foreign, ForeignServer};
use serde_json::{Value, json};

use super::{HOUR, last, nearly_over, parameter};
use crate::case::{Case, cases};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    cases![
        [] signs_in_by_the_implicit_grant_and_answers_calls,
        [] denial_of_the_implicit_grant_is_told,
        [S24] names_its_issuer_in_every_response,
        [] signs_in_by_the_code_grant_once_and_answers_calls,
        [S40] rotates_refresh_tokens,
        [S49] token_is_refreshed_by_the_call_that_needs_it,
    ]
}

const PERSON: &str = "hong";

/// What an app says of it, which describes itself nowhere.
fn settings(server: &ForeignServer, response_type: &str) -> Value {
    let issuer = server.issuer();
    json!({
        "provider": {
            "id": "authlib",
            "issuer": issuer,
            "authorizationEndpoint": format!("{issuer}/authorize"),
            "tokenEndpoint": format!("{issuer}/token"),
            "apiBase": issuer,
        },
        "responseType": response_type,
        "clientId": server.client_id(),
        "scope": "profile",
    })
}

impl Scene<'_> {
    /// From the app's button through the server's pages, to this button there, and back to the app.
    async fn passes_authlib(&self, button: &str) -> Result<()> {
        self.browser.click("#sign-in").await?;
        self.browser.wait_for("the login page", "return document.querySelector('[name=person]') !== null").await?;
        self.browser.fill("[name=person]", PERSON).await?;
        self.browser.click("#sign-in").await?;
        self.browser.click(button).await?;
        self.is_back().await
    }

    async fn signed_in_at_authlib(&self, response_type: &str, access_token_seconds: u32) -> Result<ForeignServer> {
        let server = self.server(Foreign::Authlib, access_token_seconds).await?;
        self.open_app(settings(&server, response_type)).await?;
        self.passes_authlib("#allow").await?;
        let session = self.begins_session().await?;
        ensure!(session["scope"] == json!(["profile"]), "{session}");
        Ok(server)
    }

    async fn authlib_answers_calls(&self) -> Result<()> {
        let answer = self.calls_with_token("/me").await?;
        ensure!(answer == json!({ "status": 200, "says": { "name": PERSON } }), "{answer}");
        Ok(())
    }
}

async fn signs_in_by_the_implicit_grant_and_answers_calls(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in_at_authlib("token", HOUR).await?;
    scene.authlib_answers_calls().await?;
    let requests = server.token_requests().await?;
    ensure!(requests.is_empty(), "{requests:?}");
    // There is nothing to refresh it with.
    scene.with_client("return app.refresh()").await?.refused_with("login_required")?;
    scene.address_is_clean().await
}

async fn denial_of_the_implicit_grant_is_told(scene: &Scene<'_>) -> Result<()> {
    let server = scene.server(Foreign::Authlib, HOUR).await?;
    scene.open_app(settings(&server, "token")).await?;
    scene.passes_authlib("#deny").await?;
    let refusal = scene.foreign_callback().await?.refused_with("authorization_error")?;
    ensure!(refusal.get("error") == "access_denied", "{}", refusal.text());
    scene.address_is_clean().await
}

/// It puts `iss` into the query also where all else is in the fragment, which RFC 9207 does not foresee.
async fn names_its_issuer_in_every_response(scene: &Scene<'_>) -> Result<()> {
    for response_type in ["token", "code"] {
        for is_meant in [true, false] {
            let server = scene.server(Foreign::Authlib, HOUR).await?;
            let mut settings = settings(&server, response_type);
            let provider = &mut settings["provider"];
            provider["authorizationResponseIssParameterSupported"] = json!(true);
            if !is_meant {
                provider["issuer"] = json!("https://somebody-else.example");
            }
            scene.open_app(settings).await?;
            scene.passes_authlib("#allow").await?;
            if is_meant {
                scene.begins_session().await?;
            } else {
                scene.foreign_callback().await?.refused_with("issuer_mismatch")?;
                ensure!(server.token_requests().await?.is_empty(), "the code was sent");
            }
            scene.address_is_clean().await?;
        }
    }
    Ok(())
}

async fn signs_in_by_the_code_grant_once_and_answers_calls(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in_at_authlib("code", HOUR).await?;
    scene.authlib_answers_calls().await?;
    let requests = server.token_requests().await?;
    ensure!(requests.len() == 1, "{requests:?}");
    ensure!(parameter(last(&requests)?, "grant_type") == "authorization_code", "{requests:?}");
    scene.address_is_clean().await?;
    let again = server.post("/token", &last(&requests)?.parameters).await?;
    ensure!(again.status == 400 && again.body["error"] == "invalid_grant", "{again:?}");
    Ok(())
}

async fn rotates_refresh_tokens(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in_at_authlib("code", HOUR).await?;
    scene.with_client("await app.refresh(); await app.refresh()").await?.value()?;
    scene.authlib_answers_calls().await?;
    let requests = server.token_requests().await?;
    let statuses: Vec<u16> = requests.iter().map(|request| request.status).collect();
    ensure!(statuses == [200, 200, 200], "{requests:?}");
    let [first, second] = [1, 2].map(|index| parameter(&requests[index], "refresh_token"));
    ensure!(!first.is_empty() && !second.is_empty() && first != second, "{requests:?}");
    for used in &requests[1..] {
        let again = server.post("/token", &used.parameters).await?;
        ensure!(again.status == 400 && again.body["error"] == "invalid_grant", "{again:?}");
    }
    // It ends no session for that: the app goes on with the token that it has.
    scene.with_client("return app.refresh()").await?.value()?;
    Ok(())
}

async fn token_is_refreshed_by_the_call_that_needs_it(scene: &Scene<'_>) -> Result<()> {
    let server = scene.signed_in_at_authlib("code", 20).await?;
    for calls in [1, 2] {
        scene.with_client(&nearly_over(calls)).await?.value()?;
        scene.authlib_answers_calls().await?;
        let requests = server.token_requests().await?;
        ensure!(requests.len() == 1 + calls, "after {calls} calls: {requests:?}");
    }
    Ok(())
}
