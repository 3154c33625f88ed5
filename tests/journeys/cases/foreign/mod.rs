//! Servers that others wrote (`tests/foreign`), with what an app can use of the package and nothing else.

mod authlib;
mod oidc_provider;
mod server;

use anyhow::{Context, Result, ensure};
use browser::Refused;
use serde_json::{Value, json};

use crate::case::{Case, case};
use crate::scene::Scene;
use server::{Foreign, ForeignServer, Seen};

pub(crate) fn cases() -> Vec<Case> {
    let both = vec![
        case!([] oidc_provider_s_denial_is_told: denial(Foreign::OidcProvider, "code")),
        case!([] authlib_s_denial_of_the_implicit_grant_is_told: denial(Foreign::Authlib, "token")),
        case!([S24] oidc_provider_s_response_is_refused_for_another_issuer: mix_up(Foreign::OidcProvider, "code")),
        case!([S24] authlib_s_token_is_refused_for_another_issuer: mix_up(Foreign::Authlib, "token")),
        case!([S24] authlib_s_code_is_refused_for_another_issuer: mix_up(Foreign::Authlib, "code")),
        case!([S42 S49] oidc_provider_s_token_is_refreshed_once_by_the_calls_that_need_it:
            refreshed_by_calls(Foreign::OidcProvider))
        .with_short_waits(),
        case!([S42 S49] authlib_s_token_is_refreshed_once_by_the_calls_that_need_it:
            refreshed_by_calls(Foreign::Authlib))
        .with_short_waits(),
    ];
    [both, oidc_provider::cases(), authlib::cases()].into_iter().flatten().collect()
}

/// How long an access token lives: longer than any test.
const HOUR: u32 = 3600;
const PERSON: &str = "hong";

/// What an app says of the server.
fn settings(server: &ForeignServer, response_type: &str) -> Value {
    match server.which {
        Foreign::OidcProvider => oidc_provider::settings(server),
        Foreign::Authlib => authlib::settings(server, response_type),
    }
}

impl Scene<'_> {
    /// The app's page, which is its redirect URI too.
    fn foreign_app(&self) -> String {
        self.stage.page("/test/foreign.html")
    }

    /// A server that knows the app, and gives it access tokens for so long.
    async fn server(&self, foreign: Foreign, access_token_seconds: u32) -> Result<ForeignServer> {
        ForeignServer::start(foreign, &self.foreign_app(), access_token_seconds).await
    }

    /// Opens the app with these settings (see `pages/foreign.js`), and goes from its button through the server's own pages
    /// back to the app.
    async fn passes(&self, server: &ForeignServer, settings: Value, allows: bool) -> Result<()> {
        self.open_page(&self.foreign_app()).await?;
        self.run_with(settings, "sessionStorage.setItem('test.settings', JSON.stringify(args[0]))").await?;
        self.browser.click("#sign-in").await?;
        match (server.which, allows) {
            (Foreign::OidcProvider, false) => self.browser.click("[href$=abort]").await?,
            (Foreign::OidcProvider, true) => {
                self.browser.fill("[name=login]", PERSON).await?;
                self.browser.fill("[name=password]", "any").await?;
                self.browser.click("[type=submit]").await?;
                self.browser.click("[value=consent] + [type=submit]").await?;
            }
            (Foreign::Authlib, _) => {
                self.browser.fill("[name=person]", PERSON).await?;
                self.browser.click("#sign-in").await?;
                self.browser.click(if allows { "#allow" } else { "#deny" }).await?;
            }
        }
        let back = format!("return location.href.startsWith('{}')", self.foreign_app());
        self.browser.wait_for("the app's page", &back).await?;
        self.wait_for_the_module().await
    }

    /// Signed in at a server of this test's own.
    async fn signed_in(&self, which: Foreign, response_type: &str, access_token_seconds: u32) -> Result<ForeignServer> {
        let server = self.server(which, access_token_seconds).await?;
        self.passes(&server, settings(&server, response_type), true).await?;
        self.begins_session().await?;
        Ok(server)
    }

    /// Runs the body of an async function with `app`, the client of this page.
    async fn with_client(&self, body: &str) -> Result<Value> {
        self.run(&format!("const app = await client(); {body}")).await
    }

    /// What came of the response, as the app gets to know it. Nothing is left of it in the address.
    async fn foreign_callback(&self) -> Result<Value> {
        let outcome = self.with_client("return app.handleRedirectCallback()").await;
        self.address_is_clean().await?;
        outcome
    }

    /// The response ended in a session.
    async fn begins_session(&self) -> Result<Value> {
        let result = self.foreign_callback().await?;
        ensure!(result["session"]["id"].is_string(), "no session: {result}");
        ensure!(result["returnTo"] == "/test/foreign.html", "{result}");
        Ok(result["session"].clone())
    }

    /// The server answers this many calls at once with the person's name.
    async fn calls(&self, count: usize) -> Result<()> {
        let answers = self.with_client(&format!("return callAtOnce(app, '/me', {count})")).await?;
        let names_person = |answer: &Value| answer["sub"] == PERSON || answer["name"] == PERSON;
        let answered = answers.as_array().context("a list")?;
        ensure!(answered.len() == count && answered.iter().all(names_person), "{answers}");
        Ok(())
    }
}

/// The refusal of what was sent before.
async fn takes_nothing_twice(server: &ForeignServer, used: &Seen) -> Result<()> {
    let (status, body) = server.post("/token", &used.parameters).await?;
    ensure!(status == 400 && body["error"] == "invalid_grant", "{status} {body}");
    Ok(())
}

/// The refresh tokens of these requests are different ones.
fn rotate(requests: &[Seen]) -> Result<()> {
    let [first, second] = requests else { anyhow::bail!("there were not two refreshes: {requests:?}") };
    let (one, other) = (first.parameter("refresh_token"), second.parameter("refresh_token"));
    ensure!(!one.is_empty() && !other.is_empty() && one != other, "{requests:?}");
    Ok(())
}

async fn denial(scene: &Scene<'_>, which: Foreign, response_type: &str) -> Result<()> {
    let server = scene.server(which, HOUR).await?;
    scene.passes(&server, settings(&server, response_type), false).await?;
    let refusal = scene.foreign_callback().await.refused_with("authorization_error")?;
    ensure!(refusal["error"] == "access_denied" && refusal["returnTo"] == "/test/foreign.html", "{refusal}");
    ensure!(server.token_requests().await?.is_empty(), "a token was asked for");
    Ok(())
}

/// The app meant to sign in to somebody else (RFC 9207): it says so before any request for a token.
async fn mix_up(scene: &Scene<'_>, which: Foreign, response_type: &str) -> Result<()> {
    let server = scene.server(which, HOUR).await?;
    let mut settings = settings(&server, response_type);
    settings["provider"]["issuer"] = json!("https://somebody-else.example");
    scene.passes(&server, settings, true).await?;
    scene.foreign_callback().await.refused_with("issuer_mismatch")?;
    let session = scene.with_client("return app.getSession()").await?;
    ensure!(session.is_null(), "a session was made of it: {session}");
    ensure!(server.token_requests().await?.is_empty(), "the code was sent");
    Ok(())
}

/// The page's clock stands fifteen seconds later in each round, so that a token of twenty is about to end.
async fn refreshed_by_calls(scene: &Scene<'_>, which: Foreign) -> Result<()> {
    let server = scene.signed_in(which, "code", 20).await?;
    for round in [1, 2] {
        scene.run(&format!("stopClock(Date.now() + {})", 15_000 * round)).await?;
        scene.calls(3).await?;
        let requests = server.token_requests().await?;
        ensure!(requests.len() == 1 + round, "after {round} rounds: {requests:?}");
    }
    let calls = server.seen("/me").await?;
    ensure!(calls.len() == 6 && calls.iter().all(|call| call.status == 200), "{calls:?}");
    Ok(())
}
