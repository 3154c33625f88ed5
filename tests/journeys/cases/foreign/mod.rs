//! Servers that others wrote (`tests/foreign`), with what an app can use of the package and nothing else.

mod authlib;
mod oidc_provider;
mod server;

use anyhow::{Context, Result, ensure};
use browser::Refused;
use serde_json::Value;

use crate::app::{App, CALLBACK};
use crate::case::{Case, case};
use crate::scene::Scene;
use server::{Foreign, ForeignServer};

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

impl ForeignServer {
    /// An app that uses it, with these members of the provider's settings in place of the right ones.
    fn app<'a>(&self, scene: &'a Scene<'_>, response_type: &str, changes: &str) -> App<'a> {
        let (provider, scope) = match self.which {
            Foreign::OidcProvider => oidc_provider::described(&self.issuer),
            Foreign::Authlib => authlib::described(&self.issuer),
        };
        let provider = format!("{{ {provider}, apiBase: '{}', {changes} }}", self.issuer);
        let client = format!("clientId: 'foreign-app', scope: '{scope}', responseType: '{response_type}'");
        App::new(scene, format!("provider: {provider}, {client}"))
    }

    /// Opens the app, and goes through the server's own pages back to it.
    async fn passes(&self, app: &App<'_>, allows: bool) -> Result<()> {
        let (scene, browser) = (app.scene, app.scene.browser);
        scene.open("").await?;
        // OpenID Connect Core §11: without it, `offline_access` counts for nothing.
        app.begin("leave", "leave(client, { params: { prompt: 'consent' } })").await?;
        match (self.which, allows) {
            (Foreign::OidcProvider, false) => browser.click("[href$=abort]").await?,
            (Foreign::OidcProvider, true) => {
                browser.fill("[name=login]", PERSON).await?;
                browser.fill("[name=password]", "any").await?;
                browser.click("[type=submit]").await?;
                browser.click("[value=consent] + [type=submit]").await?;
            }
            (Foreign::Authlib, _) => {
                browser.fill("[name=person]", PERSON).await?;
                browser.click("#sign-in").await?;
                browser.click(if allows { "#allow" } else { "#deny" }).await?;
            }
        }
        scene.wait_for_the_app().await
    }
}

/// Signed in at a server of this test's own.
async fn signed_in<'a>(
    scene: &'a Scene<'_>,
    which: Foreign,
    response_type: &str,
    access_token_seconds: u32,
) -> Result<(ForeignServer, App<'a>)> {
    let server = ForeignServer::start(scene, which, access_token_seconds).await?;
    let app = server.app(scene, response_type, "");
    server.passes(&app, true).await?;
    let result = callback(&app).await?;
    ensure!(result["session"]["id"].is_string(), "no session: {result}");
    ensure!(result["returnTo"] == "/test/blank.html", "{result}");
    Ok((server, app))
}

/// What came of the response, as the app gets to know it. Nothing is left of it in the address.
async fn callback(app: &App<'_>) -> Result<Value> {
    let outcome = app.run(CALLBACK).await;
    app.scene.address_is_clean().await?;
    outcome
}

/// The server answers this many calls at once with the person's name.
async fn calls(app: &App<'_>, count: usize) -> Result<()> {
    let call = format!(
        "const answers = await Promise.all(Array.from({{ length: {count} }}, () => client.fetch('/me')));
         return Promise.all(answers.map((answer) => answer.json()))"
    );
    let answers = app.run(&call).await?;
    let names_person = |answer: &Value| answer["sub"] == PERSON || answer["name"] == PERSON;
    let answered = answers.as_array().context("a list")?;
    ensure!(answered.len() == count && answered.iter().all(names_person), "{answers}");
    Ok(())
}

/// The refresh tokens of these requests are different ones.
fn rotate(requests: &[Value]) -> Result<()> {
    let [first, second] = requests else { anyhow::bail!("there were not two refreshes: {requests:?}") };
    let (one, other) = (&first["parameters"]["refresh_token"], &second["parameters"]["refresh_token"]);
    ensure!(one.is_string() && other.is_string() && one != other, "{requests:?}");
    Ok(())
}

async fn denial(scene: &Scene<'_>, which: Foreign, response_type: &str) -> Result<()> {
    let server = ForeignServer::start(scene, which, HOUR).await?;
    let app = server.app(scene, response_type, "");
    server.passes(&app, false).await?;
    let refusal = callback(&app).await.refused_with("authorization_error")?;
    ensure!(refusal["error"] == "access_denied" && refusal["returnTo"] == "/test/blank.html", "{refusal}");
    ensure!(server.token_requests().await?.is_empty(), "a token was asked for");
    Ok(())
}

/// The app meant to sign in to somebody else (RFC 9207): it says so before any request for a token.
async fn mix_up(scene: &Scene<'_>, which: Foreign, response_type: &str) -> Result<()> {
    let server = ForeignServer::start(scene, which, HOUR).await?;
    let app = server.app(scene, response_type, "issuer: 'https://another.example'");
    server.passes(&app, true).await?;
    callback(&app).await.refused_with("issuer_mismatch")?;
    let session = app.session().await?;
    ensure!(session.is_null(), "a session was made of it: {session}");
    ensure!(server.token_requests().await?.is_empty(), "the code was sent");
    Ok(())
}

/// The page's clock stands fifteen seconds later in each round, so that a token of twenty is about to end.
async fn refreshed_by_calls(scene: &Scene<'_>, which: Foreign) -> Result<()> {
    let (server, app) = signed_in(scene, which, "code", 20).await?;
    for round in [1, 2] {
        scene.run(&format!("const later = Date.now() + {}; Date.now = () => later", 15_000 * round)).await?;
        calls(&app, 3).await?;
        let requests = server.token_requests().await?;
        ensure!(requests.len() == 1 + round, "after {round} rounds: {requests:?}");
    }
    let calls = server.seen("/me").await?;
    ensure!(calls.len() == 6 && calls.iter().all(|call| call["status"] == 200), "{calls:?}");
    Ok(())
}
