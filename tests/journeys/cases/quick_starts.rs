//! The pages `docs/*/getting-started-*.md`, pasted word for word in both languages: `cargo xtask test` takes them out, and has
//! Vite build the one of npm. Only the addresses of CoolSMS and of the CDN are those of servers of this test.

use std::fs;

use anyhow::{Context, Result, ensure};
use browser::in_repository;
use sandbox::{MEMBERS, StaticSite, StaticSiteOptions};
use serde_json::Value;

use crate::case::{Case, case};
use crate::scene::Scene;

/// The sandbox, as the pages name it.
const SANDBOX: &str = "http://127.0.0.1:8401";
const SCRIPT: &str = "coolsms-oauth2.js";
const EXPLAIN: &str = "coolsms-oauth2-explain.js";
/// The tag of the page, whose file lies beside it.
const TAG: &str = "<script src=\"coolsms-oauth2.js\" charset=\"utf-8\"></script>";

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case!([] quick_start_with_a_script_tag_signs_in: script_tag(&ENGLISH)),
        case!([] korean_quick_start_with_a_script_tag_signs_in: script_tag(&KOREAN)),
        case!([] quick_start_with_npm_signs_in: npm(&ENGLISH)),
        case!([] korean_quick_start_with_npm_signs_in: npm(&KOREAN)),
        case!([] quick_start_with_the_tag_of_a_cdn_and_its_hash_signs_in: tag_of_a_cdn(&ENGLISH)),
        case!([] korean_quick_start_with_the_tag_of_a_cdn_and_its_hash_signs_in: tag_of_a_cdn(&KOREAN)),
        case!([] file_of_a_cdn_with_one_changed_byte_is_refused_by_the_browser),
    ]
}

/// A language of the pages: its folder, and what they say in it.
struct Language {
    folder: &'static str,
    signed_out: &'static str,
    greeting: fn(&str) -> String,
    /// What stands around the balance.
    balance: [&'static str; 2],
    /// The name of the permission to read the balance.
    permission: &'static str,
}

const ENGLISH: Language = Language {
    folder: "en",
    signed_out: "You are signed out.",
    greeting: |name| format!("Hello, {name}."),
    balance: ["Your balance is ", " won."],
    permission: "Read your balance",
};
const KOREAN: Language = Language {
    folder: "ko",
    signed_out: "로그인이 필요합니다.",
    greeting: |name| format!("{name}님, 안녕하세요."),
    balance: ["잔액은 ", "원입니다."],
    permission: "잔액 조회",
};

impl Language {
    /// What was made of its pages.
    fn made(&self, path: &str) -> Result<String> {
        let path = in_repository("target/journeys/quick-starts").join(self.folder).join(path);
        fs::read_to_string(&path).with_context(|| format!("{} is not there: use `cargo xtask test`", path.display()))
    }

    /// The tag for a CDN, with that server's address, and the hash that the build has written.
    fn tag_of(&self, cdn: &StaticSite) -> Result<String> {
        let hashes: Value = serde_json::from_slice(&built("sri.json")?)?;
        let hash = hashes[SCRIPT].as_str().context("sri.json has no hash of the script")?;
        let tag = self.made("script/tag.html")?;
        let address = tag.split('"').nth(1).context("the tag has no address")?;
        ensure!(address.starts_with("https://cdn."), "{address} is no CDN's");
        with(&with(&tag, address, &format!("{}/{SCRIPT}", cdn.base()))?, "sha384-…", hash)
    }
}

/// The text, with one thing in it replaced, which must be there.
fn with(text: &str, from: &str, to: &str) -> Result<String> {
    ensure!(text.contains(from), "{from} is not in the quick start");
    Ok(text.replace(from, to))
}

fn built(file: &str) -> Result<Vec<u8>> {
    Ok(fs::read(in_repository("pkg/dist").join(file))?)
}

/// The files of the package, as they lie beside a page.
fn beside(files: &[&str]) -> Result<Vec<(String, Vec<u8>)>> {
    files.iter().map(|file| Ok((format!("/{file}"), built(file)?))).collect()
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
    /// The page with the script tag.
    fn page(&self, language: &Language) -> Result<String> {
        with(&language.made("script/index.html")?, SANDBOX, &self.stage.sandbox.base())
    }

    /// A person signs in at that page, sees what they allowed, signs out, and then allows less.
    async fn signs_in_at(&self, site: &StaticSite, language: &Language) -> Result<()> {
        let page = format!("{}/", site.base());
        self.browser.goto(&page).await?;
        self.shows("#greeting", language.signed_out).await?;
        self.browser.click("#sign-in").await?;
        self.browser.click("#sign-in-submit").await?;
        self.browser.click("#allow").await?;
        let greeting = (language.greeting)(MEMBERS[0].name);
        self.shows("#greeting", &greeting).await?;
        let [before, after] = language.balance;
        let balance = format!("return /^{before}\\d+{after}$/.test(document.querySelector('#balance').textContent)");
        self.browser.wait_for("the balance", &balance).await?;
        let address = self.browser.address().await?;
        ensure!(address == page, "the address is {address}");
        self.browser.click("#sign-out").await?;
        self.shows("#greeting", language.signed_out).await?;

        self.browser.click("#sign-in").await?;
        self.browser.click("[value=\"cash:read\"]").await?;
        self.browser.click("#allow").await?;
        self.shows("#greeting", &greeting).await?;
        let missing =
            format!("return document.querySelector('#balance').textContent.includes('{}')", language.permission);
        self.browser.wait_for("the missing permission", &missing).await?;
        let offered = "return !document.querySelector('#sign-in').hidden";
        self.browser.wait_for("an offer to sign in again", offered).await.map(drop)
    }

    async fn shows(&self, css: &str, text: &str) -> Result<()> {
        let shows = format!("return document.querySelector('{css}')?.textContent === '{text}'");
        self.browser.wait_for(text, &shows).await.map(drop)
    }
}

async fn script_tag(scene: &Scene<'_>, language: &Language) -> Result<()> {
    let site = serve(scene.page(language)?, beside(&[SCRIPT, EXPLAIN])?, false).await?;
    scene.signs_in_at(&site, language).await
}

async fn npm(scene: &Scene<'_>, language: &Language) -> Result<()> {
    let mut scripts = Vec::new();
    let assets = in_repository("target/journeys/quick-starts").join(language.folder).join("npm/dist/assets");
    for entry in fs::read_dir(assets)? {
        let path = format!("/assets/{}", entry?.file_name().to_string_lossy());
        let script = with(&language.made(&format!("npm/dist{path}"))?, SANDBOX, &scene.stage.sandbox.base())?;
        scripts.push((path, script.into_bytes()));
    }
    let site = serve(language.made("npm/dist/index.html")?, scripts, false).await?;
    scene.signs_in_at(&site, language).await
}

async fn tag_of_a_cdn(scene: &Scene<'_>, language: &Language) -> Result<()> {
    let cdn = serve_as_cdn(built(SCRIPT)?).await?;
    let page = with(&scene.page(language)?, TAG, &language.tag_of(&cdn)?)?;
    let site = serve(page, beside(&[EXPLAIN])?, false).await?;
    scene.signs_in_at(&site, language).await?;
    ensure!(!cdn.requests().is_empty(), "the script came from elsewhere");
    Ok(())
}

async fn file_of_a_cdn_with_one_changed_byte_is_refused_by_the_browser(scene: &Scene<'_>) -> Result<()> {
    // In a sentence, so that the changed file is a script that works.
    let sentence = b"must arrive unchanged";
    let mut changed = built(SCRIPT)?;
    let at = changed.windows(sentence.len()).position(|window| window == sentence);
    changed[at.context("the script has no such sentence")?] = b'M';
    let cdn = serve_as_cdn(changed).await?;
    let tag = ENGLISH.tag_of(&cdn)?;
    let hash = tag.split_whitespace().find(|word| word.starts_with("integrity=")).context("the tag has no hash")?;
    for (tag, is_taken) in [(tag.clone(), false), (tag.replace(hash, ""), true)] {
        cdn.clear_requests();
        let site = serve(with(&scene.page(&ENGLISH)?, TAG, &tag)?, Vec::new(), false).await?;
        scene.browser.load(&site.base()).await?;
        let kind = scene.browser.evaluate("return typeof CoolsmsOAuth2").await?;
        ensure!(kind == if is_taken { "object" } else { "undefined" }, "with {tag} it is {kind}");
        ensure!(!cdn.requests().is_empty(), "the file was not asked for");
    }
    Ok(())
}
