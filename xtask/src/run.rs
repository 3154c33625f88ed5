//! `cargo xtask demo`, `sandbox` and `simulate`: programs of other crates, which take over this process, so that Ctrl+C
//! and the exit code are theirs.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::engine::Engine;
use crate::process::run_logged;
use crate::rust::Rust;
use crate::setup::{Report, browsers};
use crate::workspace::Workspace;
use crate::{process, spa};

const DEMO: [&str; 4] = ["--package", "journeys", "--bin", "demo"];
const COMPILING: Duration = Duration::from_secs(15 * 60);

/// Builds the package and the single-page app if needed, then serves them or, headless, walks through them.
pub(crate) fn demo(workspace: &Workspace, headless: bool, port: Option<u16>) -> Result<()> {
    spa::ensure(workspace)?;
    compile(workspace, &DEMO)?;
    let mut demo = cargo_run(workspace, &DEMO);
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

/// Compiles a program and says so, since `cargo run --quiet` is silent about it for as long as that takes.
fn compile(workspace: &Workspace, what: &[&str]) -> Result<()> {
    let mut build = Rust::current().cargo();
    build.current_dir(workspace.root()).arg("build").args(what);
    let doing = format!("cargo build {}", what.join(" "));
    Report::quiet().act("servers", doing, || run_logged(&mut build, &workspace.log("servers"), COMPILING))
}

fn cargo_run(workspace: &Workspace, what: &[&str]) -> Command {
    let mut run = Rust::current().cargo();
    run.current_dir(workspace.root()).args(["run", "--quiet"]).args(what).arg("--");
    run
}
