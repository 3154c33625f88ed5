//! `cargo xtask bench`: how fast the package is, beside what one would use in its place.
//!
//! In a browser by default; the core natively with `--native`, by criterion; and with `--instructions` by counting, which
//! tells a regression on a machine that is busy with other things. `docs/bench.md` says how, and what came of it.

use std::process::Command;

use anyhow::{Result, bail};

use crate::build;
use crate::engine::Engine;
use crate::process::{become_program, checked, command, run_logged, stream};
use crate::rust::{Rust, cargo};
use crate::setup::{apt, browsers, npm, report};
use crate::workspace;

/// Times the core natively; criterion tells what has changed since the last time. The program takes over this process.
pub(crate) fn native() -> Result<()> {
    Err(become_program(&mut cargo("bench --package bench-core --bench core")))
}

/// Counts the instructions of the core, and compares them with the baseline or makes them that. The program takes over.
pub(crate) fn instructions(bless: bool) -> Result<()> {
    let valgrind = apt::valgrind()?;
    // The place of the program is then known, whatever the environment says.
    checked(&mut cargo("build --profile bench --target-dir target/bench/core --package bench-core"))?;
    let (tool_chain, bless) = (Rust::current().for_this_machine()?, bless.then_some("--bless"));
    Err(become_program(&mut command!("node tests/bench/core/instructions.mjs {valgrind} {tool_chain} {bless...}")))
}

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
