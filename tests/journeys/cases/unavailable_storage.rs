//! An app goes on in a frame whose storage the browser blocks: what needs it is a typed error, everything else works. The
//! page tests have the other ways to be without storage.

use anyhow::{Result, ensure};

use crate::case::{Case, cases};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    cases![[S46] app_in_a_frame_without_storage_goes_on_with_typed_errors]
}

/// Nobody is signed in, and nobody can: the app is told so, and its page stays where it is.
async fn goes_on(scene: &Scene<'_>) -> Result<()> {
    let address = scene.browser.evaluate("return location.href").await?;
    for store in ["session", "memory"] {
        let client = format!("newClient({{ tokenStore: '{store}' }})");
        let run = async |body: &str| scene.run(&format!("const client = {client}; {body}")).await;
        ensure!(run("return client.getSession()").await?.value()?.is_null(), "a session came out of nowhere");
        ensure!(run("return client.handleRedirectCallback()").await?.value()?.is_null(), "it was taken for a callback");
        run("return client.signInWithRedirect()").await?.refused_with("storage_unavailable")?;
        run("return client.getAccessToken()").await?.refused_with("login_required")?;
        run("return client.fetch('/users/v1/member')").await?.refused_with("login_required")?;
        let missing = run("return client.missingScopes('users:read')").await?.value()?;
        ensure!(missing == serde_json::json!(["users:read"]), "{missing}");
        let changes = "let changes = 0; client.subscribe(() => changes++); await client.signOut(); return changes";
        ensure!(run(changes).await?.value()? == 1, "signing out was not told");
    }
    scene.run("return CoolsmsOAuth2.generateState(binding())").await?.refused_with("storage_unavailable")?;
    scene.run("return CoolsmsOAuth2.verifyState('unknown', binding())").await?.refused_with("storage_unavailable")?;
    let url = "return CoolsmsOAuth2.buildAuthorizeUrl({ ...binding(), scope: 'users:read', state: 'own' })";
    ensure!(scene.run(url).await?.value()?.is_string(), "no address");
    ensure!(scene.browser.evaluate("return location.href").await? == address, "the page has left");
    Ok(())
}

/// A frame without an origin of its own has no storage: it throws.
async fn app_in_a_frame_without_storage_goes_on_with_typed_errors(scene: &Scene<'_>) -> Result<()> {
    scene.browser.goto(&scene.stage.page("/test/frame.html")).await?;
    scene.browser.enter_frame().await?;
    scene.wait_for_the_module().await?;
    let blocked = "try { return !sessionStorage } catch { return true }";
    ensure!(scene.browser.evaluate(blocked).await? == true, "the storage is not blocked");
    goes_on(scene).await
}
