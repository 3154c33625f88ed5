//! The suites that run in a browser: the module's own tests, and those of the crate `journeys`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::verdict::Verdict;
use super::{Suite, quick_starts};
use crate::engine::{Browser, Engine};
use crate::process::{checked, command, stream};
use crate::rust::{Rust, TRIPLE};
use crate::setup::npm::{self, Packages};
use crate::setup::{Report, cargo_tools, python, rust_toolchain};
use crate::workspace::{Workspace, entries};
use crate::{build, spa};

/// The test of the main crate that runs in a browser, `tests/wasm`.
const WASM_TEST: [&str; 4] = ["--package", "coolsms-oauth2", "--test", "wasm"];

/// Compiles and bundles what the suites share, once for all engines.
pub(super) fn prepare(workspace: &Workspace, suites: &[Suite]) -> Result<()> {
    let cargo = Rust::current().cargo().get_program().to_owned();
    if suites.contains(&Suite::Wasm) {
        let rust = rust_toolchain::wasm_target(workspace, &Report::quiet())?;
        let mut compile = rust.cargo();
        compile.current_dir(workspace.root()).args(["test", "--no-run", "--target", TRIPLE]).args(WASM_TEST);
        checked(&mut compile)?;
    }
    if suites.contains(&Suite::Page) {
        bundle_page(workspace)?;
        checked(&mut command!(workspace, "{cargo} build --package journeys --bin page"))?;
    }
    if suites.contains(&Suite::Journeys) {
        spa::ensure(workspace)?;
        bundle_apps(workspace)?;
        quick_starts::make(workspace)?;
        checked(&mut command!(workspace, "{cargo} test --package journeys --no-run"))?;
    }
    Ok(())
}

/// Runs the tests of the module in a browser: `wasm-pack test --headless`.
pub(super) fn wasm(workspace: &Workspace, label: &str, browser: &Browser) -> Result<Verdict> {
    let report = Report::quiet();
    let rust = rust_toolchain::wasm_target(workspace, &report)?;
    let wasm_bindgen = cargo_tools::wasm_bindgen(workspace, &report)?;
    let wasm_pack = cargo_tools::wasm_pack(workspace, &report)?;
    let (choose, driver) = match browser.engine {
        Engine::Chromium => ("--chrome", "--chromedriver"),
        Engine::Firefox => ("--firefox", "--geckodriver"),
        Engine::WebKit => ("--safari", "--safaridriver"),
    };
    let mut test = with_display(browser.engine, &wasm_pack);
    test.current_dir(workspace.root()).args(["test", "--headless", choose, driver]).arg(&browser.driver);
    test.args(["--mode", "no-install", "--", "--test", "wasm"]);
    // wasm-pack looks for wasm-bindgen on PATH, and for the test runner beside it.
    rust.select(&mut test, &[wasm_bindgen.parent().context("wasm-bindgen is in a folder")?]);
    // The test runner takes the first driver that the environment names, whatever wasm-pack was told.
    for variable in ["CHROMEDRIVER", "GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"] {
        test.env_remove(variable).env_remove(format!("{variable}_REMOTE"));
    }
    test.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities(workspace, browser)?);
    // In seconds, and generous: a busy machine is no failure.
    test.env("WASM_BINDGEN_TEST_TIMEOUT", "600").env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "600");
    Ok(Verdict::of_tests(&stream(label, &mut test)?))
}

/// Runs the cases that one page can show.
pub(super) fn page(workspace: &Workspace, label: &str, browser: &Browser) -> Result<Verdict> {
    let mut page = journeys_crate(workspace, browser, &["run", "--quiet", "--package", "journeys", "--bin", "page"]);
    Ok(Verdict::of_tests(&stream(label, &mut page)?))
}

/// Runs the cases that WebDriver drives.
pub(super) fn journeys(workspace: &Workspace, label: &str, browser: &Browser) -> Result<Verdict> {
    let mut test = journeys_crate(workspace, browser, &["test", "--package", "journeys", "--no-fail-fast"]);
    test.env("AUTHLIB_PYTHON", python::authlib(workspace, &Report::quiet())?);
    Ok(Verdict::of_tests(&stream(label, &mut test)?))
}

/// The environment tells the crate `journeys` which engine is meant, and where browser and driver are.
fn journeys_crate(workspace: &Workspace, browser: &Browser, arguments: &[&str]) -> Command {
    let cargo = Rust::current().cargo();
    let mut command = with_display(browser.engine, Path::new(cargo.get_program()));
    command.current_dir(workspace.root()).args(arguments);
    command.env("JOURNEYS_ENGINE", browser.engine.name()).envs(browser.environment());
    command
}

/// Bundles `tests/page` into `target/page`, from where the crate `journeys` serves it.
pub(crate) fn bundle_page(workspace: &Workspace) -> Result<()> {
    build::ensure(workspace)?;
    let options =
        ["--bundle", "--format=esm", "--charset=utf8", "--target=es2022", "--log-level=warning", "--sourcemap"];
    let packages = [
        "--alias:chai=./xtask/node_modules/chai/index.js",
        "--alias:coolsms-oauth2=./pkg/dist/index.js",
        "--outfile=target/page/main.js",
    ];
    checked(&mut command!(workspace, "xtask/node_modules/.bin/esbuild tests/page/main.ts {options...} {packages...}"))
}

/// Bundles the apps of `tests/journeys/apps` with the built package, as the developer of an app would, into
/// `target/journeys/apps`, from where the tests serve them.
fn bundle_apps(workspace: &Workspace) -> Result<()> {
    npm::find_or_install(Packages::TestApps, workspace, &Report::quiet())?;
    let apps = entries(&workspace.path("tests/journeys/apps"))?;
    // React's double effects are there in development only.
    let options = [
        "--bundle",
        "--format=iife",
        "--charset=utf8",
        "--target=es2022",
        "--log-level=warning",
        "--jsx=automatic",
        "--define:process.env.NODE_ENV=\"development\"",
        "--alias:coolsms-oauth2=./pkg/dist/index.js",
        "--outdir=target/journeys/apps",
    ];
    checked(&mut command!(workspace, "xtask/node_modules/.bin/esbuild {options...} {apps...}"))
}

/// WebKit's browser has no headless mode: it gets a virtual display. Its sandbox does not work in a container.
fn with_display(engine: Engine, program: &Path) -> Command {
    if engine != Engine::WebKit {
        return Command::new(program);
    }
    let mut command = Command::new("xvfb-run");
    command.args(["--auto-servernum", "--server-args=-screen 0 1280x1024x24"]).arg(program);
    command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
    command
}

/// Writes what the test runner asks of the driver beyond its own defaults (headless, and no sandbox for root): the very
/// browser we found, which keeps to itself.
fn capabilities(workspace: &Workspace, browser: &Browser) -> Result<PathBuf> {
    let file = workspace.path("target/xtask").join(format!("{}.json", browser.engine));
    fs::create_dir_all(file.parent().context("a file has a folder")?)?;
    fs::write(&file, capabilities_of(browser.engine, browser.browser.as_os_str()).to_string())?;
    Ok(file)
}

fn capabilities_of(engine: Engine, browser: &OsStr) -> Value {
    let binary = browser.to_string_lossy();
    let quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
    match engine {
        Engine::Chromium => json!({ "goog:chromeOptions": { "binary": binary, "args": quiet } }),
        Engine::Firefox => json!({ "moz:firefoxOptions": { "binary": binary } }),
        Engine::WebKit => json!({}),
    }
}
