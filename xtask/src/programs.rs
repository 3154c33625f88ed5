//! `cargo xtask demo`, `sandbox`, `simulate` and `serve-tests`: programs of other crates and of Node.js, which take over
//! this process, so that Ctrl+C and the exit code are theirs.

use std::process::Command;

use anyhow::Result;

use crate::engine::Engine;
use crate::process::{self, command, run_logged};
use crate::rust::Rust;
use crate::setup::{Report, browsers};
use crate::workspace::Workspace;
use crate::{spa, test};

/// Builds the package and the single-page app if needed, then serves them or, headless, walks through them.
pub(crate) fn demo(workspace: &Workspace, headless: bool, port: Option<u16>) -> Result<()> {
    println!(
        "The demo: first the package and the app are built where they are not, then pages and CoolSMS are served."
    );
    spa::ensure(workspace)?;
    let mut demo = cargo_run(workspace, &["--package", "journeys", "--bin", "demo"])?;
    if headless {
        demo.arg("--headless");
        for browser in browsers::find_or_install(&[Engine::Chromium], workspace, &Report::quiet())? {
            demo.envs(browser.environment());
        }
    }
    if let Some(port) = port {
        demo.args(["--port", &port.to_string()]);
    }
    Err(process::become_program(&mut demo))
}

/// Runs the local CoolSMS with arguments of its own.
pub(crate) fn sandbox(workspace: &Workspace, args: &[String]) -> Result<()> {
    Err(process::become_program(cargo_run(workspace, &["--package", "sandbox"])?.args(args)))
}

/// Serves the pages of the tests, for a look at them in any browser.
pub(crate) fn serve_tests(workspace: &Workspace, args: &[String]) -> Result<()> {
    test::engines::bundle_page(workspace)?;
    let mut server = cargo_run(workspace, &["--package", "journeys", "--bin", "page"])?;
    Err(process::become_program(server.arg("--serve").args(args)))
}

/// Runs the simulation with arguments of its own.
pub(crate) fn simulation(workspace: &Workspace, args: &[String]) -> Result<()> {
    Err(process::become_program(test::simulation::program(workspace)?.args(args)))
}

/// `cargo run` of a program that is compiled already. That it is compiled is said, since it can take minutes.
fn cargo_run(workspace: &Workspace, what: &[&str]) -> Result<Command> {
    let cargo = Rust::current().cargo().get_program().to_owned();
    let mut build = command!(workspace, "{cargo} build {what...}");
    let doing = format!("cargo build {}", what.join(" "));
    Report::quiet().act("servers", doing, || run_logged(&mut build, &workspace.log("servers")))?;
    Ok(command!(workspace, "{cargo} run --quiet {what...} --"))
}
