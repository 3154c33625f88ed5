//! A person's way through the demo, as `cargo xtask demo --headless` shows it.

use anyhow::Result;
use demo::Demo;

use crate::case::{Case, case};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case!([] the_demo_walks_from_the_first_sign_in_to_the_last_sign_out: walk(Demo::Site)),
        case!([] the_app_walks_from_a_route_to_sign_in_and_back_and_asks_for_more_where_it_is_needed: walk(Demo::App)),
    ]
}

async fn walk(scene: &Scene<'_>, demo: Demo) -> Result<()> {
    demo::walk(scene.browser, &scene.stage, demo, async |_, _| Ok(())).await
}
