//! Sign-ins by the provider's pages, to their good and to their bad end. The page tests have what else may come of one.

use anyhow::{Context, Result, ensure};
use browser::Refused;
use sandbox::Options;

use crate::app::{App, CALLBACK};
use crate::case::{Case, case};
use crate::scene::Scene;

pub(crate) fn cases() -> Vec<Case> {
    let public_clients = Options { public_clients: true, ..Options::default() };
    vec![
        case!([S10 S22 S26 S27] success_gives_the_session_and_the_place_the_person_left_whatever_is_forged_meanwhile),
        case!([S23 S26] denial_gives_the_server_s_error_and_the_place_the_person_left),
        case!([S7 S26] code_is_left_in_no_entry_of_the_history).with(public_clients),
    ]
}

/// The others ask the person first, or drop the name.
pub(crate) fn of_chromium_alone() -> Vec<Case> {
    vec![case!([S26] address_with_a_user_name_is_cleaned)]
}

/// What stands in the address: in the fragment, in the query, in both.
const FORGERIES: [&str; 4] = [
    "#access_token=forged&state=wrong",
    "?code=forged&state=pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp",
    "?error=forged&state=pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp",
    "?access_token=forged&state=wrong#refresh_token=forged",
];

async fn success_gives_the_session_and_the_place_the_person_left_whatever_is_forged_meanwhile(
    scene: &Scene<'_>,
) -> Result<()> {
    let app = App::new(scene, "");
    scene.open("?tab=inbox#/messages/7").await?;
    let provider_page = app.leave("appState: { draft: '안녕' }").await?;
    for response in FORGERIES {
        scene.open(response).await?;
        scene.address_is_clean().await?;
        app.run(CALLBACK).await.refused_with("state_mismatch").context(response)?;
        let session = app.session().await?;
        ensure!(session.is_null() && !scene.stored().await?.contains("forged"), "{response} was stored");
    }
    scene.browser.goto(&provider_page).await?;
    scene.decide("#allow").await?;
    let result = app.run(CALLBACK).await?;
    ensure!(result["returnTo"] == "/test/blank.html?tab=inbox#/messages/7", "{result}");
    ensure!(result["appState"]["draft"] == "안녕", "{result}");
    ensure!(result["session"]["scope"].as_array().map(Vec::len) == Some(4), "{result}"); // the JWT alone says it
    app.calls().await?;
    for request in [scene.stage.app.requests(), scene.stage.sandbox.requests()].concat() {
        let told = [request.query, request.referer].map(Option::unwrap_or_default).concat();
        let is_forged = told.contains("forged");
        ensure!(is_forged || !told.contains("access_token"), "{} was asked for with {told}", request.path);
    }
    scene.history_is_clean().await
}

async fn denial_gives_the_server_s_error_and_the_place_the_person_left(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "");
    scene.open("?tab=inbox").await?;
    app.leave("appState: 7").await?;
    scene.decide("#deny").await?;
    let refusal = app.run(CALLBACK).await.refused_with("authorization_error")?;
    ensure!(refusal["error"] == "access_denied" && refusal["appState"] == 7, "{refusal}");
    ensure!(refusal["returnTo"] == "/test/blank.html?tab=inbox", "{refusal}");
    scene.history_is_clean().await
}

/// The code grant with PKCE (RFC 7636), at a provider that has public clients.
async fn code_is_left_in_no_entry_of_the_history(scene: &Scene<'_>) -> Result<()> {
    let base = scene.stage.sandbox.base();
    let config = format!(
        "provider: {{ id: 'plain', authorizationEndpoint: '{base}/oauth2/v1/authorize',
           tokenEndpoint: '{base}/oauth2/v1/access_token', apiBase: '{base}' }}"
    );
    let app = App::new(scene, config);
    scene.open("?tab=inbox").await?;
    app.leave("").await?;
    scene.decide("#allow").await?;
    let result = app.run(CALLBACK).await?;
    ensure!(result["returnTo"] == "/test/blank.html?tab=inbox", "{result}");
    app.calls().await?;
    scene.history_is_clean().await
}

/// A link can bring a user name along, which `location.href` does not tell.
async fn address_with_a_user_name_is_cleaned(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "");
    let link = scene.home().replacen("://", "://somebody:word@", 1);
    scene.open_page(&(link.clone() + "#access_token=forged&state=wrong")).await?;
    app.run(CALLBACK).await.refused_with("state_mismatch")?;
    scene.address_is_clean().await?;
    scene.open("").await?;
    app.leave("").await?;
    scene.open_page(&(link + "?tab=inbox#access_token=forged&state=wrong")).await?;
    let seen = scene.browser.evaluate("return window.addressSeenByOthers").await?;
    ensure!(seen == scene.home() + "?tab=inbox", "they see {seen}");
    Ok(())
}
