//! `cargo xtask bench`: how fast the package is, beside what one would use in its place.
//!
//! `docs/bench.md` says how, and what came of it. How much the core has to do with an input is counted by its tests.

use std::process::Command;

use anyhow::{Result, bail};

use crate::build;
use crate::engine::Engine;
use crate::process::{become_program, checked, command, run_logged, stream};
use crate::rust::cargo;
use crate::setup::{browsers, npm, report};
use crate::workspace;

/// Measures the pages in Chromium; the program takes over this process.
pub(crate) fn in_a_browser(rounds: u32, latencies: &[u32]) -> Result<()> {
    let mut compile = cargo("build --release --package bench-browser");
    // Before anything is measured, and before the browser is there.
    report::act("benchmarks", "cargo build --release", || run_logged(&mut compile, "bench"))?;
    let mut bench = prepared("run --release")?;
    let latencies: Vec<String> = latencies.iter().map(u32::to_string).collect();
    bench.args(["--rounds", &rounds.to_string(), "--latencies", &latencies.join(",")]);
    Err(become_program(&mut bench))
}

/// Sees that every page works, and measures nothing that counts.
pub(crate) fn check_pages() -> Result<()> {
    // Not optimised: compiled for the browser tests as well.
    if !stream(prepared("run")?.arg("--check"))?.success {
        bail!("a page of the benchmarks does not work");
    }
    Ok(())
}

/// The program, with the pages built and a browser found.
fn prepared(run: &str) -> Result<Command> {
    build::ensure()?;
    npm::install(npm::TOOLS)?;
    npm::install(npm::PEERS)?;
    checked(&mut command!("node tests/bench/pages/bundle.mjs"))?;
    let mut bench = cargo(&format!("{run} --quiet --package bench-browser --"));
    bench.arg(workspace::path("target/bench"));
    for browser in browsers::find_or_install(&[Engine::Chromium])? {
        bench.envs(browser.environment());
    }
    Ok(bench)
}
