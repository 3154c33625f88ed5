//! An app with a configuration of its own, on the usual page, in whichever tab is in front.

use anyhow::{Context, Result, ensure};
use journeys::{Outcome, Tab};
use sandbox::{DEMO_CLIENT_ID, Member, Tokens};
use serde_json::Value;

use crate::scene::Scene;

/// How long the token of a sign-in lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// A day from now on, as CoolSMS has it.
    Day,
    /// 25 seconds more of its two minutes: good still, and due to be refreshed before the next call.
    EndsSoon,
}

/// What a call for the balance comes to.
pub(crate) const CALL: &str = "return (await client.fetch('/cash/v1/balance')).status";

pub(crate) struct App<'a> {
    pub(crate) scene: &'a Scene<'a>,
    /// Members of the configuration, in JavaScript.
    config: &'a str,
}

impl<'a> App<'a> {
    pub(crate) fn new(scene: &'a Scene<'a>, config: &'a str) -> Self {
        Self { scene, config }
    }

    /// Runs the body of an async function; `client` is the app's.
    pub(crate) async fn run(&self, body: &str) -> Result<Outcome> {
        self.scene.run(&self.script(body)).await
    }

    /// The value of [`Self::run`].
    pub(crate) async fn get(&self, body: &str) -> Result<Value> {
        self.run(body).await?.value()
    }

    /// [`Self::run`] without waiting for the end: see [`Self::ended`].
    pub(crate) async fn begin(&self, name: &str, body: &str) -> Result<()> {
        self.scene.browser.begin(name, &self.script(body)).await
    }

    /// [`Self::begin`] in a person's click.
    pub(crate) async fn begin_in_a_click(&self, name: &str, body: &str) -> Result<()> {
        self.scene.browser.begin_in_a_click(name, &self.script(body)).await
    }

    /// Waits for what was begun in this tab.
    pub(crate) async fn ended(&self, name: &str) -> Result<Outcome> {
        self.scene.browser.ended(name).await
    }

    fn script(&self, body: &str) -> String {
        format!("const config = {{ {} }}; const client = newClient(config); {body}", self.config)
    }

    /// Opens the usual page and signs the member in there: see [`Self::sign_in_here`].
    pub(crate) async fn sign_in(&self, member: &'static Member, scope: &str, life: Life) -> Result<Tokens> {
        self.scene.open("").await?;
        self.sign_in_here(member, scope, life).await
    }

    /// Signs the member in by a short cut: the response is put into the address of the page as it stands.
    pub(crate) async fn sign_in_here(&self, member: &'static Member, scope: &str, life: Life) -> Result<Tokens> {
        let tokens = self.scene.stage.sandbox.issue_tokens(DEMO_CLIENT_ID, member, scope);
        let (access, refresh) = (&tokens.access_token, tokens.refresh_token.as_deref().unwrap_or_default());
        let (seconds_ago, lifetime) = match life {
            Life::Day => (0, ""),
            Life::EndsSoon => (95, "&expires_in=120"),
        };
        let response = format!("#access_token={access}&refresh_token={refresh}{lifetime}&state=");
        // The page is the redirect URI here, whatever the app's own is.
        self.get(&format!(
            "await earlier({seconds_ago}, async () => {{
              const state = CoolsmsOAuth2.generateState(binding());
              history.replaceState(null, '', '{response}' + state);
              const here = newClient({{ ...config, redirectUri: binding().redirectUri }});
              await here.handleRedirectCallback();
            }})"
        ))
        .await?;
        Ok(tokens)
    }

    /// What the app knows of its session, or null.
    pub(crate) async fn session(&self) -> Result<Value> {
        self.get("return client.getSession()").await
    }

    /// The token that a call would carry.
    pub(crate) async fn token(&self) -> Result<String> {
        Ok(self.get("return client.getAccessToken()").await?.as_str().context("a token")?.to_owned())
    }

    /// The name that the API knows the member of this tab by.
    pub(crate) async fn name(&self) -> Result<Value> {
        self.get("return (await (await client.fetch('/users/v1/member')).json()).name").await
    }

    /// Opens the usual page in another tab and goes on there.
    pub(crate) async fn open_another_tab(&self) -> Result<Tab> {
        let tab = self.scene.browser.open_tab().await?;
        self.scene.open("").await?;
        Ok(tab)
    }

    /// Opens it as a copy of this tab, with a copy of its sessionStorage, and goes on there.
    pub(crate) async fn duplicate_tab(&self) -> Result<Tab> {
        let known = self.scene.browser.tabs().await?;
        self.scene.browser.begin_in_a_click("duplicate", "window.open(location.href)").await?;
        let tab = self.scene.browser.wait_for_tab(&known).await?;
        self.scene.wait_for_the_module().await?;
        Ok(tab)
    }

    /// Waits until this tab has a session.
    pub(crate) async fn wait_for_a_session(&self) -> Result<Value> {
        let session = self.script("return client.getSession()");
        self.scene.browser.wait_for("a session", &session).await
    }

    /// Waits until this tab knows that one, down to its end.
    pub(crate) async fn wait_for_session(&self, session: &Value) -> Result<()> {
        let end = &session["expiresAt"];
        let is_there = self.script(&format!("return client.getSession()?.expiresAt === {end}"));
        self.scene.browser.wait_for("the news of the session", &is_there).await?;
        ensure!(self.session().await? == *session, "it is another session");
        Ok(())
    }

    /// Waits until this tab has none, without using it.
    pub(crate) async fn wait_for_no_session(&self) -> Result<()> {
        let none = self.script("return client.getSession() === null");
        self.scene.browser.wait_for("the end of the session", &none).await?;
        Ok(())
    }
}

/// What a listener was told, as data.
pub(crate) const LISTEN: &str = "window.heard = [];
    client.subscribe((reason) => { window.heard.push(reason ? describe(reason) : null); });";
