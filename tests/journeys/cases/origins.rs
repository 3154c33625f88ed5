//! Where the token goes, and where it never does.

use anyhow::{Result, ensure};
use sandbox::{Effect, Fault, RecordedRequest};
use serde_json::json;

use crate::case::{Case, cases};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s31_token_reaches_the_api_in_the_header_alone,
        s32_client_fetch_sends_nothing_to_another_origin,
        s32_call_api_sends_nothing_to_another_origin,
        s32_origins_that_only_look_alike_are_refused,
        s32_empty_list_of_origins_denies_all,
        s32_listed_origin_gets_the_token,
        s33_redirect_to_another_origin_carries_no_token,
        s34_call_without_a_session_sends_nothing,
    ]
}

fn authorizations(requests: &[RecordedRequest]) -> Vec<&str> {
    requests.iter().filter_map(|request| request.authorization.as_deref()).collect()
}

impl Scene<'_> {
    /// The other origin saw no token, and no other way to one either.
    fn nothing_went_elsewhere(&self) -> Result<()> {
        let requests = self.stage.elsewhere.requests();
        ensure!(requests.is_empty(), "the other origin was asked: {requests:?}");
        Ok(())
    }
}

async fn s31_token_reaches_the_api_in_the_header_alone(scene: &Scene<'_>) -> Result<()> {
    let token = scene.sign_in("users:read").await?;
    let name = "const answer = await newClient().fetch('/users/v1/member'); return (await answer.json()).name";
    let name = scene.run(name).await?.value()?;
    ensure!(name == sandbox::MEMBERS[0].name, "the member is {name}");
    let requests = scene.stage.sandbox.requests();
    ensure!(authorizations(&requests) == [format!("Bearer {token}")], "{requests:?}");
    ensure!(!requests.iter().any(|it| it.query.as_deref().unwrap_or_default().contains(&token)), "{requests:?}");
    Ok(())
}

async fn s32_client_fetch_sends_nothing_to_another_origin(scene: &Scene<'_>) -> Result<()> {
    let token = scene.sign_in("users:read").await?;
    let address = json!(scene.stage.elsewhere.base() + "/anything");
    let refusal =
        scene.run_with(address, "return newClient().fetch(args[0])").await?.refused_with("origin_not_allowed")?;
    ensure!(!refusal.text().contains(&token), "s38: the error holds the token"); // S38
    scene.nothing_went_elsewhere()
}

async fn s32_call_api_sends_nothing_to_another_origin(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let address = json!(scene.stage.elsewhere.base() + "/anything");
    let body = "return CoolsmsOAuth2.callApi(args[0], 'secret')";
    let refusal = scene.run_with(address, body).await?.refused_with("origin_not_allowed")?;
    ensure!(!refusal.text().contains("secret"), "s38: the error holds the token"); // S38
    scene.nothing_went_elsewhere()
}

async fn s32_origins_that_only_look_alike_are_refused(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in("users:read").await?;
    let (base, port, elsewhere) =
        (scene.stage.sandbox.base(), scene.stage.sandbox.port(), scene.stage.elsewhere.base());
    let elsewhere = elsewhere.trim_start_matches("http:");
    let cases = [
        (format!("http://localhost:{port}/users/v1/member"), "origin_not_allowed"),
        (format!("https://127.0.0.1:{port}/users/v1/member"), "origin_not_allowed"),
        (format!("{base}.evil.example/users/v1/member"), "invalid_request"),
        (format!("http://127.0.0.1.evil.example:{port}/users/v1/member"), "origin_not_allowed"),
        (format!("{elsewhere}/anything"), "origin_not_allowed"),
        (format!("{base}@{}/anything", elsewhere.trim_start_matches('/')), "invalid_request"),
        (format!("\\\\{}/anything", elsewhere.trim_start_matches('/')), "origin_not_allowed"),
    ];
    for (address, code) in cases {
        let outcome = scene.run_with(json!(address), "return newClient().fetch(args[0])").await?;
        outcome.refused_with(code).map_err(|error| error.context(address))?;
    }
    scene.nothing_went_elsewhere()
}

async fn s32_empty_list_of_origins_denies_all(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in("users:read").await?;
    let outcome = scene.run("return newClient({ apiOrigins: [] }).fetch('/users/v1/member')").await?;
    outcome.refused_with("origin_not_allowed")?;
    ensure!(authorizations(&scene.stage.sandbox.requests()).is_empty(), "the API got the token");
    Ok(())
}

/// It also proves that the tests here would see a token that goes elsewhere.
async fn s32_listed_origin_gets_the_token(scene: &Scene<'_>) -> Result<()> {
    let token = scene.sign_in("users:read").await?;
    let body = "const elsewhere = new URL(args[0]);
        return (await newClient({ apiOrigins: [elsewhere.origin] }).fetch(elsewhere)).status";
    let status = scene.run_with(json!(scene.stage.elsewhere.base() + "/anything"), body).await?.value()?;
    ensure!(status == 200, "the status is {status}");
    let requests = scene.stage.elsewhere.requests();
    ensure!(authorizations(&requests) == [format!("Bearer {token}")], "{requests:?}");
    Ok(())
}

async fn s33_redirect_to_another_origin_carries_no_token(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in("users:read").await?;
    for status in [301, 302, 303, 307, 308] {
        let location = scene.stage.elsewhere.base() + "/anything";
        scene.stage.sandbox.add_fault(Fault::new("/users/v1/member", Effect::Redirect { location, status }));
        scene.run("return newClient().fetch('/users/v1/member')").await?.refused_with("network_error")?;
    }
    scene.nothing_went_elsewhere()
}

async fn s34_call_without_a_session_sends_nothing(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    scene.run("return newClient().fetch('/users/v1/member')").await?.refused_with("login_required")?;
    ensure!(scene.stage.sandbox.requests().is_empty(), "the API was asked");
    Ok(())
}
