//! An app with a configuration of its own, on the usual page, in whichever tab is in front.

use anyhow::{Context, Result, ensure};
use browser::{Refused, Tab};
use sandbox::{DEMO_CLIENT_ID, Member};
use serde_json::{Value, json};

use crate::scene::{SCOPE, Scene};

/// How long the token of a sign-in lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// A day from now on, as CoolSMS has it.
    Day,
    /// 25 seconds more of its two minutes: good still, and due to be refreshed before the next call.
    EndsSoon,
}

/// The configuration of an app that keeps its refresh token for as long as its tab lives.
pub(crate) const KEEPING: &str = "refreshTokenStore: 'session'";

/// What a call for the balance comes to.
pub(crate) const CALL: &str = "return (await client.fetch('/cash/v1/balance')).status";
pub(crate) const CALLBACK: &str = "return client.handleRedirectCallback()";
pub(crate) const REFRESH: &str = "return client.refresh()";
pub(crate) const SIGN_OUT: &str = "return client.signOut()";

pub(crate) struct App<'a> {
    pub(crate) scene: &'a Scene<'a>,
    /// Members of the configuration, in JavaScript.
    config: String,
}

impl<'a> App<'a> {
    pub(crate) fn new(scene: &'a Scene<'a>, config: impl Into<String>) -> Self {
        Self { scene, config: config.into() }
    }

    /// Runs the body of an async function; `client` is the app's.
    pub(crate) async fn run(&self, body: &str) -> Result<Value> {
        self.scene.run(&self.script(body)).await
    }

    /// [`Self::run`] without waiting for the end: see [`browser::Browser::ended`].
    pub(crate) async fn begin(&self, name: &str, body: &str) -> Result<()> {
        self.scene.browser.begin(name, &self.script(body)).await
    }

    /// [`Self::begin`] in a person's click.
    pub(crate) async fn begin_in_a_click(&self, name: &str, body: &str) -> Result<()> {
        self.scene.browser.begin_in_a_click(name, &self.script(body)).await
    }

    fn script(&self, body: &str) -> String {
        format!("const client = newClient({{ {} }}); {body}", self.config)
    }

    /// Starts a sign-in with these options, up to the provider's page. Returns its address.
    pub(crate) async fn leave(&self, options: &str) -> Result<String> {
        self.begin("leave", &format!("leave(client, {{ {options} }})")).await?;
        self.scene.wait_for_the_provider().await?;
        self.scene.browser.address().await
    }

    /// Opens the usual page and signs the member in there by a short cut: the response is put into the address as it stands.
    /// Returns the tab.
    pub(crate) async fn sign_in(&self, member: &'static Member, life: Life) -> Result<Tab> {
        self.scene.open("").await?;
        let tokens = self.scene.stage.sandbox.issue_tokens(DEMO_CLIENT_ID, member, SCOPE);
        let (access, refresh) = (&tokens.access_token, tokens.refresh_token.as_deref().unwrap_or_default());
        let (seconds_ago, lifetime) = match life {
            Life::Day => (0, ""),
            Life::EndsSoon => (95, "&expires_in=120"),
        };
        let response = format!("access_token={access}&refresh_token={refresh}{lifetime}");
        self.run(&format!("await signInHere(client, '{response}', {seconds_ago})")).await?;
        self.scene.browser.tab().await
    }

    /// What the app knows of its session, or null.
    pub(crate) async fn session(&self) -> Result<Value> {
        self.run("return client.getSession()").await
    }

    /// The token that a call would carry.
    pub(crate) async fn token(&self) -> Result<String> {
        Ok(self.run("return client.getAccessToken()").await?.as_str().context("a token")?.to_owned())
    }

    /// A call goes through.
    pub(crate) async fn calls(&self) -> Result<()> {
        ensure!(self.run(CALL).await? == 200, "the call did not go through");
        Ok(())
    }

    /// This page is signed out, and keeps no usable token.
    pub(crate) async fn is_signed_out(&self) -> Result<()> {
        self.run("return client.getAccessToken()").await.refused_with("login_required")?;
        ensure!(self.session().await?.is_null(), "there is a session");
        self.run(CALL).await.refused_with("login_required")?;
        self.scene.stores_no_token().await
    }

    /// What a listener was told since `listenTo`: once, and of no error.
    pub(crate) async fn heard_of_one_change(&self) -> Result<()> {
        self.scene.browser.wait_for("the news", "return heard.length > 0").await?;
        let heard = self.scene.browser.evaluate("return heard").await?;
        ensure!(heard == json!([null]), "the listener heard {heard}");
        Ok(())
    }

    /// The API knows the member of this tab as that one.
    pub(crate) async fn is(&self, member: &Member) -> Result<()> {
        let name = self.run("return (await (await client.fetch('/users/v1/member')).json()).name").await?;
        ensure!(name == member.name, "the API knows {name}, not {}", member.name);
        Ok(())
    }

    /// Opens the usual page in another tab and goes on there.
    pub(crate) async fn open_another_tab(&self) -> Result<Tab> {
        let tab = self.scene.browser.open_tab().await?;
        self.scene.open("").await?;
        Ok(tab)
    }

    /// The same, until that tab has been given a session.
    pub(crate) async fn open_tab_with_session(&self) -> Result<Tab> {
        let tab = self.open_another_tab().await?;
        self.wait_for_a_session().await?;
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
        self.scene.browser.wait_for("a session", &self.script("return client.getSession()")).await
    }

    /// Waits until this tab has none, without using it.
    pub(crate) async fn wait_for_no_session(&self) -> Result<()> {
        let none = self.script("return client.getSession() === null");
        self.scene.browser.wait_for("the end of the session", &none).await.map(drop)
    }
}
