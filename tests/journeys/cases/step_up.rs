//! Asking for more: from a call that was refused for a permission to the same call that goes through.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use sandbox::{Effect, Fault, MEMBERS};
use serde_json::{Value, json};

use crate::app::{App, CALL, Life};
use crate::case::{Case, cases};
use crate::popup::{BY_POPUP, Opened};
use crate::scene::Scene;
use crate::traffic::{BALANCE, asked, refresh_tokens};

/// Calls for the balance, and asks for what the refusal names.
const ASK: &str = "try { return (await client.fetch('/cash/v1/balance')).status; }
    catch ({ missingScopes }) { return client.requestScopes(missingScopes, options); }";

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s36_step_up_by_redirect_leads_from_the_refused_call_to_the_one_that_goes_through,
        s36_step_up_by_popup_leads_from_the_refused_call_to_the_one_that_goes_through,
        s36_step_up_asks_for_what_a_challenge_names,
        s36_step_up_for_what_was_granted_asks_nobody,
        s36_member_who_denies_more_keeps_what_they_granted,
        s36_another_member_at_step_up_gets_a_session_of_their_own,
        s36_another_member_at_step_up_by_popup_gets_a_session_of_their_own,
        s36_step_up_that_grants_less_is_no_sum_of_both,
        s36_step_up_is_this_tab_s_alone,
    ]
}

/// The words of the scope that the provider's page, which is shown, was asked for.
async fn asked_for(scene: &Scene<'_>) -> Result<BTreeSet<String>> {
    let scope = scene.browser.evaluate("return new URLSearchParams(location.search).get('scope')").await?;
    let words: Vec<_> = scope.as_str().context("a scope")?.split(' ').map(str::to_owned).collect();
    let set: BTreeSet<_> = words.iter().cloned().collect();
    ensure!(set.len() == words.len(), "it asks twice: {scope}");
    Ok(set)
}

fn words(scope: &[&str]) -> BTreeSet<String> {
    scope.iter().map(|word| (*word).to_owned()).collect()
}

impl App<'_> {
    /// Runs what leaves for the provider, and waits until its page is there.
    async fn leave(&self, body: &str) -> Result<()> {
        self.begin("leave", body).await?;
        self.scene.wait_for_the_provider().await
    }

    /// Signs hong in for the member's own data, on a page in the middle of something.
    async fn in_the_middle(&self) -> Result<()> {
        self.sign_in(&MEMBERS[0], "users:read", Life::Day).await?;
        self.scene.browser.evaluate("history.pushState({ own: 1 }, '', '?tab=inbox#/messages/7')").await?;
        Ok(())
    }

    async fn scope(&self) -> Result<BTreeSet<String>> {
        let session = self.session().await?;
        let scope = session["scope"].as_array().with_context(|| format!("no scope: {session}"))?;
        Ok(scope.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    async fn ask_by_popup(&self) -> Result<Opened> {
        self.in_the_middle().await?;
        // The click ends with the first await: a refusal that is known before is asked about in a click of its own.
        self.run(CALL).await?.refused_with("insufficient_scope")?;
        let ask = "return client.requestScopes(['cash:read'], { via: 'popup', appState: 7 })";
        self.click_for_a_popup("ask", ask).await
    }
}

fn by_redirect(options: &str) -> String {
    format!("const options = {options}; {ASK}")
}

async fn s36_step_up_by_redirect_leads_from_the_refused_call_to_the_one_that_goes_through(
    scene: &Scene<'_>,
) -> Result<()> {
    let app = App::new(scene, "");
    app.in_the_middle().await?;
    app.leave(&by_redirect("{ appState: { draft: '안녕' } }")).await?;
    ensure!(asked_for(scene).await? == words(&["users:read", "cash:read"]), "{:?}", asked_for(scene).await?);
    scene.decide("#allow").await?;
    let result = app.get("return client.handleRedirectCallback()").await?;
    ensure!(result["returnTo"] == "/test/blank.html?tab=inbox#/messages/7", "{result}");
    ensure!(result["appState"]["draft"] == "안녕", "{result}");
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    ensure!(app.name().await? == MEMBERS[0].name, "what was granted before is lost");
    scene.history_is_clean().await // S26
}

async fn s36_step_up_by_popup_leads_from_the_refused_call_to_the_one_that_goes_through(
    scene: &Scene<'_>,
) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    let opened = app.ask_by_popup().await?;
    ensure!(asked_for(scene).await? == words(&["users:read", "cash:read"]), "{:?}", asked_for(scene).await?);
    scene.decide_in(&opened, &MEMBERS[0], "#allow").await?;
    let result = app.ended("ask").await?.value()?;
    ensure!(result["session"]["id"].is_string() && result["appState"] == 7, "{result}");
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    ensure!(app.name().await? == MEMBERS[0].name, "what was granted before is lost");
    let place = scene.browser.evaluate("return [location.search, location.hash, history.state.own]").await?;
    ensure!(place == json!(["?tab=inbox", "#/messages/7", 1]), "the page is at {place}");
    Ok(())
}

/// What the API itself asks for, which no list of the provider's has.
async fn s36_step_up_asks_for_what_a_challenge_names(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "");
    app.sign_in(&MEMBERS[0], "users:read cash:read", Life::Day).await?;
    let challenge = r#"Bearer error="insufficient_scope", scope="cash:read cash:write""#;
    let effect = Effect::Status {
        status: 403,
        error_code: "Forbidden".to_owned(),
        error_message: String::new(),
        headers: [("WWW-Authenticate".to_owned(), challenge.to_owned())].into(),
    };
    scene.stage.sandbox.add_fault(Fault::new(BALANCE, effect));
    app.leave(&by_redirect("{}")).await?;
    let asked = asked_for(scene).await?;
    ensure!(asked == words(&["users:read", "cash:read", "cash:write"]), "{asked:?}");
    scene.decide("#allow").await?;
    app.get("return client.handleRedirectCallback()").await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    Ok(())
}

async fn s36_step_up_for_what_was_granted_asks_nobody(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, BY_POPUP);
    app.sign_in(&MEMBERS[0], "users:read cash:read", Life::Day).await?;
    let before = app.session().await?;
    for ask in ["'cash:read'", "['users:read', 'cash:read']", "'cash:read', { via: 'popup' }"] {
        app.get(&format!("await client.requestScopes({ask})")).await?;
    }
    ensure!(app.session().await? == before, "the session is another");
    let tabs = scene.browser.tabs().await?;
    ensure!(tabs.len() == 1 && scene.stage.sandbox.requests().is_empty(), "somebody was asked");
    Ok(())
}

async fn s36_member_who_denies_more_keeps_what_they_granted(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "");
    app.in_the_middle().await?;
    let before = app.session().await?;
    app.leave(&by_redirect("{}")).await?;
    scene.decide("#deny").await?;
    let refusal = app.run("return client.handleRedirectCallback()").await?.refused_with("authorization_error")?;
    ensure!(refusal.get("returnTo") == "/test/blank.html?tab=inbox#/messages/7", "{}", refusal.text());
    ensure!(app.session().await? == before, "the session is another");
    ensure!(app.name().await? == MEMBERS[0].name, "what was granted before is lost");
    // The call is refused as before; nobody is asked again by itself.
    let refusal = app.run(CALL).await?.refused_with("insufficient_scope")?;
    ensure!(*refusal.get("missingScopes") == json!(["cash:read"]), "{}", refusal.text());
    ensure!(asked(&scene.stage.sandbox, BALANCE).is_empty(), "the API was asked");
    Ok(())
}

/// Nothing of hong's session is left in kim's.
async fn is_kim_s_alone(app: &App<'_>, before: &Value) -> Result<()> {
    ensure!(app.name().await? == MEMBERS[1].name, "it is another's session");
    ensure!(app.session().await?["id"] != before["id"], "it is the old session");
    app.get("return client.refresh()").await?;
    ensure!(app.name().await? == MEMBERS[1].name, "a refresh brought the other member back");
    ensure!(refresh_tokens(&app.scene.stage.sandbox).len() == 1, "more than one refresh was made");
    Ok(())
}

async fn s36_another_member_at_step_up_gets_a_session_of_their_own(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    app.in_the_middle().await?;
    let before = app.session().await?;
    app.leave(&by_redirect("{}")).await?;
    scene.browser.fill("#email", MEMBERS[1].email).await?;
    scene.browser.click("#sign-in-submit").await?;
    // Kim allows the balance alone; hong had allowed something else.
    scene.browser.click(r#"input[value="users:read"]"#).await?;
    scene.browser.click("#allow").await?;
    scene.browser.wait_for("the app's page", "return location.pathname === '/test/blank.html'").await?;
    scene.wait_for_the_module().await?;
    app.get("return client.handleRedirectCallback()").await?;
    ensure!(app.scope().await? == words(&["cash:read"]), "{:?}", app.scope().await?);
    ensure!(app.session().await?["id"] != before["id"], "it is the old session");
    app.run("return client.fetch('/users/v1/member')").await?.refused_with("insufficient_scope")?;
    let claims = "return JSON.parse(atob((await client.getAccessToken()).split('.')[1])).memberId";
    ensure!(app.get(claims).await? == MEMBERS[1].id, "it is another's token");
    app.get("return client.refresh()").await?;
    ensure!(app.get(claims).await? == MEMBERS[1].id, "a refresh brought the other member back");
    ensure!(app.scope().await? == words(&["cash:read"]), "{:?}", app.scope().await?);
    Ok(())
}

async fn s36_another_member_at_step_up_by_popup_gets_a_session_of_their_own(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "redirectUri: location.origin + '/test/returning.html', refreshTokenStore: 'session'");
    let opened = app.ask_by_popup().await?;
    scene.browser.switch_to(&opened.page).await?;
    let before = app.session().await?;
    scene.decide_in(&opened, &MEMBERS[1], "#allow").await?;
    app.ended("ask").await?.value()?;
    is_kim_s_alone(&app, &before).await
}

async fn s36_step_up_that_grants_less_is_no_sum_of_both(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "");
    app.in_the_middle().await?;
    app.leave(&by_redirect("{}")).await?;
    scene.browser.click("#sign-in-submit").await?;
    scene.browser.click(r#"input[value="users:read"]"#).await?;
    scene.browser.click("#allow").await?;
    scene.browser.wait_for("the app's page", "return location.pathname === '/test/blank.html'").await?;
    scene.wait_for_the_module().await?;
    app.get("return client.handleRedirectCallback()").await?;
    ensure!(app.scope().await? == words(&["cash:read"]), "{:?}", app.scope().await?);
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    let missing = app.get("return client.missingScopes('users:read cash:read')").await?;
    ensure!(missing == json!(["users:read"]), "{missing}");
    Ok(())
}

async fn s36_step_up_is_this_tab_s_alone(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "");
    app.in_the_middle().await?;
    let (first, before) = (scene.browser.tab().await?, app.session().await?);
    app.duplicate_tab().await?;
    app.leave(&by_redirect("{}")).await?;
    scene.decide("#allow").await?;
    app.get("return client.handleRedirectCallback()").await?;
    ensure!(app.get(CALL).await? == 200, "the call did not go through");
    scene.browser.switch_to(&first).await?;
    ensure!(app.session().await? == before, "the other tab has another session");
    ensure!(app.name().await? == MEMBERS[0].name, "the other tab lost its session");
    Ok(())
}
