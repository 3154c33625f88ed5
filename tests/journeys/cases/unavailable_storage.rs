//! An app goes on without storage: what needs it is a typed error, everything else works.

use anyhow::{Result, ensure};

use crate::case::{Case, cases};
use crate::scene::Scene;
use crate::storage::FILL;

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s46_app_in_a_frame_without_storage_goes_on_with_typed_errors,
        s46_app_without_session_storage_goes_on_with_typed_errors,
        s46_app_whose_storage_throws_on_every_call_goes_on_with_typed_errors,
        s46_app_with_full_storage_goes_on_with_typed_errors,
        s46_token_that_arrives_without_session_storage_is_refused_and_cleaned_away,
        s46_token_that_arrives_where_storage_throws_is_refused_and_cleaned_away,
    ]
}

/// Nobody is signed in, and nobody can: the app is told so, and its page stays where it is. What only reads storage may
/// be able to.
async fn goes_on(scene: &Scene<'_>, verify: &str) -> Result<()> {
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
    scene.run("return CoolsmsOAuth2.verifyState('unknown', binding())").await?.refused_with(verify)?;
    let url = "return CoolsmsOAuth2.buildAuthorizeUrl({ ...binding(), scope: 'users:read', state: 'own' })";
    ensure!(scene.run(url).await?.value()?.is_string(), "no address");
    ensure!(scene.browser.evaluate("return location.href").await? == address, "the page has left");
    Ok(())
}

/// A frame without an origin of its own has no storage: it throws.
async fn s46_app_in_a_frame_without_storage_goes_on_with_typed_errors(scene: &Scene<'_>) -> Result<()> {
    scene.browser.goto(&scene.stage.page("/test/frame.html")).await?;
    scene.browser.enter_frame().await?;
    scene.wait_for_the_module().await?;
    let blocked = "try { return !sessionStorage } catch { return true }";
    ensure!(scene.browser.evaluate(blocked).await? == true, "the storage is not blocked");
    goes_on(scene, "storage_unavailable").await
}

async fn s46_app_without_session_storage_goes_on_with_typed_errors(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&scene.stage.page("/test/storage-missing.html")).await?;
    ensure!(scene.browser.evaluate("return window.sessionStorage === undefined").await? == true, "it is there");
    goes_on(scene, "storage_unavailable").await
}

async fn s46_app_whose_storage_throws_on_every_call_goes_on_with_typed_errors(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&scene.stage.page("/test/storage-throws.html")).await?;
    let throws = "try { sessionStorage.getItem('a'); return false } catch { return true }";
    ensure!(scene.browser.evaluate(throws).await? == true, "the storage does not throw");
    goes_on(scene, "storage_unavailable").await
}

async fn s46_app_with_full_storage_goes_on_with_typed_errors(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    scene.run(FILL).await?.value()?;
    goes_on(scene, "state_mismatch").await
}

async fn is_refused_and_cleaned_away(scene: &Scene<'_>, page: &str) -> Result<()> {
    scene.open_page(&(scene.stage.page(page) + "#access_token=forged&state=wrong")).await?;
    scene.callback().await?.refused_with("storage_unavailable")?;
    ensure!(!scene.is_signed_in().await?, "a session was made of it");
    scene.history_is_clean().await
}

async fn s46_token_that_arrives_without_session_storage_is_refused_and_cleaned_away(scene: &Scene<'_>) -> Result<()> {
    is_refused_and_cleaned_away(scene, "/test/storage-missing.html").await
}

async fn s46_token_that_arrives_where_storage_throws_is_refused_and_cleaned_away(scene: &Scene<'_>) -> Result<()> {
    is_refused_and_cleaned_away(scene, "/test/storage-throws.html").await
}
