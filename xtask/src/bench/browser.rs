//! The pages in Chromium: built here, visited by the crate `bench-browser`.

use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use super::apps;
use crate::build;
use crate::engine::Engine;
use crate::process::{self, run_logged, stream};
use crate::rust::Rust;
use crate::setup::{Report, browsers, npm_tools};
use crate::workspace::Workspace;

const PROGRAM: [&str; 3] = ["--release", "--package", "bench-browser"];
const COMPILING: Duration = Duration::from_secs(30 * 60);
const CHECKING: Duration = Duration::from_secs(20 * 60);

/// Measures; the program takes over this process.
pub(crate) fn run(workspace: &Workspace, rounds: u32, latencies: &[u32]) -> Result<()> {
    let mut compile = Rust::current().cargo();
    compile.current_dir(workspace.root()).arg("build").args(PROGRAM);
    let report = Report::quiet();
    // Before anything is measured, and before the browser is there.
    report
        .act("benchmarks", "cargo build --release", || run_logged(&mut compile, &workspace.log("bench"), COMPILING))?;
    let mut bench = prepared(workspace, &PROGRAM)?;
    let latencies: Vec<String> = latencies.iter().map(u32::to_string).collect();
    bench.args(["--rounds", &rounds.to_string(), "--latencies", &latencies.join(",")]);
    Err(process::become_program(&mut bench))
}

/// Sees that every page works, and measures nothing that counts.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    // Not optimised: compiled for the end-to-end tests as well.
    let mut bench = prepared(workspace, &PROGRAM[1..])?;
    if !stream(bench.arg("--check"), CHECKING)?.success {
        bail!("a page of the benchmarks does not work");
    }
    Ok(())
}

/// The program, with the pages built and a browser found.
fn prepared(workspace: &Workspace, program: &[&str]) -> Result<Command> {
    build::ensure(workspace)?;
    let report = Report::quiet();
    let npm = npm_tools::find_or_install(workspace, &report)?;
    npm_tools::find_or_install_peers(workspace, &report)?;
    let folder = workspace.path("target/bench");
    apps::bundle(workspace, &npm, &folder)?;
    let mut bench = Rust::current().cargo();
    bench.current_dir(workspace.root()).args(["run", "--quiet"]).args(program).arg("--").arg(folder);
    for browser in browsers::find_or_install(&[Engine::Chromium], workspace, &report)? {
        bench.envs(browser.environment());
    }
    Ok(bench)
}
