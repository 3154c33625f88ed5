//! The suites that run in a browser: the module's own tests by wasm-pack, and the walk through the pages by WebDriver.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::results::Verdict;
use super::{apps, quick_starts};
use crate::engine::{Browser, Engine};
use crate::process::{checked, stream, stream_as};
use crate::rust::Rust;
use crate::setup::wasm_target;
use crate::setup::{Report, cargo_tools, npm_tools, python};
use crate::spa;
use crate::workspace::Workspace;

const LIMIT: Duration = Duration::from_secs(20 * 60);

/// Runs the tests of the wasm crate, `wasm-pack test`.
pub(super) fn unit(workspace: &Workspace, browser: &Browser) -> Result<Verdict> {
    let report = Report::quiet();
    let rust = wasm_target::find_or_install(workspace, &report)?;
    let wasm_bindgen = cargo_tools::wasm_bindgen(workspace)?.find_or_install(workspace, &report)?;
    let wasm_pack = cargo_tools::wasm_pack().find_or_install(workspace, &report)?;

    let (choose, driver) = match browser.engine {
        Engine::Chromium => ("--chrome", "--chromedriver"),
        Engine::Firefox => ("--firefox", "--geckodriver"),
        Engine::WebKit => ("--safari", "--safaridriver"),
    };
    let mut test = with_display(browser.engine, &wasm_pack);
    test.current_dir(workspace.root());
    test.args(["test", "--headless", choose, driver]).arg(&browser.driver);
    test.args(["--mode", "no-install"]);
    // wasm-pack looks for wasm-bindgen on PATH, and for the test runner beside it.
    rust.select(&mut test, &[wasm_bindgen.parent().context("wasm-bindgen is in a folder")?]);
    // The test runner takes the first driver that the environment names, whatever wasm-pack was told.
    for variable in ["GECKODRIVER", "SAFARIDRIVER", "CHROMEDRIVER", "MSEDGEDRIVER"] {
        test.env_remove(variable).env_remove(format!("{variable}_REMOTE"));
    }
    test.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", write_capabilities(workspace, browser)?);
    test.env("WASM_BINDGEN_TEST_TIMEOUT", "120").env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30");
    Ok(Verdict::of_tests(&stream(&mut test, LIMIT)?))
}

/// Makes what the tests of the crate `journeys` open and start, and compiles them. Gives back the Python of a server of others.
pub(super) fn prepare_end_to_end(workspace: &Workspace) -> Result<PathBuf> {
    spa::ensure(workspace)?;
    apps::bundle(workspace)?;
    quick_starts::make(workspace)?;
    let report = Report::quiet();
    npm_tools::find_or_install_server_of_others(workspace, &report)?;
    checked(Rust::current().cargo().current_dir(workspace.root()).args(["test", "--package", "journeys", "--no-run"]))?;
    python::find_or_install(workspace, &report)
}

/// Runs the tests of the crate `journeys`, which learns the engine and its paths from the environment. What they print begins
/// with the engine's name, since other engines may be at it too.
pub(super) fn end_to_end(workspace: &Workspace, browser: &Browser, python: &Path) -> Result<Verdict> {
    let cargo = Rust::current().cargo();
    let mut test = with_display(browser.engine, Path::new(cargo.get_program()));
    test.current_dir(workspace.root()).args(["test", "--package", "journeys", "--no-fail-fast"]);
    test.env("JOURNEYS_ENGINE", browser.engine.name()).envs(browser.environment()).env("AUTHLIB_PYTHON", python);
    Ok(Verdict::of_tests(&stream_as(&format!("{:<9}", browser.engine.name()), &mut test, LIMIT)?))
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

/// Writes what the test runner asks of the driver beyond its own defaults (headless, and no sandbox for root).
fn write_capabilities(workspace: &Workspace, browser: &Browser) -> Result<PathBuf> {
    let file = workspace.path("target/xtask").join(format!("{}.json", browser.engine));
    fs::create_dir_all(workspace.path("target/xtask"))?;
    fs::write(&file, capabilities(browser.engine, browser.browser.as_os_str()).to_string())?;
    Ok(file)
}

/// The very browser we found, which keeps to itself: no updates, no sync, no first-run page.
fn capabilities(engine: Engine, browser: &OsStr) -> Value {
    let binary = browser.to_string_lossy();
    let quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
    match engine {
        Engine::Chromium => json!({ "goog:chromeOptions": { "binary": binary, "args": quiet } }),
        Engine::Firefox => json!({ "moz:firefoxOptions": { "binary": binary } }),
        Engine::WebKit => json!({}),
    }
}
