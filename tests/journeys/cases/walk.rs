//! A person's way through the demo, as `cargo xtask demo --headless` shows it.

use anyhow::Result;

use crate::case::{Case, cases};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    cases![
        [] the_demo_walks_from_the_first_sign_in_to_the_last_sign_out,
        [] the_app_walks_from_a_route_to_sign_in_and_back_and_asks_for_more_where_it_is_needed,
    ]
}

async fn the_demo_walks_from_the_first_sign_in_to_the_last_sign_out(scene: &Scene<'_>) -> Result<()> {
    journeys::walk_the_site(scene.browser, &scene.stage, async |_| Ok(())).await
}

async fn the_app_walks_from_a_route_to_sign_in_and_back_and_asks_for_more_where_it_is_needed(
    scene: &Scene<'_>,
) -> Result<()> {
    journeys::walk_the_app(scene.browser, &scene.stage, async |_| Ok(())).await
}
