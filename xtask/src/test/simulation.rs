//! The simulation of `tests/simulation`: sign-ins under random schedules of events, in Node.js.

use std::process::Command;

use anyhow::Result;

use super::verdict::Verdict;
use crate::build;
use crate::process::{checked, command, stream};
use crate::setup::Report;
use crate::setup::npm::{self, Packages};
use crate::workspace::Workspace;

/// Bundles it with the package; returns the program.
pub(crate) fn program(workspace: &Workspace) -> Result<Command> {
    build::ensure(workspace)?;
    npm::find_or_install(Packages::Tools, workspace, &Report::quiet())?;
    let options = ["--bundle", "--format=esm", "--platform=node", "--target=node20", "--log-level=warning"];
    let out = "--outfile=target/simulation/main.js";
    checked(&mut command!(workspace, "xtask/node_modules/.bin/esbuild {options...} {out} tests/simulation/main.ts"))?;
    Ok(command!(workspace, "node target/simulation/main.js"))
}

pub(super) fn check(workspace: &Workspace, label: &str) -> Result<Verdict> {
    Ok(Verdict::of_tests(&stream(label, program(workspace)?.arg("--check"))?))
}
