//! `cargo xtask bench`: how fast the package is, beside what one would use in its place.
//!
//! `docs/bench.md` says how, and what came of it. How much the core has to do with an input is counted by its tests.

use std::process::Command;

use anyhow::{Result, bail};

use crate::build;
use crate::engine::Engine;
use crate::process::{become_program, run_logged, stream};
use crate::rust::cargo;
use crate::setup::{browsers, nginx, npm, report};

/// Measures the pages in Chromium, with the program's own arguments; the program takes over this process.
pub(crate) fn in_a_browser(args: &[String]) -> Result<()> {
    let mut compile = cargo("build --release --package bench");
    // Before anything is measured, and before the browser is there.
    report::act("benchmarks", "cargo build --release", || run_logged(&mut compile, "bench"))?;
    let mut bench = prepared("run --release")?;
    bench.args(args);
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

/// The program, with what it needs: the package, the other libraries, a browser and nginx.
fn prepared(run: &str) -> Result<Command> {
    build::ensure()?;
    npm::install(npm::TOOLS)?;
    npm::install(npm::PEERS)?;
    let mut bench = cargo(&format!("{run} --quiet --package bench --"));
    bench.env("NGINX", nginx::nginx()?);
    for browser in browsers::find_or_install(&[Engine::Chromium])? {
        bench.envs(browser.environment());
    }
    Ok(bench)
}
