//! The app's own server, `www/server`: it alone has the client secret for CoolSMS's code grant, and it passes calls on to an
//! API without CORS.

use anyhow::{Context, Result, bail, ensure};
use browser::{Refused, in_repository};
use sandbox::{Options, RegisteredApp};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::app::{App, CALL, CALLBACK};
use crate::case::{Case, case};
use crate::program::Program;
use crate::scene::{BALANCE, SCOPE, Scene, TOKEN};

const PLACE: &str = "?tab=inbox#/messages/7";

pub(crate) fn cases() -> Vec<Case> {
    let without_cors = || Options { cors: false, ..Options::default() };
    vec![
        case!([] code_becomes_a_session_by_the_app_s_own_server_which_refreshes_it_too),
        case!([] api_without_cors_is_called_through_the_own_server: one_option_suffices("token")).with(without_cors()),
        case!([] code_grant_needs_no_more_where_the_api_has_no_cors: one_option_suffices("code")).with(without_cors()),
    ]
}

/// An app's own server, before this scene's CoolSMS.
struct OwnServer {
    registered: RegisteredApp,
    /// The address of its token endpoint.
    endpoint: String,
    program: Program,
}

impl OwnServer {
    async fn start(scene: &Scene<'_>) -> Result<Self> {
        let registered = scene.stage.sandbox.register_app("With a server", &[&scene.home()])?;
        let mut command = Command::new("node");
        command.arg(in_repository("www/server/server.mjs")).envs([
            ("CLIENT_ID", registered.client_id.as_str()),
            ("CLIENT_SECRET", &registered.client_secret),
            ("REDIRECT_URI", &scene.home()),
            ("COOLSMS", &scene.stage.sandbox.base()),
            ("PORT", "0"),
        ]);
        let (endpoint, program) = Program::start("own-server", &mut command).await?;
        Ok(Self { registered, endpoint, program })
    }

    /// The app, with such a provider.
    fn app<'a>(&self, scene: &'a Scene<'_>, response_type: &str, provider: &str) -> App<'a> {
        let id = &self.registered.client_id;
        App::new(scene, format!("clientId: '{id}', responseType: '{response_type}', provider: {provider}"))
    }

    /// It has kept to itself what it was asked.
    async fn has_logged_nothing(self) -> Result<()> {
        let log = self.program.end().await?;
        ensure!(log.is_empty(), "the log says {log}");
        Ok(())
    }
}

/// Signs in from a place in the app, back to which the person comes.
async fn sign_in(app: &App<'_>) -> Result<Value> {
    app.scene.open(PLACE).await?;
    app.leave("").await?;
    app.scene.decide("#allow").await?;
    app.scene.browser.evaluate("recordAnswers()").await?;
    let result = app.run(CALLBACK).await?;
    ensure!(result["returnTo"] == format!("/test/blank.html{PLACE}"), "{result}");
    app.scene.address_is_clean().await?;
    Ok(result)
}

async fn code_becomes_a_session_by_the_app_s_own_server_which_refreshes_it_too(scene: &Scene<'_>) -> Result<()> {
    let server = OwnServer::start(scene).await?;
    let provider =
        format!("{{ ...CoolsmsOAuth2.coolsms({{ base: facts.base }}), tokenEndpoint: '{}' }}", server.endpoint);
    let app = server.app(scene, "code", &provider);
    let result = sign_in(&app).await?;
    ensure!(result["session"]["scope"] == json!(SCOPE.split(' ').collect::<Vec<_>>()), "{result}");
    app.calls().await?;
    scene.stage.sandbox.expire_tokens();
    app.calls().await.context("after a refresh")?;

    let asked = scene.asked(TOKEN);
    let [exchange, refresh] = asked.as_slice() else { bail!("CoolSMS was asked {asked:?}") };
    let (code, token): (Value, Value) = (serde_json::from_str(&exchange.body)?, serde_json::from_str(&refresh.body)?);
    let secret = &server.registered.client_secret;
    ensure!(code["client_secret"] == json!(secret) && code["code_verifier"].is_string(), "{code}");
    ensure!(token.as_object().is_some_and(|it| it.len() == 2), "the refresh carries {token}");
    ensure!(exchange.origin.is_none() && refresh.origin.is_none(), "the page asked CoolSMS itself");

    let answers = scene.browser.evaluate("return answers.join()").await?.to_string();
    let stored = scene.stored().await?;
    ensure!(answers.contains("eyJ"), "nothing was heard");
    ensure!(!answers.contains(secret) && !stored.contains(secret), "the page has the secret");
    server.has_logged_nothing().await
}

/// With `coolsms({ base })` alone, a page signs in at a CoolSMS without CORS, calls it, and hears why a call was refused.
async fn one_option_suffices(scene: &Scene<'_>, response_type: &str) -> Result<()> {
    let server = OwnServer::start(scene).await?;
    let base = server.endpoint.strip_suffix("/token").context("its other place")?.to_owned() + "/api";
    let app = server.app(scene, response_type, &format!("CoolsmsOAuth2.coolsms({{ base: '{base}' }})"));
    sign_in(&app).await?;

    // Without the server, the page may not hear what CoolSMS says.
    let direct = "const init = { headers: { Authorization: 'Bearer a' } };
        return fetch(facts.base + '/cash/v1/balance', init).then(({ status }) => status, ({ name }) => name)";
    ensure!(scene.run(direct).await? == "TypeError", "CoolSMS has CORS");
    let asked = scene.asked(BALANCE).len();
    app.calls().await?;
    let calls = scene.asked(BALANCE).split_off(asked);
    let [call] = calls.as_slice() else { bail!("CoolSMS was asked {calls:?}") };
    ensure!(call.authorization.as_ref().is_some_and(|it| it.starts_with("Bearer eyJ")), "{call:?}");
    ensure!(call.origin.is_none() && call.referer.is_none() && call.cookie.is_none(), "it tells of the page: {call:?}");

    scene.stage.sandbox.expire_tokens();
    if response_type == "code" {
        app.calls().await.context("after a refresh")?;
    } else {
        let refusal = app.run(CALL).await.refused_with("unauthorized")?;
        ensure!(refusal["status"] == 401 && refusal["response"]["isReadable"] == true, "{refusal}");
    }
    server.has_logged_nothing().await
}
