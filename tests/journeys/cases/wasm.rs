//! The WebAssembly that is not there: not yet, not where it was looked for, not as it was, or not allowed.

use std::net::TcpListener;

use anyhow::{Context, Result, ensure};
use journeys::Refusal;
use serde_json::json;

use crate::case::{Case, cases};
use crate::scene::Scene;

/// What an app may call first; each is to say the same.
const CALLS: [&str; 8] = [
    "newClient()",
    "generateState(binding())",
    "verifyState('a', binding())",
    "buildAuthorizeUrl({ ...binding(), state: 'a', scope: 'a' })",
    "parseAuthorizationResponse(location.href)",
    "coolsms()",
    "callApi('/', 'token')",
    "apiError(new Response())",
];

pub(crate) fn cases() -> Vec<Case> {
    cases![
        call_before_init_is_not_ready,
        call_while_init_is_under_way_is_not_ready,
        calls_of_init_at_the_same_time_share_one_attempt,
        calls_of_init_at_the_same_time_share_one_failure,
        init_after_a_success_asks_for_nothing,
        missing_file_is_named_with_its_status_and_init_can_be_called_again,
        page_in_place_of_the_file_is_told_by_its_type,
        file_that_was_cut_off_is_told_as_damaged,
        good_file_of_a_wrong_type_is_good,
        no_connection_is_told_and_init_can_be_called_again,
        address_that_is_none_is_told,
        policy_that_forbids_wasm_is_told_by_both_entries,
        script_in_a_wrong_encoding_is_told,
    ]
}

impl Scene<'_> {
    async fn open_entry(&self) -> Result<()> {
        self.open_page(&self.stage.page("/test/wasm-entry.html")).await
    }

    /// What `init` is refused with; then the next `init` succeeds, and with it all else.
    async fn refuses_init(&self, url: &str) -> Result<Refusal> {
        self.open_entry().await?;
        let refusal = self.run_with(json!(url), "await CoolsmsOAuth2.init(args[0])").await?;
        let refusal = refusal.refused_with("wasm_unavailable")?;
        self.run("newClient()").await?.refused_with("not_ready")?;
        self.run("await CoolsmsOAuth2.init(); newClient()").await?.value().context("a later init")?;
        Ok(refusal)
    }

    fn requests_for_the_file(&self) -> usize {
        self.stage.app.requests().iter().filter(|request| request.path == "/dist/coolsms-oauth2.wasm").count()
    }
}

fn says(refusal: &Refusal, what: &str) -> Result<()> {
    let message = refusal.get("message").as_str().unwrap_or_default();
    ensure!(message.contains(what), "it does not say {what}: {message}");
    Ok(())
}

async fn call_before_init_is_not_ready(scene: &Scene<'_>) -> Result<()> {
    scene.open_entry().await?;
    for call in CALLS {
        let body = format!("const {{ {} }} = CoolsmsOAuth2; return {call}", names());
        says(&scene.run(&body).await?.refused_with("not_ready").context(call)?, "await init()")?;
    }
    ensure!(scene.requests_for_the_file() == 0, "the file was asked for");
    Ok(())
}

/// The functions that [`CALLS`] uses.
fn names() -> String {
    let names = CALLS.iter().filter_map(|call| call.split('(').next());
    names.filter(|name| *name != "newClient").collect::<Vec<_>>().join(", ")
}

async fn call_while_init_is_under_way_is_not_ready(scene: &Scene<'_>) -> Result<()> {
    scene.open_entry().await?;
    let body = "const under = CoolsmsOAuth2.init(); try { newClient(); } finally { await under; }";
    scene.run(body).await?.refused_with("not_ready")?;
    scene.run("newClient()").await?.value()?;
    Ok(())
}

async fn calls_of_init_at_the_same_time_share_one_attempt(scene: &Scene<'_>) -> Result<()> {
    scene.open_entry().await?;
    let body = "await Promise.all([1, 2, 3].map(() => CoolsmsOAuth2.init())); newClient()";
    scene.run(body).await?.value()?;
    let requests = scene.requests_for_the_file();
    ensure!(requests == 1, "the file was asked for {requests} times");
    Ok(())
}

async fn calls_of_init_at_the_same_time_share_one_failure(scene: &Scene<'_>) -> Result<()> {
    scene.open_entry().await?;
    let body = "const attempts = [1, 2, 3].map(() => CoolsmsOAuth2.init('/nothing.wasm').catch((error) => error));
        const [first, ...others] = await Promise.all(attempts);
        return first.code === 'wasm_unavailable' && others.every((error) => error === first)";
    ensure!(scene.run(body).await?.value()? == true, "the errors differ");
    let requests = scene.stage.app.requests().iter().filter(|request| request.path == "/nothing.wasm").count();
    ensure!(requests == 1, "the file was asked for {requests} times");
    Ok(())
}

async fn init_after_a_success_asks_for_nothing(scene: &Scene<'_>) -> Result<()> {
    scene.open_entry().await?;
    scene.run("await CoolsmsOAuth2.init(); await CoolsmsOAuth2.init('/nothing.wasm'); newClient()").await?.value()?;
    ensure!(scene.stage.app.requests().iter().all(|request| request.path != "/nothing.wasm"), "it asked");
    Ok(())
}

async fn missing_file_is_named_with_its_status_and_init_can_be_called_again(scene: &Scene<'_>) -> Result<()> {
    let refusal = scene.refuses_init("/assets/coolsms-oauth2.wasm").await?;
    ensure!(refusal.get("status") == 404, "{}", refusal.text());
    says(&refusal, &scene.stage.page("/assets/coolsms-oauth2.wasm answered 404: put coolsms-oauth2.wasm"))
}

/// What a server of a single-page app does with an address that it does not know.
async fn page_in_place_of_the_file_is_told_by_its_type(scene: &Scene<'_>) -> Result<()> {
    let refusal = scene.refuses_init("/test/blank.html").await?;
    says(&refusal, "/test/blank.html answered something else (text/html; charset=utf-8): put coolsms-oauth2.wasm")
}

async fn file_that_was_cut_off_is_told_as_damaged(scene: &Scene<'_>) -> Result<()> {
    let refusal = scene.refuses_init("/test/cut-off.wasm").await?;
    says(&refusal, "/test/cut-off.wasm answered something else (application/wasm)")
}

async fn good_file_of_a_wrong_type_is_good(scene: &Scene<'_>) -> Result<()> {
    scene.open_entry().await?;
    scene.run("await CoolsmsOAuth2.init('/test/as-text.wasm'); newClient()").await?.value()?;
    Ok(())
}

/// A port of this machine where nobody answers.
async fn no_connection_is_told_and_init_can_be_called_again(scene: &Scene<'_>) -> Result<()> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let url = format!("http://127.0.0.1:{port}/coolsms-oauth2.wasm");
    let refusal = scene.refuses_init(&url).await?;
    says(&refusal, &format!("{url} did not arrive: offline"))
}

async fn address_that_is_none_is_told(scene: &Scene<'_>) -> Result<()> {
    says(&scene.refuses_init("http://[").await?, "http://[ did not arrive")
}

async fn policy_that_forbids_wasm_is_told_by_both_entries(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&scene.stage.page("/test/wasm-forbidden.html")).await?;
    for first in ["newClient()", "await CoolsmsOAuth2WithFile.init()", "await CoolsmsOAuth2WithFile.init()"] {
        let refusal = scene.run(first).await?.refused_with("wasm_blocked").context(first)?;
        says(&refusal, "add 'wasm-unsafe-eval' to script-src")?;
    }
    Ok(())
}

async fn script_in_a_wrong_encoding_is_told(scene: &Scene<'_>) -> Result<()> {
    scene.open_page(&scene.stage.page("/test/garbled.html")).await?;
    says(&scene.run("newClient()").await?.refused_with("wasm_unavailable")?, "must arrive unchanged, as UTF-8")
}
