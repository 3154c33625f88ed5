//! `cargo xtask demo`, `sandbox` and `simulate`: programs of other crates, which take over this process, so that Ctrl+C
//! and the exit code are theirs.

use std::process::Command;

use anyhow::Result;

use crate::engine::Engine;
use crate::rust::Rust;
use crate::setup::{Report, browsers};
use crate::workspace::Workspace;
use crate::{build, process};

/// Builds the package if needed, then serves pages and sandbox or, headless, walks through them.
pub(crate) fn demo(workspace: &Workspace, headless: bool, port: Option<u16>) -> Result<()> {
    build::ensure(workspace)?;
    let mut demo = cargo_run(workspace, &["--package", "e2e", "--bin", "demo"]);
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
    Err(process::become_program(cargo_run(workspace, &["--package", "sandbox"]).args(args)))
}

/// Runs the simulation, optimised, with arguments of its own.
pub(crate) fn simulation(workspace: &Workspace, args: &[String]) -> Result<()> {
    Err(process::become_program(cargo_run(workspace, &["--release", "--package", "simulation"]).args(args)))
}

fn cargo_run(workspace: &Workspace, what: &[&str]) -> Command {
    let mut run = Rust::current().cargo();
    run.current_dir(workspace.root()).args(["run", "--quiet"]).args(what).arg("--");
    run
}
