//! The body of a call that is made a second time, after a refresh: it goes again where it can be read again.

use anyhow::{Result, ensure};
use sandbox::MEMBERS;
use serde_json::json;

use crate::app::{App, CALL, Life};
use crate::case::{Case, cases};
use crate::refresh::REFRESHING;
use crate::scene::{SCOPE, Scene};
use crate::traffic::asked;

const SEND: &str = "/messages/v4/send";

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s35_text_is_sent_again_as_it_was,
        s35_what_can_be_read_again_is_sent_again,
        s35_body_that_can_be_read_once_is_not_sent_again,
        s35_body_that_was_read_already_is_never_sent,
    ]
}

async fn s35_text_is_sent_again_as_it_was(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    scene.stage.sandbox.expire_tokens();
    let send = "const message = { to: '01000000009', from: '01000000001', text: '안녕' };
        const answer = await client.fetch('/messages/v4/send', {
          method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ message }),
        });
        return (await answer.json()).statusCode";
    ensure!(app.get(send).await? == "2000", "the message was not sent");
    let sent = asked(&scene.stage.sandbox, SEND);
    ensure!(sent.len() == 2 && sent[0].body == sent[1].body && sent[0].body.contains("안녕"), "{sent:?}");
    ensure!(sent[0].content_type == sent[1].content_type, "{sent:?}");
    Ok(())
}

async fn s35_what_can_be_read_again_is_sent_again(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    scene.open("").await?;
    for body in [
        "new Blob(['{\"own\": 1}'], { type: 'application/json' })",
        "new TextEncoder().encode('{\"own\": 1}')",
        "new URLSearchParams({ own: '1' })",
    ] {
        app.sign_in_here(&MEMBERS[0], SCOPE, Life::Day).await?;
        scene.stage.sandbox.expire_tokens();
        scene.stage.sandbox.clear_requests();
        let send = format!("return (await client.fetch('{SEND}', {{ method: 'POST', body: {body} }})).status");
        ensure!(app.get(&send).await? == 400, "{body} was taken for a message");
        let sent = asked(&scene.stage.sandbox, SEND);
        let is_same = sent.len() == 2 && sent[0].body == sent[1].body && sent[0].body.contains("own");
        ensure!(is_same && sent[0].content_type == sent[1].content_type, "{body}: {sent:?}");
    }
    Ok(())
}

/// Its body is a stream, which the first attempt has read.
async fn s35_body_that_can_be_read_once_is_not_sent_again(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    scene.stage.sandbox.expire_tokens();
    let send = "const request = new Request(args[0], { method: 'POST', body: '{\"own\": 1}' });
        return newClient({ refreshTokenStore: 'memory' }).fetch(request)";
    let address = json!(scene.stage.sandbox.base() + SEND);
    let refusal = scene.run_with(address, send).await?.refused_with("unauthorized")?;
    ensure!(refusal.get("response") == &json!({ "status": 401, "isReadable": true }), "{}", refusal.text());
    let sent = asked(&scene.stage.sandbox, SEND);
    ensure!(sent.len() == 1 && sent[0].body == "{\"own\": 1}", "{sent:?}");
    // The app may make it anew: the token is fresh by now, or will be.
    ensure!(app.get(CALL).await? == 200, "the next call did not go through");
    ensure!(app.token_requests() == 1, "{} token requests", app.token_requests());
    Ok(())
}

async fn s35_body_that_was_read_already_is_never_sent(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::EndsSoon).await?;
    let read = "const request = new Request(args[0], { method: 'POST', body: 'once' });
        await request.text();
        return newClient({ refreshTokenStore: 'memory' }).fetch(request)";
    let address = json!(scene.stage.sandbox.base() + SEND);
    let refusal = scene.run_with(address, read).await?.refused_with("invalid_request")?;
    ensure!(refusal.get("field") == "input", "{}", refusal.text());
    ensure!(scene.stage.sandbox.requests().is_empty(), "somebody was asked");
    Ok(())
}
