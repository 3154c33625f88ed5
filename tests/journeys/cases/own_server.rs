//! CoolSMS's code grant, with the app's own server, `www/server`: it alone has the client secret.

use std::process::Stdio;
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result, ensure};
use journeys::in_repository;
use sandbox::{RecordedRequest, RegisteredApp};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::case::{Case, cases};
use crate::scene::{SCOPE, Scene};

const PLACE: &str = "?tab=inbox#/messages/7";
const TOKEN_ENDPOINT: &str = "/oauth2/v1/access_token";

pub(crate) fn cases() -> Vec<Case> {
    cases![
        [] code_becomes_a_session_by_the_app_s_own_server_which_refreshes_it_too,
        [] own_server_with_a_wrong_secret_is_told_and_the_place_of_the_person_is_kept,
        [] own_server_serves_its_own_app_alone,
        [] own_server_says_that_coolsms_does_not_answer,
    ]
}

/// The server, running in Node.js until it is dropped.
struct OwnServer {
    endpoint: String,
    /// What it has printed.
    log: Arc<Mutex<String>>,
    _process: Child,
}

impl OwnServer {
    async fn start(scene: &Scene<'_>, app: &RegisteredApp, coolsms: &str) -> Result<Self> {
        let mut process = Command::new("node")
            .arg(in_repository("www/server/server.mjs"))
            .env("CLIENT_ID", &app.client_id)
            .env("CLIENT_SECRET", &app.client_secret)
            .env("REDIRECT_URI", scene.home())
            .env("COOLSMS", coolsms)
            .env("PORT", "0")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("running node")?;
        let mut lines = BufReader::new(process.stdout.take().context("its output")?).lines();
        let first = lines.next_line().await?.context("it ended at once")?;
        let endpoint = first.split(' ').next().unwrap_or_default().to_owned();
        let log = Arc::new(Mutex::new(first));
        tokio::spawn(keep(lines, Arc::clone(&log)));
        Ok(Self { endpoint, log, _process: process })
    }

    fn printed(&self) -> String {
        self.log.lock().map(|log| log.clone()).unwrap_or_default()
    }
}

async fn keep(mut lines: Lines<BufReader<ChildStdout>>, log: Arc<Mutex<String>>) {
    while let Ok(Some(line)) = lines.next_line().await {
        if let Ok(mut log) = log.lock() {
            log.push_str(&line);
        }
    }
}

impl Scene<'_> {
    fn register_own_app(&self) -> Result<RegisteredApp> {
        Ok(self.stage.sandbox.register_app("With a server", &[&self.home()])?)
    }

    /// The app's configuration, as the README writes it.
    async fn config_of(&self, app: &RegisteredApp, server: &OwnServer) -> Result<Value> {
        let provider = "return provider({ tokenEndpoint: args[0] })";
        let provider = self.run_with(json!(server.endpoint), provider).await?.value()?;
        Ok(json!({ "clientId": app.client_id, "responseType": "code", "provider": provider }))
    }

    /// From a place in the app to CoolSMS and back, with a code.
    async fn come_back_with_a_code(&self, config: &Value) -> Result<()> {
        self.open(PLACE).await?;
        let started = self.leave(config, &json!({})).await?;
        ensure!(started.provider_page.contains("response_type=code"), "{}", started.provider_page);
        self.decide("#allow").await
    }

    /// What CoolSMS's token endpoint was asked.
    fn token_requests(&self) -> Vec<(RecordedRequest, Value)> {
        let asked = self.stage.sandbox.requests().into_iter().filter(|request| request.path == TOKEN_ENDPOINT);
        asked.map(|request| (request.clone(), serde_json::from_str(&request.body).unwrap_or_default())).collect()
    }
}

/// Keeps what every server answers to this page.
const LISTEN: &str = "window.heard = '';
    const real = window.fetch;
    window.fetch = async (...request) => {
      const answer = await real(...request);
      window.heard += await answer.clone().text();
      return answer;
    };";
const CALLBACK: &str = "return newClient(args[0]).handleRedirectCallback()";
const CALL: &str = "return (await newClient(args[0]).fetch('/cash/v1/balance')).status";

async fn code_becomes_a_session_by_the_app_s_own_server_which_refreshes_it_too(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let app = scene.register_own_app()?;
    let server = OwnServer::start(scene, &app, &scene.stage.sandbox.base()).await?;
    let config = scene.config_of(&app, &server).await?;
    scene.come_back_with_a_code(&config).await?;
    scene.browser.evaluate(LISTEN).await?;

    let result = scene.run_with(config.clone(), CALLBACK).await?.value()?;
    ensure!(result["returnTo"] == json!(format!("/test/blank.html{PLACE}")), "{result}");
    ensure!(result["session"]["scope"] == json!(SCOPE.split(' ').collect::<Vec<_>>()), "{result}");
    ensure!(scene.run_with(config.clone(), CALL).await?.value()? == 200, "the call did not go through");
    scene.stage.sandbox.expire_tokens();
    ensure!(scene.run_with(config, CALL).await?.value()? == 200, "the call did not go through after a refresh");

    let asked = scene.token_requests();
    let [(exchange, code), (refresh, token)] = asked.as_slice() else { anyhow::bail!("CoolSMS was asked {asked:?}") };
    ensure!(code["client_secret"] == json!(app.client_secret) && code["code_verifier"].is_string(), "{code}");
    ensure!(token.as_object().is_some_and(|it| it.len() == 2), "the refresh carries {token}");
    ensure!(exchange.origin.is_none() && refresh.origin.is_none(), "the page asked CoolSMS itself");

    let heard = scene.browser.evaluate("return window.heard").await?.to_string();
    let stored = scene.stored().await?;
    ensure!(heard.contains("eyJ"), "nothing was heard");
    for (place, text) in [("an answer", &heard), ("the page's storage", &stored)] {
        ensure!(!text.contains(&app.client_secret), "the secret is in {place}");
    }
    let log = server.printed();
    ensure!(log.contains("POST 200"), "the log says {log}");
    for secret in [&json!(app.client_secret), &code["code"], &code["code_verifier"], &token["refresh_token"]] {
        let secret = secret.as_str().context("a text")?;
        ensure!(!log.contains(secret), "the log holds a secret");
    }
    ensure!(!log.contains("eyJ"), "the log holds a token");
    scene.address_is_clean().await
}

async fn own_server_with_a_wrong_secret_is_told_and_the_place_of_the_person_is_kept(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let app = scene.register_own_app()?;
    let wrong = RegisteredApp { client_secret: "wrong".to_owned(), ..app.clone() };
    let server = OwnServer::start(scene, &wrong, &scene.stage.sandbox.base()).await?;
    let config = scene.config_of(&app, &server).await?;
    scene.come_back_with_a_code(&config).await?;

    let refusal = scene.run_with(config.clone(), CALLBACK).await?.refused_with("token_error")?;
    ensure!(refusal.get("errorCode") == "InvalidClient" && refusal.get("status") == 400, "{}", refusal.text());
    ensure!(refusal.get("returnTo") == &json!(format!("/test/blank.html{PLACE}")), "{}", refusal.text());
    let session = scene.run_with(config, "return newClient(args[0]).getSession()").await?.value()?;
    ensure!(session.is_null(), "somebody is signed in: {session}");
    scene.address_is_clean().await
}

/// What the server answers to a request of the page: its status, or the name of the error.
const ASK: &str = "const [endpoint, init] = args[0];
    return fetch(endpoint, init).then((answer) => answer.status, (error) => error.name);";

async fn own_server_serves_its_own_app_alone(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let app = scene.register_own_app()?;
    let server = OwnServer::start(scene, &app, &scene.stage.sandbox.base()).await?;
    let code = |client_id: &str, redirect_uri: &str| {
        json!({
            "grant_type": "authorization_code", "code": "unknown", "client_id": client_id, "redirect_uri": redirect_uri,
            "code_verifier": "unknown",
        })
        .to_string()
    };
    let post = |kind: &str, body: &str| json!({ "method": "POST", "headers": { "Content-Type": kind }, "body": body });
    let home = scene.home();
    let endpoint = server.endpoint.clone();
    let ours = post("application/json", &code(&app.client_id, &home));
    let refused = [
        (post("application/json", &code("sandbox-demo", &home)), 403),
        (post("application/json", &code(&app.client_id, "http://127.0.0.1/other")), 403),
        (post("application/json", &json!({ "grant_type": "client_credentials" }).to_string()), 403),
        (post("application/json", "null"), 403),
        (post("application/json", "{"), 400),
        (post("text/plain", &code(&app.client_id, &home)), 415),
        (post("application/json", &"x".repeat(8193)), 413),
        (json!({ "method": "GET" }), 405),
    ];
    for (init, expected) in refused {
        let status = scene.run_with(json!([endpoint, init]), ASK).await?.value()?;
        ensure!(status == expected, "{init} was answered with {status}");
    }
    let other_place = format!("{endpoint}/more");
    ensure!(scene.run_with(json!([other_place, ours]), ASK).await?.value()? == "TypeError", "it has other places");
    ensure!(scene.token_requests().is_empty(), "CoolSMS was asked");
    // This one is for CoolSMS to refuse.
    ensure!(scene.run_with(json!([endpoint, ours]), ASK).await?.value()? == 403, "the code was taken");
    ensure!(scene.token_requests().len() == 1, "CoolSMS was not asked");

    // The same machine by another name is another origin.
    scene.open_page(&(scene.stage.app.base_at("localhost") + "/test/blank.html")).await?;
    ensure!(scene.run_with(json!([endpoint, ours]), ASK).await?.value()? == "TypeError", "another origin was served");
    ensure!(scene.token_requests().len() == 1, "CoolSMS was asked for another origin");
    Ok(())
}

async fn own_server_says_that_coolsms_does_not_answer(scene: &Scene<'_>) -> Result<()> {
    scene.open("").await?;
    let app = scene.register_own_app()?;
    let server = OwnServer::start(scene, &app, "http://127.0.0.1:1").await?;
    let config = scene.config_of(&app, &server).await?;
    scene.come_back_with_a_code(&config).await?;
    let refusal = scene.run_with(config, CALLBACK).await?.refused_with("token_error")?;
    ensure!(refusal.get("status") == 502 && refusal.get("errorCode") == "BadGateway", "{}", refusal.text());
    Ok(())
}
