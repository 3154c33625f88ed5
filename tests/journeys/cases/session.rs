//! What the clients of one page have in common, and what they have not: sessions, listeners, the last callback.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::case::{Case, cases};
use crate::scene::{SCOPE, Scene, answer};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s36_session_belongs_to_one_server_and_one_app,
        s48_sign_out_in_another_document_of_the_tab_holds_here_too,
        s49_session_that_ran_out_ends_at_the_next_use,
        listeners_hear_of_changes_until_they_are_taken_off,
        listener_that_throws_keeps_no_other_from_hearing,
        s29_session_is_the_same_object_while_it_is_used,
        s45_stored_session_of_other_types_is_none,
        s29_listener_may_ask_for_the_callback_again,
        s29_forgery_after_a_success_does_not_take_its_place,
        s11_session_that_was_signed_out_does_not_come_back,
        s32_relative_call_stays_below_the_base,
        what_is_no_response_has_no_error_to_read,
    ]
}

async fn s36_session_belongs_to_one_server_and_one_app(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    // Another app, another provider, another server, and names that read the same when they are joined.
    let others = "const { authorizationEndpoint } = provider();
        const others = [
          { clientId: 'another-app' },
          { provider: provider({ id: 'another' }) },
          { provider: provider({ authorizationEndpoint: authorizationEndpoint + '2' }) },
        ];
        return others.map((config) => newClient(config).getSession())";
    let sessions = scene.run(others).await?.value()?;
    ensure!(sessions == json!([null, null, null]), "{sessions}");
    ensure!(scene.is_signed_in().await?, "the session is gone");
    Ok(())
}

async fn s48_sign_out_in_another_document_of_the_tab_holds_here_too(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    // A frame of the same origin has the tab's sessionStorage.
    let elsewhere = "const client = newClient();
        const before = client.getSession();
        const frame = document.createElement('iframe');
        document.body.append(frame);
        frame.contentWindow.sessionStorage.clear();
        let heard = 0;
        client.subscribe(() => { heard += 1; });
        const code = await client.getAccessToken().then(() => 'a token', (error) => error.code);
        return { before: before !== null, code, after: client.getSession(), heard }";
    let told = scene.run(elsewhere).await?.value()?;
    ensure!(told == json!({ "before": true, "code": "login_required", "after": null, "heard": 1 }), "{told}");
    Ok(())
}

async fn s49_session_that_ran_out_ends_at_the_next_use(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    let sleep = "const client = newClient();
        const { expiresAt } = client.getSession();
        stopClock(expiresAt);
        const code = await client.fetch('/cash/v1/balance').then(() => 'sent', (error) => error.code);
        return { code, after: client.getSession(), stored: JSON.stringify({ ...sessionStorage }).includes('eyJ') }";
    let told = scene.run(sleep).await?.value()?;
    ensure!(told == json!({ "code": "login_required", "after": null, "stored": false }), "{told}");
    Ok(())
}

async fn listeners_hear_of_changes_until_they_are_taken_off(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    let listen = "const [one, two] = [newClient(), newClient()];
        const heard = [];
        const listener = () => heard.push('twice');
        const stop = one.subscribe(listener);
        one.subscribe(listener);
        two.subscribe(() => heard.push('two'));
        one.subscribe(() => heard.push('disposed'));
        stop();
        stop();
        const first = heard.length;
        await two.signOut();
        const second = heard.splice(0);
        one.dispose();
        await two.signOut();
        return { first, second, third: heard }";
    let told = scene.run(listen).await?.value()?;
    ensure!(told == json!({ "first": 0, "second": ["twice", "two", "disposed"], "third": ["two"] }), "{told}");
    Ok(())
}

async fn listener_that_throws_keeps_no_other_from_hearing(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    let throwing = "const client = newClient();
        let heard = 0;
        client.subscribe(() => { throw new Error('of the app'); });
        client.subscribe(() => { heard += 1; });
        await client.signOut();
        return heard";
    ensure!(scene.run(throwing).await?.value()? == 1, "the second did not hear");
    Ok(())
}

async fn s29_session_is_the_same_object_while_it_is_used(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    // What an app does to its copy of the list grants nothing.
    let used = "const client = newClient();
        const before = client.getSession();
        await client.fetch('/cash/v1/balance');
        await client.getAccessToken();
        before.scope.push('*');
        const missing = client.missingScopes('other:read');
        return { same: client.getSession() === before, missing }";
    let told = scene.run(used).await?.value()?;
    ensure!(told == json!({ "same": true, "missing": ["other:read"] }), "{told}");
    Ok(())
}

async fn s45_stored_session_of_other_types_is_none(scene: &Scene<'_>) -> Result<()> {
    let change = "const key = Object.keys(sessionStorage).find((key) => key.startsWith('coolsms-oauth2.session'));
        const own = JSON.parse(sessionStorage.getItem(key));
        const client = newClient();
        sessionStorage.setItem(key, JSON.stringify({ ...own, ...args[0] }));
        const code = await client.getAccessToken().then((token) => token, (error) => error.code);
        return [code, client.getSession()]";
    for changed in [json!({ "accessToken": 5 }), json!({ "accessToken": { "a": 1 } }), json!({ "id": {} })] {
        scene.sign_in(SCOPE).await?;
        let told = scene.run_with(changed.clone(), change).await?.value()?;
        ensure!(told == json!(["login_required", null]), "{changed}: {told}");
    }
    Ok(())
}

/// Puts a good response into the address of the page as it stands, and says what a client makes of it.
const ARRIVE: &str = "const client = newClient();
    const state = CoolsmsOAuth2.generateState(binding());
    history.replaceState(null, '', `#access_token=${args[0]}&state=${state}`);";

async fn s29_listener_may_ask_for_the_callback_again(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let token = scene.token(SCOPE)?;
    let ask = format!(
        "{ARRIVE}
        let inner;
        client.subscribe(() => {{ inner ??= client.handleRedirectCallback(); }});
        const outer = client.handleRedirectCallback();
        await outer;
        return inner === outer"
    );
    ensure!(scene.run_with(json!(token), &ask).await?.value()? == true, "another promise");
    Ok(())
}

async fn s29_forgery_after_a_success_does_not_take_its_place(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let token = scene.token(SCOPE)?;
    let forge = format!(
        "{ARRIVE}
        const success = client.handleRedirectCallback();
        await success;
        history.replaceState(null, '', '#access_token=forged');
        const code = await client.handleRedirectCallback().then(() => 'taken', (error) => error.code);
        return {{ code, same: client.handleRedirectCallback() === success, token: await client.getAccessToken() }}"
    );
    let told = scene.run_with(json!(token), &forge).await?.value()?;
    ensure!(told == json!({ "code": "missing_state", "same": true, "token": token }), "{told}");
    scene.address_is_clean().await
}

async fn s11_session_that_was_signed_out_does_not_come_back(scene: &Scene<'_>) -> Result<()> {
    let token = scene.sign_in(SCOPE).await?;
    scene.run("await newClient().signOut()").await?.value()?;
    scene.open(&answer(&token, "forged")).await?;
    scene.callback().await?.refused_with("state_mismatch")?;
    ensure!(!scene.is_signed_in().await?, "the session is back");
    Ok(())
}

async fn s32_relative_call_stays_below_the_base(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    // Below a base with a path; what names another host goes nowhere.
    let call = "const apiBase = provider().apiBase + '/proxy/';
        const client = newClient({ provider: provider({ apiBase }) });
        const tried = {};
        for (const input of args[0]) {
          tried[input] = await client.fetch(input, { scope: '' })
            .then(({ url }) => url.replace(apiBase, '<base>/'), (error) => error.code);
        }
        return tried";
    let inputs = ["/cash/v1/balance?a=b", "cash", "//evil.example/", "/\\evil.example/", "https://evil.example/"];
    let tried = scene.run_with(json!(inputs), call).await?.value()?;
    let refused = "origin_not_allowed";
    let expected = json!({ "/cash/v1/balance?a=b": "<base>/cash/v1/balance?a=b", "cash": "<base>/cash",
        "//evil.example/": refused, "/\\evil.example/": refused, "https://evil.example/": refused });
    ensure!(tried == expected, "{tried}");
    Ok(())
}

async fn what_is_no_response_has_no_error_to_read(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let refusal = scene.run("return CoolsmsOAuth2.apiError({ status: 401 })").await?.refused_with("invalid_request")?;
    ensure!(refusal.get("field") == "response", "{}", refusal.text());
    Ok(())
}
