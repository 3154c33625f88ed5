//! `cargo xtask bench`: how fast the package is, beside what one would use in its place.
//!
//! `docs/bench.md` says how, and what came of it. How much the core has to do with an input is counted by its tests.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::build;
use crate::engine::Engine;
use crate::process::{become_program, checked, command, run_logged, stream};
use crate::rust::cargo;
use crate::setup::{browsers, nginx, npm, report};
use crate::workspace;

/// What is measured.
#[derive(clap::Args)]
pub(crate) struct Plan {
    /// How often everything is measured
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: Option<u32>,
    /// The round-trip times of the lines, in milliseconds, separated by commas; 0,20,50,150 when left out
    #[arg(long, value_delimiter = ',')]
    latencies: Option<Vec<u32>>,
    /// Three minutes instead of half an hour: one line, no phone, no loops over addresses
    #[arg(long)]
    quick: bool,
    /// Also an earlier build of the package: a copy of its pkg/dist
    #[arg(long, value_name = "FOLDER")]
    before: Option<PathBuf>,
}

/// Measures the pages in Chromium; the program takes over this process.
pub(crate) fn in_a_browser(plan: &Plan) -> Result<()> {
    let mut compile = cargo("build --release --package bench-browser");
    // Before anything is measured, and before the browser is there.
    report::act("benchmarks", "cargo build --release", || run_logged(&mut compile, "bench"))?;
    let mut bench = prepared("run --release", plan.before.as_ref())?;
    if let Some(rounds) = plan.rounds {
        bench.arg(format!("--rounds={rounds}"));
    }
    if let Some(latencies) = &plan.latencies {
        let latencies: Vec<String> = latencies.iter().map(u32::to_string).collect();
        bench.arg(format!("--latencies={}", latencies.join(",")));
    }
    bench.args(plan.quick.then_some("--quick"));
    Err(become_program(&mut bench))
}

/// Sees that every page works, and measures nothing that counts.
pub(crate) fn check_pages() -> Result<()> {
    // Not optimised: compiled for the browser tests as well.
    if !stream(prepared("run", None)?.arg("--check"))?.success {
        bail!("a page of the benchmarks does not work");
    }
    Ok(())
}

/// The program, with the pages built, a browser and nginx found.
fn prepared(run: &str, before: Option<&PathBuf>) -> Result<Command> {
    build::ensure()?;
    npm::install(npm::TOOLS)?;
    npm::install(npm::PEERS)?;
    let mut bundle = command!("node tests/bench/pages/bundle.mjs");
    if let Some(before) = before {
        // Scripts run in the repository, whatever folder a person is in.
        bundle.arg("--before").arg(before.canonicalize()?);
    }
    checked(&mut bundle)?;
    let mut bench = cargo(&format!("{run} --quiet --package bench-browser --"));
    bench.arg(workspace::path("target/bench")).env("NGINX", nginx::nginx()?);
    for browser in browsers::find_or_install(&[Engine::Chromium])? {
        bench.envs(browser.environment());
    }
    Ok(bench)
}
