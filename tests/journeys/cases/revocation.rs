//! Signing out of a provider that takes tokens back (RFC 7009): the session is over, whatever it answers.

use anyhow::{Result, ensure};
use sandbox::{DEMO_CLIENT_ID, MEMBERS, RecordedRequest, StaticSite, StaticSiteOptions};

use crate::app::{App, Life};
use crate::case::{Case, cases};
use crate::scene::{SCOPE, Scene};

pub(crate) fn cases() -> Vec<Case> {
    cases![
        s48_sign_out_revokes_the_refresh_token_where_there_is_one,
        s48_sign_out_revokes_the_access_token_where_there_is_no_other,
        s48_sign_out_that_cannot_revoke_says_so_and_the_session_is_over,
        s48_session_is_over_before_the_revocation_is_answered,
        s48_sign_out_without_such_an_endpoint_asks_nobody,
    ]
}

async fn endpoint() -> Result<StaticSite> {
    let answer = ("/revoke".to_owned(), "application/json".to_owned(), Vec::new());
    let options = StaticSiteOptions { posts: vec![answer], cors: true, ..StaticSiteOptions::default() };
    Ok(StaticSite::start(options).await?)
}

fn revoking(address: &str, store: &str) -> String {
    format!(
        "refreshTokenStore: '{store}', provider: provider({{ revocationEndpoint: '{address}', tokenRequest: 'form' }})"
    )
}

fn posts(server: &StaticSite) -> Vec<RecordedRequest> {
    server.requests().into_iter().filter(|it| it.method == "POST").collect()
}

/// The token that was taken back, and whether the form names the client.
fn revoked(server: &StaticSite) -> Result<(String, bool)> {
    let posts = posts(server);
    ensure!(posts.len() == 1 && posts[0].cookie.is_none() && posts[0].authorization.is_none(), "{posts:?}");
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(posts[0].body.as_bytes()).into_owned().collect();
    let value = |name: &str| fields.iter().find(|field| field.0 == name).map(|field| field.1.clone());
    Ok((value("token").unwrap_or_default(), value("client_id").as_deref() == Some(DEMO_CLIENT_ID)))
}

async fn is_over(app: &App<'_>) -> Result<()> {
    ensure!(app.session().await?.is_null(), "the session goes on");
    ensure!(!app.scene.stored().await?.contains("eyJ"), "a token is stored");
    app.run("return client.getAccessToken()").await?.refused_with("login_required")?;
    Ok(())
}

async fn s48_sign_out_revokes_the_refresh_token_where_there_is_one(scene: &Scene<'_>) -> Result<()> {
    let server = endpoint().await?;
    let config = revoking(&format!("{}/revoke", server.base()), "memory");
    let app = App::new(scene, &config);
    let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    app.get("await client.signOut()").await?;
    ensure!(revoked(&server)? == (tokens.refresh_token.unwrap_or_default(), true), "{:?}", posts(&server));
    is_over(&app).await
}

async fn s48_sign_out_revokes_the_access_token_where_there_is_no_other(scene: &Scene<'_>) -> Result<()> {
    let server = endpoint().await?;
    let config = revoking(&format!("{}/revoke", server.base()), "discard");
    let app = App::new(scene, &config);
    let tokens = app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    app.get("await client.signOut()").await?;
    ensure!(revoked(&server)? == (tokens.access_token, true), "{:?}", posts(&server));
    is_over(&app).await
}

async fn s48_sign_out_that_cannot_revoke_says_so_and_the_session_is_over(scene: &Scene<'_>) -> Result<()> {
    let server = endpoint().await?;
    let gone = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    for (address, code) in
        [(format!("{}/nothing-is-here", server.base()), "token_error"), (format!("http://{gone}/"), "network_error")]
    {
        let config = revoking(&address, "session");
        let app = App::new(scene, &config);
        app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
        app.run("await client.signOut()").await?.refused_with(code)?;
        is_over(&app).await?;
    }
    Ok(())
}

async fn s48_session_is_over_before_the_revocation_is_answered(scene: &Scene<'_>) -> Result<()> {
    let server = endpoint().await?;
    let config = revoking(&format!("{}/revoke", server.base()), "session");
    let app = App::new(scene, &config);
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    let at_once = "const ended = client.signOut();
        await Promise.resolve();
        const session = client.getSession();
        await ended;
        return session";
    ensure!(app.get(at_once).await?.is_null(), "the session goes on until then");
    ensure!(posts(&server).len() == 1, "{:?}", posts(&server));
    Ok(())
}

async fn s48_sign_out_without_such_an_endpoint_asks_nobody(scene: &Scene<'_>) -> Result<()> {
    let app = App::new(scene, "refreshTokenStore: 'session'");
    app.sign_in(&MEMBERS[0], SCOPE, Life::Day).await?;
    app.get("await client.signOut()").await?;
    ensure!(scene.stage.sandbox.requests().is_empty(), "somebody was asked");
    is_over(&app).await
}
