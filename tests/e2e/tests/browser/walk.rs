//! A person's way through the demo, as `cargo xtask demo --headless` shows it.

use anyhow::Result;

use crate::case::{Case, cases};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    cases![the_demo_walks_from_the_first_sign_in_to_the_last_sign_out]
}

async fn the_demo_walks_from_the_first_sign_in_to_the_last_sign_out(scene: &Scene<'_>) -> Result<()> {
    e2e::walk(scene.browser, &scene.stage, async |_| Ok(())).await
}
