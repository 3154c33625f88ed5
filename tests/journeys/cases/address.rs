//! Addresses that browsers send, or show, otherwise than the page has them. The page tests have what a page sees of its own.

use anyhow::{Result, ensure};
use journeys::Engine;

use crate::case::{Case, case, cases};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = cases![[S26] no_page_is_asked_for_with_a_token_in_its_address];
    // The others ask the person first, or drop the name.
    if Engine::from_environment().is_ok_and(|engine| engine == Engine::Chromium) {
        cases.push(case!([S26] address_with_a_user_name_is_cleaned));
    }
    cases
}

async fn no_page_is_asked_for_with_a_token_in_its_address(scene: &Scene<'_>) -> Result<()> {
    scene.start_sign_in().await?;
    scene.decide("#allow").await?;
    scene.callback().await?.value()?;
    scene.run("return newClient().fetch('/users/v1/member').then((answer) => answer.status)").await?.value()?;
    let requests = [scene.stage.app.requests(), scene.stage.sandbox.requests()].concat();
    for request in requests {
        let told = [request.query, request.referer].map(Option::unwrap_or_default).concat();
        ensure!(!told.contains("access_token"), "{} {} was asked for with {told}", request.method, request.path);
    }
    Ok(())
}

/// A link can bring a user name along, which `location.href` does not tell.
async fn address_with_a_user_name_is_cleaned(scene: &Scene<'_>) -> Result<()> {
    let link = scene.home().replacen("://", "://somebody:word@", 1);
    scene.open_page(&(link.clone() + "#access_token=forged&state=wrong")).await?;
    scene.callback().await?.refused_with("state_mismatch")?;
    scene.address_is_clean().await?;
    scene.start_sign_in().await?;
    scene.open_page(&(link + "?tab=inbox#access_token=forged&state=wrong")).await?;
    let seen = scene.browser.evaluate("return window.addressSeenByOthers").await?;
    ensure!(seen == scene.home() + "?tab=inbox", "they see {seen}");
    Ok(())
}
