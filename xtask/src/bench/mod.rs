//! `cargo xtask bench`: how fast the package is, beside what one would use in its place.
//!
//! In a browser by default; the core natively with `--native`, by criterion; and with `--instructions` by counting, which
//! tells a regression on a machine that is busy with other things. `docs/bench.md` says how, and what came of it.

mod instructions;

use std::process::Command;

use anyhow::{Result, bail};

use crate::build;
use crate::engine::Engine;
use crate::process::{self, checked, command, run_logged, stream};
use crate::rust::Rust;
use crate::setup::npm::{self, Packages};
use crate::setup::{Report, browsers};
use crate::workspace::Workspace;

pub(crate) use instructions::{bless, check as check_instructions};

/// Times the core natively; criterion tells what has changed since the last time. The program takes over this process.
pub(crate) fn native(workspace: &Workspace) -> Result<()> {
    let cargo = Rust::current().cargo().get_program().to_owned();
    Err(process::become_program(&mut command!(workspace, "{cargo} bench --package bench-core --bench core")))
}

/// Measures the pages in Chromium; the program takes over this process.
pub(crate) fn in_a_browser(workspace: &Workspace, rounds: u32, latencies: &[u32]) -> Result<()> {
    let cargo = Rust::current().cargo().get_program().to_owned();
    let mut compile = command!(workspace, "{cargo} build --release --package bench-browser");
    // Before anything is measured, and before the browser is there.
    Report::quiet().act("benchmarks", "cargo build --release", || run_logged(&mut compile, &workspace.log("bench")))?;
    let mut bench = prepared(workspace, &["--release"])?;
    let latencies: Vec<String> = latencies.iter().map(u32::to_string).collect();
    bench.args(["--rounds", &rounds.to_string(), "--latencies", &latencies.join(",")]);
    Err(process::become_program(&mut bench))
}

/// Sees that every page works, and measures nothing that counts.
pub(crate) fn check_pages(workspace: &Workspace) -> Result<()> {
    // Not optimised: compiled for the browser tests as well.
    if !stream("", prepared(workspace, &[])?.arg("--check"))?.success {
        bail!("a page of the benchmarks does not work");
    }
    Ok(())
}

/// The program, with the pages built and a browser found.
fn prepared(workspace: &Workspace, profile: &[&str]) -> Result<Command> {
    build::ensure(workspace)?;
    let report = Report::quiet();
    npm::find_or_install(Packages::Tools, workspace, &report)?;
    npm::find_or_install(Packages::Peers, workspace, &report)?;
    let folder = workspace.path("target/bench");
    checked(&mut command!(workspace, "node tests/bench/pages/bundle.mjs"))?;
    let cargo = Rust::current().cargo().get_program().to_owned();
    let mut bench = command!(workspace, "{cargo} run --quiet {profile...} --package bench-browser -- {folder}");
    for browser in browsers::find_or_install(&[Engine::Chromium], workspace, &report)? {
        bench.envs(browser.environment());
    }
    Ok(bench)
}
