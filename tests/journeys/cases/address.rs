//! What the address bar holds, and what of it is the app's own.

use anyhow::{Result, ensure};
use journeys::Engine;
use serde_json::json;

use crate::case::{Case, cases};
use crate::scene::{Scene, answer};

/// What only looks like a response.
const OWN: [(&str, &str); 9] = [
    ("code_in_the_query", "?code=7"),
    ("error_in_the_query", "?error=none"),
    ("state_in_the_query", "?state=CA"),
    ("code_before_a_route", "?code=7#/inbox?tab=2"),
    ("code_behind_a_route", "#/inbox?tab=2&code=7"),
    ("error_and_state_in_the_fragment", "#error=none&state=CA"),
    ("code_in_the_fragment", "#code=7"),
    ("code_and_state_beside_a_route", "?tab=inbox&code=7&state=on#/route"),
    ("token_within_a_route", "#/route?access_token=7"),
];

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = cases![
        s26_scripts_after_the_module_see_no_response,
        s26_no_page_is_asked_for_with_a_token_in_its_address,
        s26_nothing_stays_of_a_response_in_both_parts_of_the_address,
        s26_address_with_a_user_name_is_cleaned,
        s26_same_response_in_the_same_document_is_cleaned_again,
        s27_code_is_the_app_s_own_where_the_clock_was_set_back_behind_the_sign_in,
        s27_query_of_the_redirect_uri_survives,
        s27_query_and_history_state_of_the_app_survive,
        s28_return_to_another_origin_is_refused,
    ];
    for (name, own) in OWN {
        let name = format!("s27_{name}_is_the_app_s_own_where_nothing_is_pending");
        cases.push(Case::new(name, move |scene| Box::pin(is_left_alone(scene, own))));
    }
    cases
}

async fn is_left_alone(scene: &Scene<'_>, own: &str) -> Result<()> {
    scene.open(own).await?;
    let result = scene.callback().await?.value()?;
    ensure!(result.is_null(), "it was taken for a callback: {result}");
    let address = scene.browser.address().await?;
    ensure!(address == scene.home() + own, "the address is {address}");
    Ok(())
}

async fn s27_code_is_the_app_s_own_where_the_clock_was_set_back_behind_the_sign_in(scene: &Scene<'_>) -> Result<()> {
    scene.start_sign_in().await?;
    scene.open("").await?;
    // An hour later than now, as it looks after the clock was set back by one.
    let later = "const key = 'coolsms-oauth2.pending';
        const signIns = JSON.parse(sessionStorage.getItem(key));
        for (const signIn of signIns) {
          signIn.issuedAt += 3_600_000;
          signIn.expiresAt += 3_600_000;
        }
        sessionStorage.setItem(key, JSON.stringify(signIns));
        return signIns.length";
    let count = scene.run(later).await?.value()?;
    ensure!(count == 1, "{count} sign-ins are stored");
    is_left_alone(scene, "?code=7#/inbox?tab=2").await
}

async fn s26_scripts_after_the_module_see_no_response(scene: &Scene<'_>) -> Result<()> {
    let started = scene.start_sign_in().await?;
    scene.open(&answer(&scene.token("users:read")?, &started.state)).await?;
    let seen = scene.browser.evaluate("return window.addressSeenByOthers").await?;
    ensure!(seen == scene.home(), "they see {seen}");
    scene.callback().await?.value()?;
    Ok(())
}

async fn s26_nothing_stays_of_a_response_in_both_parts_of_the_address(scene: &Scene<'_>) -> Result<()> {
    for rest in ["#refresh_token=forged", "#oauth_state=forged"] {
        scene.start_sign_in().await?;
        scene.open(&format!("?access_token=forged&state=wrong{rest}")).await?;
        scene.callback().await?.refused_with("state_mismatch")?;
        scene.history_is_clean().await?;
    }
    Ok(())
}

/// A link can bring a user name along, which `location.href` does not tell.
async fn s26_address_with_a_user_name_is_cleaned(scene: &Scene<'_>) -> Result<()> {
    if Engine::from_environment()? != Engine::Chromium {
        return Ok(()); // The others ask the person first, or drop the name.
    }
    let link = scene.home().replacen("://", "://somebody:word@", 1);
    scene.open_page(&(link.clone() + "#access_token=forged&state=wrong")).await?;
    scene.callback().await?.refused_with("state_mismatch")?;
    scene.address_is_clean().await?;
    scene.start_sign_in().await?;
    scene.open_page(&(link + "?tab=inbox#access_token=forged&state=wrong")).await?;
    let seen = scene.browser.evaluate("return window.addressSeenByOthers").await?;
    ensure!(seen == scene.home() + "?tab=inbox", "they see {seen}");
    Ok(())
}

async fn s26_same_response_in_the_same_document_is_cleaned_again(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let twice = "const codes = [];
        for (let time = 0; time < 2; time += 1) {
          history.replaceState(null, '', '#access_token=forged&state=wrong');
          codes.push(await newClient().handleRedirectCallback().then(() => 'taken', (error) => error.code));
          codes.push(location.hash);
        }
        return codes";
    let told = scene.run(twice).await?.value()?;
    ensure!(told == json!(["state_mismatch", "", "state_mismatch", ""]), "{told}");
    Ok(())
}

async fn s26_no_page_is_asked_for_with_a_token_in_its_address(scene: &Scene<'_>) -> Result<()> {
    scene.start_sign_in().await?;
    scene.decide("#allow").await?;
    scene.callback().await?.value()?;
    scene.run("return newClient().fetch('/users/v1/member').then((answer) => answer.status)").await?.value()?;
    let requests = [scene.stage.app.requests(), scene.stage.sandbox.requests()].concat();
    for request in requests {
        let told = [request.query, request.referer].map(Option::unwrap_or_default).concat();
        ensure!(!told.contains("access_token"), "{} {} was asked for with {told}", request.method, request.path);
    }
    Ok(())
}

async fn s27_query_of_the_redirect_uri_survives(scene: &Scene<'_>) -> Result<()> {
    let redirect_uri = scene.home() + "?tab=inbox&lang=%ED%95%9C";
    let config = json!({ "redirectUri": redirect_uri });
    scene.open("").await?;
    scene.leave(&config, &json!({})).await?;
    scene.decide("#allow").await?;
    scene.run_with(config, "return newClient(args[0]).handleRedirectCallback()").await?.value()?;
    let address = scene.browser.address().await?;
    ensure!(address == redirect_uri, "the address is {address}");
    scene.history_is_clean().await
}

async fn s27_query_and_history_state_of_the_app_survive(scene: &Scene<'_>) -> Result<()> {
    scene.start_sign_in().await?;
    scene.open("?tab=inbox&error=forged&state=wrong#/messages/7").await?;
    let body = "history.replaceState({ page: 7 }, '');
        const { code } = await newClient().handleRedirectCallback().catch((error) => error);
        return [code, history.state]";
    let result = scene.run(body).await?.value()?;
    ensure!(result == json!(["state_mismatch", { "page": 7 }]), "{result}");
    let address = scene.browser.address().await?;
    ensure!(address == scene.home() + "?tab=inbox#/messages/7", "the address is {address}");
    Ok(())
}

async fn s28_return_to_another_origin_is_refused(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    for target in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"] {
        let body = "return newClient().signInWithRedirect({ returnTo: args[0] })";
        let refusal = scene.run_with(json!(target), body).await?.refused_with("invalid_request")?;
        ensure!(refusal.get("field") == "returnTo", "{target}: {}", refusal.text());
    }
    Ok(())
}
