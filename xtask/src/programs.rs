//! `cargo xtask demo`, `sandbox`, `simulate`, `serve-tests` and so on: programs of other crates and of Node.js, which take
//! over this process, so that Ctrl+C and the exit code are theirs.

use std::process::Command;

use anyhow::Result;

use crate::engine::Engine;
use crate::process::{become_program, command, run_logged};
use crate::rust::cargo;
use crate::setup::{browsers, npm, report};
use crate::{build, test};

/// Builds the package and the single-page app, then serves them or, headless, walks through them.
pub(crate) fn demo(headless: bool, port: Option<u16>) -> Result<()> {
    println!("The demo: first the package and the app are built, then pages and CoolSMS are served.");
    build_app()?;
    let mut demo = cargo_run("--package demo")?;
    if headless {
        demo.arg("--headless");
        for browser in browsers::find_or_install(&[Engine::Chromium])? {
            demo.envs(browser.environment());
        }
    }
    demo.args(port.map(|port| format!("--port={port}")));
    Err(become_program(&mut demo))
}

/// Builds the demo as a single-page app, `www/spa`, by Vite with the package of `pkg`, as any app would be.
pub(crate) fn build_app() -> Result<()> {
    build::ensure()?;
    npm::install(npm::SPA)?;
    let out = crate::workspace::path("target/spa");
    let mut vite = command!("www/spa/node_modules/.bin/vite build www/spa --emptyOutDir --outDir {out}");
    report::act("single-page app", "vite build", || run_logged(&mut vite, "vite"))
}

/// Runs the local CoolSMS with its own arguments.
pub(crate) fn sandbox(args: &[String]) -> Result<()> {
    Err(become_program(cargo_run("--package sandbox")?.args(args)))
}

/// Serves the pages of the tests, for a look at them in any browser.
pub(crate) fn serve_tests(args: &[String]) -> Result<()> {
    test::engines::bundle_page()?;
    Err(become_program(cargo_run("--package browser --bin page")?.arg("--serve").args(args)))
}

/// Breaks the package on purpose, and tells which page test notices, in Chromium.
pub(crate) fn breaks(names: &[String]) -> Result<()> {
    test::engines::bundle_page()?;
    run_logged(&mut cargo("build --package browser --bin page"), "servers")?;
    let mut breaks = command!("node xtask/breaks.js {names...}");
    for browser in browsers::find_or_install(&[Engine::Chromium])? {
        breaks.envs(browser.environment());
    }
    Err(become_program(&mut breaks))
}

/// Runs the simulation with its own arguments.
pub(crate) fn simulation(args: &[String]) -> Result<()> {
    Err(become_program(test::simulation()?.args(args)))
}

/// Writes `pkg/API.md` anew, from the declarations of the package as it is now.
pub(crate) fn reference() -> Result<()> {
    build::ensure()?;
    npm::install(npm::READERS_OF_TYPES)?;
    Err(become_program(&mut command!("node tests/types/reference.mjs")))
}

/// `cargo run` of a program that is compiled already. That it is compiled is said, since it can take minutes.
fn cargo_run(what: &str) -> Result<Command> {
    let build = format!("build {what}");
    report::act("servers", format!("cargo {build}"), || run_logged(&mut cargo(&build), "servers"))?;
    Ok(cargo(&format!("run --quiet {what} --")))
}
