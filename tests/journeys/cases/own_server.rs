//! The app's own server, `www/server`: it alone has the client secret for CoolSMS's code grant, and it passes calls on to an
//! API without CORS.

use anyhow::{Context, Result, bail, ensure};
use browser::{Refused, in_repository};
use sandbox::{Options, RegisteredApp};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::case::{Case, case};
use crate::program::Program;
use crate::scene::{BALANCE, SCOPE, Scene, TOKEN};

const PLACE: &str = "?tab=inbox#/messages/7";

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case!([] code_becomes_a_session_by_the_app_s_own_server_which_refreshes_it_too),
        case!([] api_without_cors_is_called_through_the_own_server: one_option_suffices("token")).with(without_cors()),
        case!([] code_grant_needs_no_more_where_the_api_has_no_cors: one_option_suffices("code")).with(without_cors()),
    ]
}

fn without_cors() -> Options {
    Options { cors: false, ..Options::default() }
}

/// An app, and its own server.
struct OwnServer {
    app: RegisteredApp,
    endpoint: String,
    program: Program,
    /// The app's configuration, as the README writes it.
    config: Value,
}

impl Scene<'_> {
    /// Starts it, before this scene's CoolSMS.
    async fn own_server(&self) -> Result<OwnServer> {
        self.open(PLACE).await?;
        let app = self.stage.sandbox.register_app("With a server", &[&self.home()])?;
        let mut command = Command::new("node");
        command.arg(in_repository("www/server/server.mjs")).envs([
            ("CLIENT_ID", app.client_id.as_str()),
            ("CLIENT_SECRET", &app.client_secret),
            ("REDIRECT_URI", &self.home()),
            ("COOLSMS", &self.stage.sandbox.base()),
            ("PORT", "0"),
        ]);
        let endpoint = |line: &str| line.split(' ').next().map(str::to_owned);
        let (endpoint, program) = Program::start("own-server", &mut command, endpoint).await?;
        let provider = self.run_with(json!(endpoint), "return provider({ tokenEndpoint: args[0] })").await?;
        let config = json!({ "clientId": app.client_id, "responseType": "code", "provider": provider });
        Ok(OwnServer { app, endpoint, program, config })
    }
}

const CALLBACK: &str = "return newClient(args[0]).handleRedirectCallback()";
const CALL: &str = "return (await newClient(args[0]).fetch('/cash/v1/balance')).status";

async fn code_becomes_a_session_by_the_app_s_own_server_which_refreshes_it_too(scene: &Scene<'_>) -> Result<()> {
    let server = scene.own_server().await?;
    let (secret, config) = (&server.app.client_secret, &server.config);
    let provider_page = scene.leave(config.clone(), json!({})).await?;
    ensure!(provider_page.contains("response_type=code"), "{provider_page}");
    scene.decide("#allow").await?;
    scene.browser.evaluate("recordAnswers()").await?;

    let result = scene.run_with(config.clone(), CALLBACK).await?;
    ensure!(result["returnTo"] == json!(format!("/test/blank.html{PLACE}")), "{result}");
    ensure!(result["session"]["scope"] == json!(SCOPE.split(' ').collect::<Vec<_>>()), "{result}");
    ensure!(scene.run_with(config.clone(), CALL).await? == 200, "the call did not go through");
    scene.stage.sandbox.expire_tokens();
    ensure!(scene.run_with(config.clone(), CALL).await? == 200, "the call did not go through after a refresh");

    let asked = scene.asked(TOKEN);
    let [exchange, refresh] = asked.as_slice() else { bail!("CoolSMS was asked {asked:?}") };
    let (code, token): (Value, Value) = (serde_json::from_str(&exchange.body)?, serde_json::from_str(&refresh.body)?);
    ensure!(code["client_secret"] == json!(secret) && code["code_verifier"].is_string(), "{code}");
    ensure!(token.as_object().is_some_and(|it| it.len() == 2), "the refresh carries {token}");
    ensure!(exchange.origin.is_none() && refresh.origin.is_none(), "the page asked CoolSMS itself");

    let answers = scene.browser.evaluate("return answers.join()").await?.to_string();
    let stored = scene.stored().await?;
    ensure!(answers.contains("eyJ"), "nothing was heard");
    ensure!(!answers.contains(secret) && !stored.contains(secret), "the page has the secret");
    let log = server.program.printed();
    ensure!(log.is_empty(), "the log says {log}");
    scene.address_is_clean().await
}

/// With `coolsms({ base })` alone, a page signs in at a CoolSMS without CORS, calls it, and hears why a call was refused.
async fn one_option_suffices(scene: &Scene<'_>, response_type: &str) -> Result<()> {
    let server = scene.own_server().await?;
    let base = server.endpoint.strip_suffix("/token").context("its other place")?.to_owned() + "/api";
    let provider = scene.run_with(json!(base), "return CoolsmsOAuth2.coolsms({ base: args[0] })").await?;
    let config = json!({ "clientId": server.app.client_id, "responseType": response_type, "provider": provider });
    scene.leave(config.clone(), json!({})).await?;
    scene.decide("#allow").await?;
    let result = scene.run_with(config.clone(), CALLBACK).await?;
    ensure!(result["returnTo"] == json!(format!("/test/blank.html{PLACE}")), "{result}");
    scene.address_is_clean().await?;

    // Without the server, the page may not hear what CoolSMS says.
    let direct = "return ask(facts.base + '/cash/v1/balance', { headers: { Authorization: 'Bearer a' } })";
    ensure!(scene.run(direct).await? == "TypeError", "CoolSMS has CORS");
    let asked = scene.asked(BALANCE).len();
    ensure!(scene.run_with(config.clone(), CALL).await? == 200, "the call did not go through");
    let calls = scene.asked(BALANCE).split_off(asked);
    let [call] = calls.as_slice() else { bail!("CoolSMS was asked {calls:?}") };
    ensure!(call.authorization.as_ref().is_some_and(|it| it.starts_with("Bearer eyJ")), "{call:?}");
    ensure!(call.origin.is_none() && call.referer.is_none() && call.cookie.is_none(), "it tells of the page: {call:?}");

    scene.stage.sandbox.expire_tokens();
    if response_type == "code" {
        ensure!(scene.run_with(config, CALL).await? == 200, "the call did not go through after a refresh");
    } else {
        let refusal = scene.run_with(config, CALL).await.refused_with("unauthorized")?;
        ensure!(refusal["status"] == 401 && refusal["response"]["isReadable"] == true, "{refusal}");
    }
    ensure!(server.program.printed().is_empty(), "the server wrote something down");
    Ok(())
}
