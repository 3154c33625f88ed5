//! The issuer of a response (RFC 9207), where the provider says that it always names itself.

use anyhow::{Result, ensure};
use sandbox::{AuthorizeAnswer, Fault};

use crate::app::App;
use crate::case::{Case, cases};
use crate::code_grant::{CALLBACK, Provider, start};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s24_issuer_that_is_advertised_and_missing_is_refused_before_any_token_request,
        s24_wrong_issuer_is_refused_before_any_token_request,
        s24_right_issuer_is_let_in,
        s24_issuer_is_missed_in_an_error_too,
    ]
}

const ISSUER: &str = "issuer: 'https://issuer.example', authorizationResponseIssParameterSupported: true";

/// What the provider says of its issuer, and how the sign-in ends.
async fn with_issuer(scene: &Scene<'_>, issuer: Option<&str>, button: &str) -> Result<(Provider, journeys::Outcome)> {
    let provider = Provider::start(scene, ISSUER).await?;
    let set = [("iss".to_owned(), issuer.map(str::to_owned))].into();
    scene.stage.sandbox.add_fault(Fault::authorize_answer(AuthorizeAnswer { set, ..AuthorizeAnswer::default() }));
    let app = App::new(scene, &provider.config);
    start(&app).await?;
    scene.decide(button).await?;
    let outcome = app.run(CALLBACK).await?;
    scene.address_is_clean().await?;
    Ok((provider, outcome))
}

async fn s24_issuer_that_is_advertised_and_missing_is_refused_before_any_token_request(
    scene: &Scene<'_>,
) -> Result<()> {
    let (provider, outcome) = with_issuer(scene, None, "#allow").await?;
    outcome.refused_with("issuer_mismatch")?;
    ensure!(provider.posted().is_empty(), "a token was asked for");
    Ok(())
}

async fn s24_wrong_issuer_is_refused_before_any_token_request(scene: &Scene<'_>) -> Result<()> {
    let (provider, outcome) = with_issuer(scene, Some("https://issuer.example/"), "#allow").await?;
    outcome.refused_with("issuer_mismatch")?;
    ensure!(provider.posted().is_empty(), "a token was asked for");
    Ok(())
}

async fn s24_right_issuer_is_let_in(scene: &Scene<'_>) -> Result<()> {
    let (provider, outcome) = with_issuer(scene, Some("https://issuer.example"), "#allow").await?;
    outcome.value()?;
    ensure!(provider.posted().len() == 1, "{:?}", provider.posted());
    Ok(())
}

async fn s24_issuer_is_missed_in_an_error_too(scene: &Scene<'_>) -> Result<()> {
    let (_, outcome) = with_issuer(scene, None, "#deny").await?;
    outcome.refused_with("issuer_mismatch")?;
    Ok(())
}
