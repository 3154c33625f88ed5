//! Apps whose router is there before the package, which comes with a lazy route: `coolsms-oauth2/capture` is the first import.

use anyhow::{Result, ensure};

use crate::case::{Case, case};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case!([S26 S27] vue_router_before_the_package_keeps_no_response: keeps_no_response("vue-router")),
        case!([S26 S27] react_router_before_the_package_keeps_no_response: keeps_no_response("react-router")),
    ]
}

/// With routes in the path, then in the fragment, where the response is too. See `apps/routed`.
async fn keeps_no_response(scene: &Scene<'_>, router: &str) -> Result<()> {
    let browser = scene.browser;
    // The provider has the person's sign-in still, the second time.
    for (place, part, buttons) in
        [("?tab=2#part", "#part", &["#sign-in-submit", "#allow"][..]), ("?hash#/inbox?tab=2", "/inbox", &["#allow"])]
    {
        let route = scene.stage.page(&format!("/test/{router}.html{place}"));
        scene.open_page(&route).await?;
        browser.evaluate("client.signInWithRedirect()").await?;
        scene.wait_for_the_provider().await?;
        for button in buttons {
            browser.click(button).await?;
        }
        browser.wait_for("the route", "return window.isOpen").await?;
        let session = browser.evaluate("return client.getSession()?.id").await?;
        ensure!(session.is_string(), "{place}: there is no session");
        let address = browser.address().await?;
        ensure!(address == route, "{address} in place of {route}");
        let told: Vec<String> = serde_json::from_value(browser.evaluate("return told()").await?)?;
        ensure!(told.iter().any(|text| text == part), "{place}: the router told nothing of its route: {told:?}");
        let is_of_response = |text: &&String| ["access_token", "eyJ", "state="].iter().any(|it| text.contains(it));
        let kept = told.iter().find(is_of_response);
        ensure!(kept.is_none(), "{place}: kept {kept:?}");
        scene.history_is_clean().await?;
    }
    Ok(())
}
