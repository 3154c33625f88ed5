//! The rows of `tests/vectors` that need an address or an answer of their own: callbacks, granted scopes, challenges;
//! and those of the origins that a token goes to, since requests are made in the package's JavaScript. The others run in
//! the module's own tests, `tests/browser/vectors`.

use anyhow::{Context, Result, ensure};
use sandbox::{Effect, Fault};
use serde_json::{Map, Value, json};

use crate::case::{Case, cases};
use crate::rows::{Comparison, expected, expected_of_export, padding, rows, settings, text_of};
use crate::scene::{SCOPE, Scene};

/// The origin of the rows' app.
const APP: &str = "https://app.example";
/// The parameters of a response; the first four tell a response in the fragment from a route.
const PARAMETERS: [&str; 13] = [
    "access_token",
    "code",
    "error",
    "state",
    "token_type",
    "expires_in",
    "expires",
    "scope",
    "refresh_token",
    "error_description",
    "error_uri",
    "iss",
    "oauth_state",
];

/// Has the tab remember these sign-ins and nothing else.
const REMEMBER: &str = "const record = ({ minutesAgo = 1, spent = false, ...members }) => {
      const issuedAt = pageTime() - minutesAgo * 60_000;
      return { ...members, spent, issuedAt, expiresAt: issuedAt + 600_000, scope: 'users:read cash:read',
        returnTo: '/inbox?tab=2', appState: '{\"draft\":7}' };
    };
    sessionStorage.clear();
    sessionStorage.setItem('coolsms-oauth2.pending', JSON.stringify(args[0].map(record)))";

/// What the app is told, where the page is then, and what of each remembered state has become.
const ARRIVE: &str = "const client = CoolsmsOAuth2.createClient(args[0]);
    const now = pageTime();
    const signedIn = async ({ session, returnTo, appState }) => ({
      outcome: 'signed_in', accessToken: await client.getAccessToken(), scope: session.scope, returnTo, appState,
      lifetimeSeconds: session.expiresAt === null ? null : (session.expiresAt - now) / 1000,
    });
    const refused = (error) => {
      const { name, message, code, ...members } = describe(error);
      return { outcome: name === 'OAuthError' ? code : message, ...members };
    };
    const told = await client.handleRedirectCallback().then((result) => result && signedIn(result)).catch(refused);
    const condition = ({ spent, issuedAt, expiresAt }) =>
      spent ? 'spent' : Math.abs(now - issuedAt) < expiresAt - issuedAt ? 'live' : 'stale';
    const remembered = JSON.parse(sessionStorage.getItem('coolsms-oauth2.pending') ?? '[]');
    const after = Object.fromEntries(remembered.map((record) => [record.state, condition(record)]));
    return { told, address: location.href, after }";

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s10_every_callback_of_the_vectors_ends_as_its_row_says,
        s32_every_target_of_the_vectors_gets_the_token_or_nothing_as_its_row_says,
        s35_every_scope_of_the_vectors_is_found_missing_as_its_row_says,
        s37_every_challenge_of_the_vectors_means_what_its_row_says,
    ]
}

/// The configuration of the rows' app, as a row changes it.
fn config(scene: &Scene<'_>, row: &Value) -> Value {
    let redirect_uri = row["redirectUri"].as_str().unwrap_or("https://app.example/callback");
    let mut config = json!({
        "clientId": "our-app",
        "redirectUri": redirect_uri.replace(APP, &scene.stage.app.base()),
        "scope": "users:read cash:read",
    });
    if let Some(name) = row["provider"].as_str() {
        config["provider"] = settings(name);
    }
    config
}

/// A sign-in that the tab remembers, whole.
fn record(scene: &Scene<'_>, row: &Value) -> Value {
    let mut record = json!({ "clientId": "our-app", "provider": "coolsms", "responseType": "token",
        "redirectUri": "https://app.example/callback" });
    let own = row.as_object().cloned().unwrap_or_default();
    if let Some(record) = record.as_object_mut() {
        record.extend(own);
    }
    record["redirectUri"] = json!(text_of(&record, "redirectUri").replace(APP, &scene.stage.app.base()));
    record
}

/// An address without its response: the app's own query stays, and its route unless the response stood in its place.
fn without_response(url: &str) -> String {
    let is_named = |piece: &&str, names: &[&str]| names.contains(&piece.split('=').next().unwrap_or_default());
    let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (base, query) = rest.split_once('?').unwrap_or((rest, ""));
    let own: Vec<&str> = query.split('&').filter(|it| !it.is_empty() && !is_named(it, &PARAMETERS)).collect();
    let query = if own.is_empty() { String::new() } else { format!("?{}", own.join("&")) };
    let has_route = !fragment.is_empty() && !fragment.split('&').any(|it| is_named(&it, &PARAMETERS[..4]));
    format!("{base}{query}{}", if has_route { format!("#{fragment}") } else { String::new() })
}

/// As a row writes it: the app's note as JSON text, and nothing of what is not there.
fn as_a_row_says(told: &Value) -> Value {
    let Some(members) = told.as_object() else { return Value::Null };
    let mut told: Map<String, Value> =
        members.iter().filter(|(_, it)| !it.is_null()).map(|(name, it)| (name.clone(), it.clone())).collect();
    if let Some(note) = told.get_mut("appState") {
        *note = json!(note.to_string());
    }
    Value::Object(told)
}

/// Loads an address. Firefox's driver may answer before the last page is gone, so that is gone first.
async fn load(scene: &Scene<'_>, address: &str) -> Result<()> {
    scene.browser.goto("about:blank").await?;
    scene.open_page(address).await
}

async fn arrive(scene: &Scene<'_>, row: &Value) -> Result<Value> {
    let pending: Vec<Value> = row["pending"].as_array().into_iter().flatten().map(|it| record(scene, it)).collect();
    scene.run_with(json!(pending), REMEMBER).await?.value()?;
    let url = text_of(row, "url").replace(APP, &scene.stage.app.base());
    let url = [url.as_str(), &padding(row, &url)].concat();
    load(scene, &url).await?;
    let seen = scene.run_with(config(scene, row), ARRIVE).await?.value()?;
    let address = seen["address"].as_str().unwrap_or_default();
    let cleaned = if address == url {
        json!(false)
    } else if address == without_response(&url) {
        json!(true)
    } else {
        json!(address)
    };
    Ok(json!({ "expect": as_a_row_says(&seen["told"]), "cleaned": cleaned, "after": seen["after"] }))
}

/// One row is left to the native tests: a client of this page takes no redirect URI of another origin.
async fn s10_every_callback_of_the_vectors_ends_as_its_row_says(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&scene.stage.page("/callback")).await?;
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        rows("callbacks").into_iter().partition(|row| text_of(row, "url").starts_with("https://app.example/"));
    ensure!(elsewhere.len() == 1, "{elsewhere:?}");
    let mut comparison = Comparison::new("callbacks");
    for row in here {
        let whole = json!({ "expect": expected(&row), "cleaned": row["cleaned"], "after": row["after"] });
        let found = arrive(scene, &row).await.with_context(|| row["name"].to_string())?;
        comparison.add(&row, &whole, &found);
    }
    comparison.result().map_err(anyhow::Error::msg)
}

async fn s32_every_target_of_the_vectors_gets_the_token_or_nothing_as_its_row_says(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&scene.stage.page("/callback")).await?;
    let rows = rows("api_origins");
    let outcomes = scene.run_with(json!(rows), "return callTargets(args[0])").await?.value()?;
    let outcomes = outcomes.as_array().context("an outcome for each row")?;
    ensure!(outcomes.len() == rows.len(), "{outcomes:?}");
    let mut comparison = Comparison::new("api_origins");
    for (row, outcome) in rows.iter().zip(outcomes) {
        comparison.add(row, expected_of_export(row), outcome);
    }
    comparison.result().map_err(anyhow::Error::msg)
}

async fn s35_every_scope_of_the_vectors_is_found_missing_as_its_row_says(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&scene.stage.page("/callback")).await?;
    let missing = "const client = CoolsmsOAuth2.createClient(args[0].config);
        await client.handleRedirectCallback();
        return client.missingScopes(args[0].needed)";
    let mut comparison = Comparison::new("scopes");
    for row in rows("scopes").iter().filter(|row| row.get("ask").is_none()) {
        let config = config(scene, row);
        let id = config["provider"]["id"].as_str().unwrap_or("coolsms");
        scene.run_with(json!([record(scene, &json!({ "state": "ours", "provider": id }))]), REMEMBER).await?.value()?;
        let response = "return new URLSearchParams({ access_token: 't', token_type: 'Bearer', state: 'ours',
            ...(args[0] !== null && { scope: args[0] }) }).toString()";
        let response = scene.run_with(row["granted"].clone(), response).await?.value()?;
        let address = format!("{}#{}", scene.stage.page("/callback"), response.as_str().unwrap_or_default());
        load(scene, &address).await?;
        let argument = json!({ "config": config, "needed": row["needed"] });
        comparison.add(row, expected(row), &scene.run_with(argument, missing).await?.value()?); // S22
    }
    comparison.result().map_err(anyhow::Error::msg)
}

/// A client shows no challenge as such: it shows what it means.
fn meaning(challenge: &Value) -> Value {
    if challenge["error"] != "insufficient_scope" {
        return json!({ "code": "unauthorized", "missingScopes": null });
    }
    let scope = challenge["scope"].as_str().unwrap_or_default();
    let words: Vec<&str> = scope.split(' ').filter(|word| !word.is_empty()).collect();
    json!({ "code": "insufficient_scope", "missingScopes": words })
}

async fn s37_every_challenge_of_the_vectors_means_what_its_row_says(scene: &Scene<'_>) -> Result<()> {
    scene.sign_in(SCOPE).await?;
    let mut comparison = Comparison::new("www_authenticate");
    for row in rows("www_authenticate") {
        let answer = Effect::Status {
            status: 401,
            error_code: "Unauthorized".to_owned(),
            error_message: String::new(),
            headers: [("WWW-Authenticate".to_owned(), text_of(&row, "header").to_owned())].into(),
        };
        scene.stage.sandbox.add_fault(Fault::new("/cash/v1/balance", answer));
        let refusal = scene.run("return newClient().fetch('/cash/v1/balance')").await?.refusal()?;
        let found = json!({ "code": refusal.code(), "missingScopes": refusal.get("missingScopes") });
        comparison.add(&row, &meaning(expected(&row)), &found);
    }
    comparison.result().map_err(anyhow::Error::msg)
}
