//! Responses that were not asked for. Each is refused with its own code, leaves no trace, and leaves a sign-in that is
//! under way to come to its end.

use anyhow::{Result, ensure};

use crate::case::{Case, cases};
use crate::scene::{Scene, answer};
use serde_json::json;

/// What it is, what stands in the address, and the code that it is refused with.
type Forgery = (&'static str, &'static str, &'static str);

const FORGERIES: [Forgery; 13] = [
    ("s9_token_without_state", "#access_token=forged&token_type=Bearer", "missing_state"),
    ("s10_token_with_wrong_state", "#access_token=forged&state=wrong", "state_mismatch"),
    ("s10_token_in_the_query", "?access_token=forged&state=wrong", "state_mismatch"),
    ("s10_code_without_state", "?code=forged", "missing_state"),
    ("s10_code_with_wrong_state", "?code=forged&state=wrong", "state_mismatch"),
    ("s13_error_with_wrong_state", "?error=access_denied&state=wrong", "state_mismatch"),
    ("s13_error_without_state", "#error=access_denied", "missing_state"),
    ("s15_parameter_twice", "#access_token=forged&access_token=other&state=wrong", "duplicate_parameter"),
    ("s15_state_in_query_and_fragment", "?state=wrong#access_token=forged&state=wrong", "duplicate_parameter"),
    ("s18_malformed_percent_sign", "#access_token=forged%zz&state=wrong", "malformed_response"),
    ("s18_invalid_utf_8", "#access_token=forged%ff&state=wrong", "malformed_response"),
    ("s19_control_character_in_the_token", "#access_token=forged%00&state=wrong", "invalid_token"),
    ("s20_unknown_token_type", "#access_token=forged&token_type=mac&state=wrong", "unsupported_token_type"),
];

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = cases![
        s9_token_with_nothing_pending_is_refused_and_not_stored,
        s10_wrong_state_with_nothing_pending_is_refused,
        s10_forged_response_leaves_the_session_alone,
        s11_replayed_response_is_refused_while_another_sign_in_is_under_way,
        s12_late_response_is_refused,
        s25_oversized_response_is_refused,
        s25_response_of_ten_megabytes_given_as_a_string_is_refused_by_its_length,
    ];
    for forgery in FORGERIES {
        let name = format!("{}_is_refused_and_the_sign_in_under_way_completes", forgery.0);
        cases.push(Case::new(name, move |scene| Box::pin(is_refused_and_does_no_harm(scene, forgery))));
    }
    cases
}

async fn is_refused_and_does_no_harm(scene: &Scene<'_>, (_, response, code): Forgery) -> Result<()> {
    let started = scene.start_sign_in().await?;
    scene.open(response).await?;
    scene.address_is_clean().await?;
    scene.callback().await?.refused_with(code)?;
    scene.address_is_clean().await?;
    ensure!(!scene.is_signed_in().await? && !scene.stored().await?.contains("forged"), "it was stored");

    scene.complete(&started).await?;
    scene.history_is_clean().await
}

async fn s9_token_with_nothing_pending_is_refused_and_not_stored(scene: &Scene<'_>) -> Result<()> {
    scene.open("#access_token=forged").await?;
    scene.callback().await?.refused_with("missing_state")?;
    ensure!(!scene.is_signed_in().await? && !scene.stored().await?.contains("forged"), "it was stored");
    scene.history_is_clean().await
}

async fn s10_wrong_state_with_nothing_pending_is_refused(scene: &Scene<'_>) -> Result<()> {
    scene.open("#access_token=forged&state=wrong").await?;
    scene.callback().await?.refused_with("state_mismatch")?;
    scene.history_is_clean().await
}

async fn s10_forged_response_leaves_the_session_alone(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in("users:read").await?;
    let before = scene.run("return newClient().getSession()").await?.value()?;
    scene.open("#access_token=forged&state=wrong").await?;
    scene.callback().await?.refused_with("state_mismatch")?;
    let after = scene.run("return newClient().getSession()").await?.value()?;
    ensure!(before == after, "the session was {before}, now it is {after}");
    Ok(())
}

async fn s11_replayed_response_is_refused_while_another_sign_in_is_under_way(scene: &Scene<'_>) -> Result<()> {
    let first = scene.start_sign_in().await?;
    let response = answer(&scene.token("users:read")?, &first.state);
    scene.open(&response).await?;
    scene.callback().await?.value()?;

    let second = scene.leave(&json!({}), &json!({})).await?;
    scene.open(&response).await?;
    scene.callback().await?.refused_with("state_replayed")?;
    scene.complete(&second).await?;
    scene.history_is_clean().await
}

async fn s12_late_response_is_refused(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let started = scene.leave(&json!({ "stateLifetimeSeconds": 1 }), &json!({})).await?;
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    scene.open(&answer(&scene.token("users:read")?, &started.state)).await?;
    scene.callback().await?.refused_with("state_expired")?;
    scene.history_is_clean().await
}

async fn s25_oversized_response_is_refused(scene: &Scene<'_>) -> Result<()> {
    scene.open(&format!("#access_token={}&state=wrong", "x".repeat(64 * 1024))).await?;
    scene.callback().await?.refused_with("response_too_large")?;
    scene.history_is_clean().await
}

/// Also what would be refused for another reason, or is no response at all, if anybody read it.
async fn s25_response_of_ten_megabytes_given_as_a_string_is_refused_by_its_length(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    for front in ["#access_token=", "?code=", "#error=", "#access_token=%ZZ&own=", "?own="] {
        let body = "const url = 'https://app.example/' + args[0] + 'x'.repeat(10_000_000);
            return CoolsmsOAuth2.parseAuthorizationResponse(url)";
        let refusal = scene.run_with(json!(front), body).await?.refused_with("response_too_large")?;
        ensure!(refusal.text().len() < 1_000, "{front}: the error repeats it");
    }
    Ok(())
}
