//! Calls to the API, and each way in which they go wrong.

use anyhow::{Result, ensure};
use sandbox::{Effect, Fault};
use serde_json::{Value, json};

use crate::case::{Case, cases};
use crate::scene::{SCOPE, Scene};

const BALANCE: &str = "/cash/v1/balance";
const CALL: &str = "return newClient().fetch('/cash/v1/balance')";
/// The status of an answer, and what its body says is wrong.
const READ: &str = "const answer = await newClient().fetch('/cash/v1/balance');
    return { received: answer.status, ...(await CoolsmsOAuth2.apiError(answer)) }";

pub(crate) fn cases() -> Vec<Case> {
    cases![
        post_sends_its_body_and_reads_the_answer,
        s35_revoked_token_is_unauthorized_with_the_response_attached,
        s35_expired_token_is_unauthorized_and_not_tried_again,
        s35_scope_that_was_not_granted_is_named_and_nothing_is_sent,
        s35_challenge_for_more_scope_is_insufficient_scope,
        s39_abort_rejects_with_its_own_reason,
        s39_call_that_was_aborted_before_rejects_at_once,
        s39_late_answer_is_a_timeout,
        s39_dropped_connection_is_a_network_error,
        s39_server_error_is_a_response_that_can_be_read,
        s39_html_error_page_is_a_response_without_code,
        s39_empty_body_is_a_response_without_code,
    ]
}

impl Scene<'_> {
    fn fault(&self, effect: Effect) {
        // For every call of the test: Firefox tries ten times by itself when a connection breaks.
        self.stage.sandbox.add_fault(Fault::new(BALANCE, effect).times(u32::MAX));
    }

    fn calls(&self) -> usize {
        self.stage.sandbox.requests().iter().filter(|it| it.path == BALANCE && it.method == "GET").count()
    }

    /// The call is refused as unauthorized; what the response says can be read from the error.
    async fn is_unauthorized(&self) -> Result<()> {
        let body = "try { await newClient().fetch('/cash/v1/balance'); }
            catch (error) { return { ...describe(error), body: await CoolsmsOAuth2.apiError(error.response) }; }";
        let error = self.run(body).await?.value()?;
        ensure!(error["code"] == "unauthorized" && error["status"] == 401, "{error}");
        ensure!(error["body"]["errorCode"] == "Unauthorized", "{error}");
        ensure!(!error.to_string().contains("eyJ"), "s38: the error holds the token: {error}");
        Ok(())
    }
}

async fn post_sends_its_body_and_reads_the_answer(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    let body = "const message = { to: '01000000009', from: '01000000001', text: '안녕' };
        const answer = await newClient().fetch('/messages/v4/send', {
          method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ message }),
        });
        return answer.json()";
    let sent = scene.run(body).await?.value()?;
    ensure!(sent["statusCode"] == "2000" && sent["to"] == "01000000009", "{sent}");
    Ok(())
}

async fn s35_revoked_token_is_unauthorized_with_the_response_attached(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    scene.stage.sandbox.revoke_all_tokens();
    scene.is_unauthorized().await // S38: it also looks for the token
}

async fn s35_expired_token_is_unauthorized_and_not_tried_again(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    scene.stage.sandbox.expire_tokens();
    scene.is_unauthorized().await?;
    ensure!(scene.calls() == 1, "{} calls were made", scene.calls());
    Ok(())
}

async fn s35_scope_that_was_not_granted_is_named_and_nothing_is_sent(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in("users:read").await?;
    let refusal = scene.run(CALL).await?.refused_with("insufficient_scope")?;
    ensure!(*refusal.get("missingScopes") == json!(["cash:read"]), "{}", refusal.text());
    let own = "return newClient().fetch('/users/v1/member', { scope: 'users:read kakao:write' })";
    let refusal = scene.run(own).await?.refused_with("insufficient_scope")?;
    ensure!(*refusal.get("missingScopes") == json!(["kakao:write"]), "{}", refusal.text());
    ensure!(scene.stage.sandbox.requests().is_empty(), "the API was asked");
    Ok(())
}

async fn s35_challenge_for_more_scope_is_insufficient_scope(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    let challenge = r#"Bearer realm="a, b", error="insufficient_scope", scope="cash:write""#;
    scene.fault(Effect::Status {
        status: 403,
        error_code: "Forbidden".to_owned(),
        error_message: String::new(),
        headers: [("WWW-Authenticate".to_owned(), challenge.to_owned())].into(),
    });
    let refusal = scene.run(CALL).await?.refused_with("insufficient_scope")?;
    ensure!(*refusal.get("missingScopes") == json!(["cash:write"]), "{}", refusal.text()); // S37
    ensure!(refusal.get("response")["status"] == 403, "{}", refusal.text());
    Ok(())
}

async fn s39_abort_rejects_with_its_own_reason(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    scene.fault(Effect::Latency { ms: 5_000 });
    let body = "const controller = new AbortController();
        const answer = newClient().fetch('/cash/v1/balance', { signal: controller.signal });
        collectGarbage().then(() => controller.abort(args[0]));
        try { await answer; } catch (reason) { return { reason }; }";
    for reason in [json!("no longer needed"), json!(7), Value::Bool(false)] {
        let rejected = scene.run_with(reason.clone(), body).await?.value()?;
        ensure!(rejected["reason"] == reason, "{rejected}, not {reason}");
    }
    Ok(())
}

async fn s39_call_that_was_aborted_before_rejects_at_once(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    let body = "return newClient().fetch('/cash/v1/balance', { signal: AbortSignal.abort() })";
    let refusal = scene.run(body).await?.refusal()?;
    ensure!(refusal.get("name") == "AbortError", "{}", refusal.text());
    ensure!(scene.calls() == 0, "the API was asked");
    Ok(())
}

async fn s39_late_answer_is_a_timeout(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    scene.fault(Effect::Latency { ms: 5_000 });
    for call in [
        "newClient().fetch('/cash/v1/balance', { timeoutMs: 500 })",
        "newClient({ timeoutMs: 500 }).fetch('/cash/v1/balance')",
    ] {
        let body = format!("const answer = {call}; await collectGarbage(); return answer");
        scene.run(&body).await?.refused_with("timeout")?;
    }
    Ok(())
}

async fn s39_dropped_connection_is_a_network_error(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    scene.fault(Effect::Dropped);
    scene.run(CALL).await?.refused_with("network_error")?;
    Ok(())
}

async fn s39_server_error_is_a_response_that_can_be_read(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    scene.fault(Effect::Status {
        status: 503,
        error_code: "Busy".to_owned(),
        error_message: "<b>later</b>".to_owned(),
        headers: [].into(),
    });
    let read = scene.run(READ).await?.value()?;
    let expected = json!({ "received": 503, "status": 503, "errorCode": "Busy", "errorMessage": "<b>later</b>" });
    ensure!(read == expected, "{read}"); // S23
    Ok(())
}

async fn s39_html_error_page_is_a_response_without_code(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    scene.fault(Effect::HtmlError { status: 502 });
    let read = scene.run(READ).await?.value()?;
    ensure!(read == json!({ "received": 502, "status": 502 }), "{read}");
    Ok(())
}

async fn s39_empty_body_is_a_response_without_code(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    scene.fault(Effect::EmptyBody { status: 500 });
    let read = scene.run(READ).await?.value()?;
    ensure!(read == json!({ "received": 500, "status": 500 }), "{read}");
    Ok(())
}
