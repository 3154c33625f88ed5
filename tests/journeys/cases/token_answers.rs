//! Token endpoints that answer badly: each answer has its own error, the session stays, and a later refresh works.

use anyhow::{Context, Result, ensure};
use journeys::Refusal;
use sandbox::{DEMO_CLIENT_ID, Effect, Fault, MEMBERS};
use serde_json::{Map, Value, json};

use crate::app::{App, Life, is_the_same_session};
use crate::case::{Case, cases};
use crate::scene::{SCOPE, Scene};
use crate::traffic::TOKEN;

const REFRESHING: &str = "refreshTokenStore: 'session'";

/// What it is, what the endpoint does, and the code of the refusal.
type Answer = (&'static str, fn() -> Effect, &'static str);

const ANSWERS: [Answer; 22] = [
    ("html", || Effect::HtmlError { status: 200 }, "malformed_response"),
    ("empty_body", || Effect::EmptyBody { status: 200 }, "malformed_response"),
    ("truncated_json", || Effect::Truncated, "malformed_response"),
    ("no_access_token", || edit("access_token", Value::Null), "malformed_response"),
    ("number_as_access_token", || edit("access_token", json!(7)), "malformed_response"),
    ("list_as_access_token", || edit("access_token", json!(["a"])), "malformed_response"),
    ("empty_access_token", || edit("access_token", json!("")), "invalid_token"),
    ("control_character_in_the_access_token", || edit("access_token", json!("a\nb")), "invalid_token"),
    ("letter_beyond_ascii_in_the_access_token", || edit("access_token", json!("토큰")), "invalid_token"),
    ("number_as_token_type", || edit("token_type", json!(7)), "malformed_response"),
    ("unknown_token_type", || edit("token_type", json!("mac")), "unsupported_token_type"),
    ("number_as_refresh_token", || edit("refresh_token", json!(7)), "malformed_response"),
    ("object_as_refresh_token", || edit("refresh_token", json!({})), "malformed_response"),
    ("control_character_in_the_refresh_token", || edit("refresh_token", json!("a\nb")), "invalid_token"),
    ("number_as_scope", || edit("scope", json!(7)), "malformed_response"),
    ("broken_connection", || Effect::Dropped, "network_error"),
    ("html_of_a_broken_gateway", || Effect::HtmlError { status: 502 }, "token_error"),
    ("empty_500", || Effect::EmptyBody { status: 500 }, "token_error"),
    ("refusal_of_another_kind", || refusal(400, "ValidationError"), "token_error"),
    ("busy_server", || refusal(503, "Busy"), "token_error"),
    ("too_many_requests", || refusal(429, "TooManyRequests"), "token_error"),
    ("unknown_client", || refusal(400, "InvalidClient"), "token_error"),
];

/// A lifetime that is none, as JSON.
const ODD_LIFETIMES: [&str; 12] =
    ["null", "0", "-1", "0.5", "\"\"", "\"soon\"", "\"NaN\"", "true", "[]", "{}", "[3600]", "-1e308"];
/// One that can be used, and what it is in seconds.
const LIFETIMES: [(&str, f64); 6] = [
    ("3600", 3600.0),
    ("3600.9", 3600.0),
    ("\"3600\"", 3600.0),
    ("3.6e3", 3600.0),
    ("99999999999", 315_360_000.0),
    ("1e308", 315_360_000.0),
];

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = cases![
        s44_redirect_of_the_token_endpoint_is_not_followed,
        s39_token_endpoint_slower_than_the_time_out_is_a_timeout,
        s39_time_out_that_is_not_told_is_the_usual_one,
        s23_what_the_token_endpoint_says_is_told_as_it_stands,
        s24_token_of_another_app_is_refused_at_the_token_endpoint_too,
        s21_lifetime_that_is_none_at_the_token_endpoint_is_the_token_s_own,
        s21_lifetime_at_the_token_endpoint_is_taken_in_whole_seconds,
        s22_scope_that_the_token_endpoint_says_is_the_granted_one,
        s38_refusals_of_the_token_endpoint_hold_no_token,
    ];
    for answer in ANSWERS {
        let name = format!("s43_{}_at_the_token_endpoint_is_refused_and_the_session_stays", answer.0);
        cases.push(Case::new(name, move |scene| Box::pin(is_refused_and_does_no_harm(scene, answer))));
    }
    cases
}

fn edit(member: &str, value: Value) -> Effect {
    Effect::Edit { set: Map::from_iter([(member.to_owned(), value)]) }
}

fn refusal(status: u16, code: &str) -> Effect {
    let headers = [].into();
    Effect::Status { status, error_code: code.to_owned(), error_message: "<b>later</b>".to_owned(), headers }
}

impl Scene<'_> {
    fn token_endpoint(&self, effect: Effect) {
        // Every time: a browser may try again by itself when a connection breaks.
        self.stage.sandbox.add_fault(Fault::new(TOKEN, effect).times(u32::MAX));
    }
}

impl App<'_> {
    /// A refresh is refused with this code and changes nothing; the next one, to a sound endpoint, works.
    async fn keeps_the_session(&self, effect: Effect, code: &str) -> Result<Refusal> {
        let token = self.token().await?;
        let session = self.session().await?;
        self.scene.token_endpoint(effect);
        let refusal = self.run("return client.refresh()").await?.refused_with(code)?;
        ensure!(self.session().await? == session && self.token().await? == token, "the session is another");
        self.scene.stage.sandbox.clear_faults();
        let refreshed = self.get("return client.refresh()").await.context("the refresh after it")?;
        ensure!(is_the_same_session(&session, &refreshed), "{session} became {refreshed}");
        ensure!(self.token().await? != token, "it is the old token");
        Ok(refusal)
    }
}

async fn is_refused_and_does_no_harm(scene: &Scene<'_>, (_, effect, code): Answer) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    app.keeps_the_session(effect(), code).await?;
    Ok(())
}

async fn s44_redirect_of_the_token_endpoint_is_not_followed(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    scene.open("").await?;
    for status in [301, 302, 303, 307, 308] {
        app.sign_in_here(&MEMBERS[0], SCOPE, Life::Day).await?;
        let location = scene.stage.elsewhere.base() + "/anything";
        app.keeps_the_session(Effect::Redirect { location, status }, "network_error").await?;
    }
    let requests = scene.stage.elsewhere.requests();
    ensure!(requests.is_empty(), "the other origin was asked: {requests:?}");
    Ok(())
}

async fn s39_token_endpoint_slower_than_the_time_out_is_a_timeout(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session', timeoutMs: 500");
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    app.keeps_the_session(Effect::Latency { ms: 5_000 }, "timeout").await?;
    Ok(())
}

/// An app that hands its own settings on may have none of them.
async fn s39_time_out_that_is_not_told_is_the_usual_one(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    for none in ["undefined", "null"] {
        let config = format!("refreshTokenStore: 'session', timeoutMs: {none}");
        let app = App::new(scene, &config);
        app.sign_in_here(&MEMBERS[0], SCOPE, Life::Day).await?;
        scene.stage.sandbox.add_fault(Fault::new(TOKEN, Effect::Latency { ms: 300 }));
        app.get("return client.refresh()").await.with_context(|| none)?;
    }
    Ok(())
}

async fn s23_what_the_token_endpoint_says_is_told_as_it_stands(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let told = app.keeps_the_session(refusal(503, "Busy"), "token_error").await?;
    ensure!(told.get("status") == 503 && told.get("errorCode") == "Busy", "{}", told.text());
    ensure!(told.get("errorMessage") == "<b>later</b>", "{}", told.text());
    Ok(())
}

async fn s24_token_of_another_app_is_refused_at_the_token_endpoint_too(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let sandbox = &scene.stage.sandbox;
    let other = sandbox.register_app("other", &[&scene.home()])?;
    let token = sandbox.issue_tokens(&other.client_id, &MEMBERS[0], SCOPE)?.access_token;
    app.keeps_the_session(edit("access_token", json!(token)), "client_mismatch").await?;
    Ok(())
}

/// Of the token that a refresh has just brought, in whole seconds.
const LIFETIME: &str = "const before = Date.now();
    const { expiresAt } = await client.refresh();
    const [least, most] = [expiresAt - Date.now(), expiresAt - before].map((ms) => ms / 1000);
    return [least, most, Number.isFinite(expiresAt)]";

async fn lifetime(app: &App<'_>, expires_in: &str) -> Result<(f64, f64)> {
    // Each time in a session of its own: after a refresh, the next one waits a while.
    app.sign_in_here(&MEMBERS[0], SCOPE, Life::Day).await?;
    app.scene.stage.sandbox.clear_faults();
    app.scene.token_endpoint(edit("expires_in", serde_json::from_str(expires_in)?));
    let told = app.get(LIFETIME).await.with_context(|| format!("expires_in is {expires_in}"))?;
    ensure!(told[2] == true, "expires_in is {expires_in}: the session ends never");
    Ok((told[0].as_f64().context("a number")?, told[1].as_f64().context("a number")?))
}

/// A day, as its JWT says.
async fn s21_lifetime_that_is_none_at_the_token_endpoint_is_the_token_s_own(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    scene.open("").await?;
    for odd in ODD_LIFETIMES {
        let (least, most) = lifetime(&app, odd).await?;
        ensure!(least <= 86_400.0 && 86_400.0 <= most, "expires_in is {odd}: between {least} and {most}");
    }
    Ok(())
}

async fn s21_lifetime_at_the_token_endpoint_is_taken_in_whole_seconds(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    scene.open("").await?;
    for (said, seconds) in LIFETIMES {
        let (least, most) = lifetime(&app, said).await?;
        ensure!(least <= seconds && seconds <= most, "expires_in is {said}: between {least} and {most}");
    }
    Ok(())
}

async fn s22_scope_that_the_token_endpoint_says_is_the_granted_one(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    // Since the sign-in, the member has taken one permission back.
    scene.token_endpoint(edit("scope", json!("users:read")));
    let session = app.get("return client.refresh()").await?;
    ensure!(session["scope"] == json!(["users:read"]), "{session}");
    let balance = "return client.fetch('/cash/v1/balance')";
    app.run(balance).await?.refused_with("insufficient_scope")?;
    Ok(())
}

async fn s38_refusals_of_the_token_endpoint_hold_no_token(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, REFRESHING);
    let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let sandbox = &scene.stage.sandbox;
    let other = sandbox.register_app("other", &[&scene.home()])?.client_id;
    let foreign = sandbox.issue_tokens(&other, &MEMBERS[0], SCOPE)?.access_token;
    ensure!(other != DEMO_CLIENT_ID, "it is the same app");
    let effects = [
        Effect::Truncated,
        edit("token_type", json!("mac")),
        edit("access_token", json!(foreign)),
        edit("refresh_token", json!("secret\n")),
        refusal(503, "Busy"),
        Effect::Dropped,
    ];
    let refresh_token = tokens.refresh_token.unwrap_or_default();
    for effect in effects {
        scene.stage.sandbox.clear_faults();
        scene.token_endpoint(effect);
        let text = app.run("return client.refresh()").await?.refusal()?.text();
        let held = ["eyJ", "secret", &refresh_token].into_iter().find(|it| text.contains(it));
        ensure!(held.is_none(), "it holds {held:?}: {text}");
    }
    ensure!(app.token_requests() >= 6, "too few requests were made");
    Ok(())
}
