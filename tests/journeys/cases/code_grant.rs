//! A code (RFC 7636) on its way through the provider's pages, at a provider that has public clients.

use anyhow::{Result, ensure};
use sandbox::Options;

use crate::app::{App, CALL};
use crate::case::{Case, case};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    let public_clients = Options { public_clients: true, ..Options::default() };
    vec![case!([S7 S26] code_is_left_in_no_entry_of_the_history).with(public_clients)]
}

async fn code_is_left_in_no_entry_of_the_history(scene: &Scene<'_>) -> Result<()> {
    let base = scene.stage.sandbox.base();
    let config = format!(
        "provider: {{ id: 'plain', authorizationEndpoint: '{base}/oauth2/v1/authorize',
           tokenEndpoint: '{base}/oauth2/v1/access_token', apiBase: '{base}' }}"
    );
    let app = App::new(scene, &config);
    scene.open("?tab=inbox").await?;
    app.begin("leave", "return client.signInWithRedirect()").await?;
    scene.wait_for_the_provider().await?;
    scene.decide("#allow").await?;
    let result = app.get("return client.handleRedirectCallback()").await?;
    ensure!(result["returnTo"] == "/test/blank.html?tab=inbox", "{result}");
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    scene.history_is_clean().await
}
