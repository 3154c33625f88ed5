//! WebAssembly that a policy forbids.

use anyhow::{Context, Result, ensure};

use crate::case::{Case, cases};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    cases![[] policy_that_forbids_wasm_is_told_by_both_entries]
}

async fn policy_that_forbids_wasm_is_told_by_both_entries(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&scene.stage.page("/test/wasm-forbidden.html")).await?;
    for first in ["newClient()", "await CoolsmsOAuth2WithFile.init()", "await CoolsmsOAuth2WithFile.init()"] {
        let refusal = scene.run(first).await?.refused_with("wasm_blocked").context(first)?;
        let message = refusal.get("message").as_str().unwrap_or_default();
        ensure!(message.contains("add 'wasm-unsafe-eval' to script-src"), "it says {message}");
    }
    Ok(())
}
