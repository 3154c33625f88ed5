//! Responses that were not asked for, beside a sign-in that is under way: they leave no trace, and it comes to its end. The
//! rows of `tests/vectors/callbacks.json` have each kind.

use anyhow::{Result, ensure};

use crate::case::Case;
use crate::scene::Scene;

/// What it is, and what stands in the address.
const FORGERIES: [(&str, &str); 3] = [
    ("token_in_the_fragment", "#access_token=forged&state=wrong"),
    ("code_in_the_query", "?code=forged&state=wrong"),
    ("response_in_both_parts", "?access_token=forged&state=wrong#refresh_token=forged"),
];

pub(crate) fn cases() -> Vec<Case> {
    let case = |(what, response)| {
        let name = format!("forged::{what}_is_refused_and_the_sign_in_under_way_completes");
        Case::new(name, move |scene| Box::pin(is_refused_and_does_no_harm(scene, response))).proving("S10 S26")
    };
    FORGERIES.map(case).into()
}

async fn is_refused_and_does_no_harm(scene: &Scene<'_>, response: &str) -> Result<()> {
    let started = scene.start_sign_in().await?;
    scene.open(response).await?;
    scene.address_is_clean().await?;
    scene.callback().await?.refused_with("state_mismatch")?;
    scene.address_is_clean().await?;
    ensure!(!scene.is_signed_in().await? && !scene.stored().await?.contains("forged"), "it was stored");

    scene.complete(&started).await?;
    scene.history_is_clean().await
}
