//! The README's quick starts, pasted word for word: `cargo xtask test` takes them out of it, and has Vite build the one
//! of npm. Only the addresses of CoolSMS and of the CDN are those of servers of this test.

use std::fs;

use anyhow::{Context, Result, ensure};
use journeys::in_repository;
use sandbox::{MEMBERS, StaticSite, StaticSiteOptions};
use serde_json::Value;

use crate::case::{Case, case};
use crate::scene::Scene;

/// The sandbox, as the README names it.
const SANDBOX: &str = "http://127.0.0.1:8401";
const SCRIPT: &str = "coolsms-oauth2.js";
/// The tag of the page, whose file lies beside it.
const TAG: &str = "<script src=\"coolsms-oauth2.js\" charset=\"utf-8\"></script>";

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case!([] quick_start_with_a_script_tag_signs_in),
        case!([] quick_start_with_npm_signs_in),
        case!([] quick_start_with_the_tag_of_a_cdn_and_its_hash_signs_in),
        case!([] file_of_a_cdn_with_one_changed_byte_is_refused_by_the_browser),
    ]
}

fn made(path: &str) -> Result<String> {
    let path = in_repository("target/journeys/quick-starts").join(path);
    fs::read_to_string(&path).with_context(|| format!("{} is not there: use `cargo xtask test`", path.display()))
}

/// The text, with one thing in it replaced, which must be there.
fn with(text: &str, from: &str, to: &str) -> Result<String> {
    ensure!(text.contains(from), "{from} is not in the quick start");
    Ok(text.replace(from, to))
}

fn script() -> Result<Vec<u8>> {
    Ok(fs::read(in_repository("pkg/dist").join(SCRIPT))?)
}

/// A static server with a page and scripts, for its own pages only or, as a CDN, for any.
async fn serve(page: String, scripts: Vec<(String, Vec<u8>)>, cors: bool) -> Result<StaticSite> {
    let scripts = scripts.into_iter().map(|(path, script)| (path, "text/javascript".to_owned(), script));
    let page = ("/".to_owned(), "text/html".to_owned(), page.into_bytes());
    let files = scripts.chain([page]).collect();
    Ok(StaticSite::start(StaticSiteOptions { files, cors, ..StaticSiteOptions::default() }).await?)
}

async fn serve_as_cdn(script: Vec<u8>) -> Result<StaticSite> {
    serve(String::new(), vec![(format!("/{SCRIPT}"), script)], true).await
}

impl Scene<'_> {
    /// The README's page.
    fn page(&self) -> Result<String> {
        with(&made("script/index.html")?, SANDBOX, &self.stage.sandbox.base())
    }

    /// A person signs in at that page, sees what they allowed, and signs out.
    async fn signs_in_at(&self, site: &StaticSite) -> Result<()> {
        let page = format!("{}/", site.base());
        self.browser.goto(&page).await?;
        self.shows("#greeting", "You are signed out.").await?;
        self.browser.click("#sign-in").await?;
        self.browser.click("#sign-in-submit").await?;
        self.browser.click("#allow").await?;
        self.shows("#greeting", &format!("Hello, {}.", MEMBERS[0].name)).await?;
        let balance = "return /^Your balance is \\d+ won\\.$/.test(document.querySelector('#balance').textContent)";
        self.browser.wait_for("the balance", balance).await?;
        let address = self.browser.address().await?;
        ensure!(address == page, "the address is {address}");
        self.browser.click("#sign-out").await?;
        self.shows("#greeting", "You are signed out.").await
    }

    async fn shows(&self, css: &str, text: &str) -> Result<()> {
        let shows = format!("return document.querySelector('{css}')?.textContent === '{text}'");
        self.browser.wait_for(text, &shows).await.map(drop)
    }
}

async fn quick_start_with_a_script_tag_signs_in(scene: &Scene<'_>) -> Result<()> {
    let site = serve(scene.page()?, vec![(format!("/{SCRIPT}"), script()?)], false).await?;
    scene.signs_in_at(&site).await
}

async fn quick_start_with_npm_signs_in(scene: &Scene<'_>) -> Result<()> {
    let mut scripts = Vec::new();
    for entry in fs::read_dir(in_repository("target/journeys/quick-starts/npm/dist/assets"))? {
        let path = format!("/assets/{}", entry?.file_name().to_string_lossy());
        let script = with(&made(&format!("npm/dist{path}"))?, SANDBOX, &scene.stage.sandbox.base())?;
        scripts.push((path, script.into_bytes()));
    }
    let site = serve(made("npm/dist/index.html")?, scripts, false).await?;
    scene.signs_in_at(&site).await
}

/// The README's tag for a CDN, with that server's address, and the hash that the build has written.
fn tag_of_cdn(cdn: &StaticSite) -> Result<String> {
    let hashes: Value = serde_json::from_slice(&fs::read(in_repository("pkg/dist/sri.json"))?)?;
    let hash = hashes[SCRIPT].as_str().context("sri.json has no hash of the script")?;
    let tag = made("script/tag.html")?;
    let address = tag.split('"').nth(1).context("the tag has no address")?;
    ensure!(address.starts_with("https://cdn."), "{address} is no CDN's");
    with(&with(&tag, address, &format!("{}/{SCRIPT}", cdn.base()))?, "sha384-…", hash)
}

async fn quick_start_with_the_tag_of_a_cdn_and_its_hash_signs_in(scene: &Scene<'_>) -> Result<()> {
    let cdn = serve_as_cdn(script()?).await?;
    let site = serve(with(&scene.page()?, TAG, &tag_of_cdn(&cdn)?)?, Vec::new(), false).await?;
    scene.signs_in_at(&site).await?;
    ensure!(!cdn.requests().is_empty(), "the script came from elsewhere");
    Ok(())
}

async fn file_of_a_cdn_with_one_changed_byte_is_refused_by_the_browser(scene: &Scene<'_>) -> Result<()> {
    // In a sentence, so that the changed file is a script that works.
    let sentence = b"must arrive unchanged";
    let mut changed = script()?;
    let at = changed.windows(sentence.len()).position(|window| window == sentence);
    changed[at.context("the script has no such sentence")?] = b'M';
    let cdn = serve_as_cdn(changed).await?;
    let tag = tag_of_cdn(&cdn)?;
    let hash = tag.split_whitespace().find(|word| word.starts_with("integrity=")).context("the tag has no hash")?;
    for (tag, is_taken) in [(tag.clone(), false), (tag.replace(hash, ""), true)] {
        cdn.clear_requests();
        let site = serve(with(&scene.page()?, TAG, &tag)?, Vec::new(), false).await?;
        scene.browser.goto(&site.base()).await?;
        let kind = scene.browser.evaluate("return typeof CoolsmsOAuth2").await?;
        ensure!(kind == if is_taken { "object" } else { "undefined" }, "with {tag} it is {kind}");
        ensure!(!cdn.requests().is_empty(), "the file was not asked for");
    }
    Ok(())
}
