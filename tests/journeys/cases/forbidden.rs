//! What a policy or a frame takes from the page: WebAssembly, storage. The app is told, and goes on. The page tests have
//! the other ways to be without storage.

use anyhow::{Context, Result, ensure};
use browser::Refused;

use crate::app::{App, CALL};
use crate::case::{Case, case};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case!([] policy_that_forbids_wasm_is_told_by_both_entries),
        case!([S46] app_in_a_frame_without_storage_goes_on_with_typed_errors).with_short_waits(),
    ]
}

async fn policy_that_forbids_wasm_is_told_by_both_entries(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&scene.stage.page("/test/wasm-forbidden.html")).await?;
    for first in ["newClient()", "await CoolsmsOAuth2WithFile.init()", "await CoolsmsOAuth2WithFile.init()"] {
        let refusal = scene.run(first).await.refused_with("wasm_blocked").context(first)?;
        let message = refusal["message"].as_str().unwrap_or_default();
        ensure!(message.contains("add 'wasm-unsafe-eval' to script-src"), "it says {message}");
    }
    Ok(())
}

/// A frame without an origin of its own has no storage: it throws.
async fn app_in_a_frame_without_storage_goes_on_with_typed_errors(scene: &Scene<'_>) -> Result<()> {
    scene.browser.goto(&scene.stage.page("/test/frame.html")).await?;
    scene.browser.enter_frame(0).await?;
    scene.wait_for_the_module().await?;
    let blocked = "try { return !sessionStorage } catch { return true }";
    ensure!(scene.browser.evaluate(blocked).await? == true, "the storage is not blocked");
    let app = App::new(scene, "");
    ensure!(app.session().await?.is_null(), "a session came out of nowhere");
    app.run("return client.signInWithRedirect()").await.refused_with("storage_unavailable")?;
    app.run(CALL).await.refused_with("login_required")?;
    let changes = "let changes = 0; client.subscribe(() => changes++); await client.signOut(); return changes";
    ensure!(app.run(changes).await? == 1, "signing out was not told");
    Ok(())
}
