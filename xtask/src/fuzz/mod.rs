//! `cargo xtask fuzz`: cargo-fuzz on each target of `tests/fuzz`, for so many seconds each.
//!
//! What it finds on its way is kept in `target/fuzz/corpus`, so that the next run goes on from there; the seeds come from
//! the vectors. An input that breaks something is kept in `target/fuzz/artifacts`; it belongs into the vectors.

mod output;
mod seeds;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;
use clap::ValueEnum;

use crate::process::{ask, stream};
use crate::rust::Rust;
use crate::setup::{Report, fuzzer};
use crate::workspace::Workspace;
use output::Executions;

/// What is fuzzed; the names of the programs in `tests/fuzz/Cargo.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// Addresses that may be responses, with sign-ins under way
    Callback,
    /// `WWW-Authenticate` headers
    Challenge,
    /// Payloads of JWTs, bodies of API errors, stored sessions
    Token,
    /// Settings of providers and clients
    Provider,
}

impl Target {
    fn name(self) -> &'static str {
        match self {
            Self::Callback => "callback",
            Self::Challenge => "challenge",
            Self::Token => "token",
            Self::Provider => "provider",
        }
    }
}

/// The first compilation, on a slow machine.
const TO_COMPILE: Duration = Duration::from_secs(15 * 60);

/// Runs the targets, or all of them where none is named, and prints how often each was executed. Gives back which held.
pub(crate) fn run(workspace: &Workspace, targets: &[Target], seconds: u32) -> Result<Vec<(&'static str, bool)>> {
    let program = fuzzer::find_or_install(workspace, &Report::quiet())?;
    let targets = if targets.is_empty() { Target::value_variants() } else { targets };
    let mut rows = Vec::new();
    for target in targets {
        println!("\n-- {} for {seconds} s --", target.name());
        let finished = stream(&mut command(workspace, &program, *target, seconds)?, limit(seconds))?;
        let executions = Executions::of(&finished.output);
        // Without a count nothing ran, whatever the exit code says.
        rows.push((target.name(), finished.success && executions.is_some(), executions));
    }
    println!("\n{:<12}{:>14}{:>14}", "target", "executions", "per second");
    for (target, holds, executions) in &rows {
        let Executions { total, per_second } = executions.unwrap_or_default();
        println!("{target:<12}{total:>14}{per_second:>14}{}", if *holds { "" } else { "  failed" });
    }
    Ok(rows.into_iter().map(|(target, holds, _)| (target, holds)).collect())
}

fn limit(seconds: u32) -> Duration {
    TO_COMPILE + Duration::from_secs(seconds.into())
}

/// `cargo fuzz run`, with the folders that the target reads and writes.
fn command(workspace: &Workspace, program: &Path, target: Target, seconds: u32) -> Result<Command> {
    let folder = |kind: &str| -> Result<_> {
        let folder = workspace.path("target/fuzz").join(kind).join(target.name());
        fs::create_dir_all(&folder)?;
        Ok(folder)
    };
    let seeds = folder("seeds")?;
    seeds::write(workspace, target, &seeds)?;
    let mut artifacts = folder("artifacts")?.into_os_string();
    artifacts.push("/");

    let mut run = with_nightly(program);
    run.current_dir(workspace.root()).args(["run", "--fuzz-dir", "tests/fuzz", "--target-dir", "target/fuzz/build"]);
    // The crate has no unsafe code that an address sanitizer could watch; without it there are more executions.
    run.args(["--sanitizer", "none", target.name()]).arg(folder("corpus")?).arg(seeds).arg("--");
    run.args([&format!("-max_total_time={seconds}"), "-timeout=10", "-verbosity=0", "-print_final_stats=1"]);
    artifacts = [std::ffi::OsStr::new("-artifact_prefix="), &artifacts].into_iter().collect();
    run.arg(artifacts);
    Ok(run)
}

/// Fuzzing takes compiler flags of nightly; a stable compiler lets itself be told that it is one.
fn with_nightly(program: &Path) -> Command {
    let has_nightly = ask(Command::new("rustup").args(["run", "nightly", "cargo", "--version"])).is_ok();
    let mut command = if has_nightly { Command::new("rustup") } else { Command::new(program) };
    if has_nightly {
        command.args(["run", "nightly"]).arg(program);
    } else {
        Rust::current().select(&mut command, &[]);
        command.env("RUSTC_BOOTSTRAP", "1");
    }
    // Those of the toolchain that runs this command.
    command.env_remove("CARGO").env_remove("RUSTC");
    command
}
