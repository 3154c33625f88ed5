//! Responses that were not asked for, beside a sign-in that is under way: they leave no trace, and it comes to its end. The
//! rows of `tests/vectors/callbacks.json` have each kind.

use anyhow::{Context, Result, ensure};

use crate::case::{Case, cases};
use crate::scene::Scene;

/// What stands in the address: in the fragment, in the query, in both.
const FORGERIES: [&str; 3] = [
    "#access_token=forged&state=wrong",
    "?code=forged&state=wrong",
    "?access_token=forged&state=wrong#refresh_token=forged",
];

pub(crate) fn cases() -> Vec<Case> {
    cases![[S10 S26] forgeries_are_refused_and_the_sign_in_under_way_completes]
}

async fn forgeries_are_refused_and_the_sign_in_under_way_completes(scene: &Scene<'_>) -> Result<()> {
    let started = scene.start_sign_in().await?;
    for response in FORGERIES {
        scene.open(response).await?;
        scene.address_is_clean().await?;
        scene.callback().await?.refused_with("state_mismatch").with_context(|| response.to_owned())?;
        scene.address_is_clean().await?;
        ensure!(!scene.is_signed_in().await? && !scene.stored().await?.contains("forged"), "{response} was stored");
    }
    scene.complete(&started).await?;
    scene.history_is_clean().await
}
