//! The suites that run in a browser: the module's own tests, those of a page, and the journeys.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::json;

use super::Suite;
use super::verdict::Verdict;
use crate::engine::{Browser, Engine};
use crate::process::{checked, command};
use crate::rust::{TRIPLE, cargo};
use crate::setup::{cargo_tools, npm, python, rust_toolchain};
use crate::workspace;
use crate::{build, package, programs};

/// Compiles and bundles what the suites share, once for all engines.
pub(super) fn prepare(suites: &[Suite]) -> Result<()> {
    if suites.contains(&Suite::Wasm) {
        let compile = format!("test --no-run --target {TRIPLE} --package coolsms-oauth2 --test wasm");
        checked(&mut rust_toolchain::wasm_target()?.cargo(&compile))?;
    }
    if suites.contains(&Suite::Page) {
        bundle_page()?;
        checked(&mut cargo("build --package browser --bin page"))?;
    }
    if suites.contains(&Suite::Journeys) {
        programs::build_app()?;
        build_apps()?;
        let tarball = package::pack()?;
        checked(&mut command!("node tests/journeys/quick-starts.mjs {tarball}"))?;
        checked(&mut cargo("build --package journeys"))?;
    }
    Ok(())
}

/// Runs the tests of the module in a browser: `wasm-pack test --headless`.
pub(super) fn wasm(browser: &Browser) -> Result<Verdict> {
    let wasm_bindgen = cargo_tools::wasm_bindgen()?;
    let (choose, driver) = match browser.engine {
        Engine::Chromium => ("--chrome", "--chromedriver"),
        Engine::Firefox => ("--firefox", "--geckodriver"),
        Engine::WebKit => ("--safari", "--safaridriver"),
    };
    let mut test = with_display(browser.engine, &cargo_tools::wasm_pack()?);
    test.args(["test", "--headless", choose, driver]).arg(&browser.driver);
    test.args(["--mode", "no-install", "--", "--test", "wasm"]);
    // wasm-pack looks for wasm-bindgen on PATH, and for the test runner beside it.
    rust_toolchain::wasm_target()?.select(&mut test, wasm_bindgen.parent());
    // The test runner takes the first driver that the environment names, whatever wasm-pack was told.
    for variable in ["CHROMEDRIVER", "GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"] {
        test.env_remove(variable).env_remove(format!("{variable}_REMOTE"));
    }
    test.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities(browser)?);
    // In seconds, and generous: a busy machine is no failure.
    test.env("WASM_BINDGEN_TEST_TIMEOUT", "600").env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "600");
    Verdict::of_runner(test)
}

/// Runs the cases that one page can show.
pub(super) fn page(browser: &Browser) -> Result<Verdict> {
    Verdict::of_runner(of_journeys(browser, &cargo("run --quiet --package browser --bin page")))
}

/// Runs the cases that WebDriver drives.
pub(super) fn journeys(browser: &Browser) -> Result<Verdict> {
    let mut test = of_journeys(browser, &cargo("run --quiet --package journeys"));
    test.env("AUTHLIB_PYTHON", python::authlib()?);
    Verdict::of_runner(test)
}

/// The environment tells the crate `browser` which engine is meant, and where browser and driver are.
fn of_journeys(browser: &Browser, cargo: &Command) -> Command {
    let mut command = with_display(browser.engine, Path::new(cargo.get_program()));
    command.args(cargo.get_args()).env("JOURNEYS_ENGINE", browser.engine.name()).envs(browser.environment());
    command
}

/// Bundles `tests/page` into `target/page`, from where the program `page` serves it, beside the module as `wasm-pack build`
/// gives it to a page.
pub(crate) fn bundle_page() -> Result<()> {
    build::ensure()?;
    // Without wasm-opt, which wasm-pack would download.
    let options = ["--target", "web", "--mode", "no-install", "--no-opt", "--no-pack", "--out-dir", "target/wasm-pack"];
    let wasm_pack = cargo_tools::wasm_pack()?;
    let mut module = command!("{wasm_pack} build {options...}");
    rust_toolchain::wasm_target()?.select(&mut module, cargo_tools::wasm_bindgen()?.parent());
    checked(&mut module)?;
    esbuild(&["tests/page/main.ts", "--format=esm", "--target=es2022", "--sourcemap", "--outfile=target/page/main.js"])
}

/// Builds the apps of `tests/journeys/apps`.
fn build_apps() -> Result<()> {
    npm::install(npm::TEST_APPS)?;
    let app = npm::TEST_APPS;
    checked(&mut command!("{app}/node_modules/.bin/vite build {app} --logLevel=error"))
}

/// Bundles tests, with the built package where they import it by its name.
pub(super) fn esbuild(what: &[&str]) -> Result<()> {
    npm::install(npm::TOOLS)?;
    let always = ["--bundle", "--charset=utf8", "--log-level=warning"];
    let aliases = ["--alias:chai=./xtask/node_modules/chai/index.js", "--alias:coolsms-oauth2=./pkg/dist/index.js"];
    checked(&mut command!("xtask/node_modules/.bin/esbuild {always...} {aliases...} {what...}"))
}

/// WebKit's browser has no headless mode: it gets a virtual display. Its sandbox does not work in a container.
fn with_display(engine: Engine, program: &Path) -> Command {
    let mut command = Command::new(if engine == Engine::WebKit { Path::new("xvfb-run") } else { program });
    if engine == Engine::WebKit {
        command.args(["--auto-servernum", "--server-args=-screen 0 1280x1024x24"]).arg(program);
        command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
    }
    command.current_dir(workspace::root());
    command
}

/// Writes what the test runner asks of the driver beyond its own defaults (headless, and no sandbox for root): the very
/// browser we found, which keeps to itself.
fn capabilities(browser: &Browser) -> Result<PathBuf> {
    let quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
    let capabilities = match browser.engine {
        Engine::Chromium => json!({ "goog:chromeOptions": { "binary": browser.browser, "args": quiet } }),
        Engine::Firefox => json!({ "moz:firefoxOptions": { "binary": browser.browser } }),
        Engine::WebKit => json!({}),
    };
    let file = workspace::path("target/xtask").join(format!("{}.json", browser.engine.name()));
    fs::create_dir_all(workspace::path("target/xtask"))?;
    fs::write(&file, capabilities.to_string()).with_context(|| format!("writing {}", file.display()))?;
    Ok(file)
}
