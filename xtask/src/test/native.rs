//! The suites that need no browser: format, lints, native tests.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::results::Verdict;
use crate::process::stream;
use crate::rust::{Rust, TRIPLE};
use crate::setup::Report;
use crate::setup::wasm_target;
use crate::workspace::Workspace;

/// Enough to compile everything on a slow machine first.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// The crate for fuzzing, which is in a workspace of its own.
const FUZZING: [&str; 2] = ["--manifest-path", "tests/fuzz/Cargo.toml"];

pub(super) fn format(workspace: &Workspace) -> Result<Verdict> {
    let format = |what: &[&str]| check(workspace, Rust::current().cargo().arg("fmt").args(what).arg("--check"));
    Ok(format(&["--all"])? + format(&FUZZING)?)
}

pub(super) fn clippy(workspace: &Workspace) -> Result<Verdict> {
    let lints = ["--all-targets", "--", "-D", "warnings"];
    let clippy = |what: &[&str]| check(workspace, Rust::current().clippy().args(what).args(lints));
    Ok(clippy(&["--workspace"])? + clippy(&[&FUZZING[..], &["--target-dir", "target/fuzz/clippy"]].concat())?)
}

pub(super) fn clippy_wasm(workspace: &Workspace) -> Result<Verdict> {
    let rust = wasm_target::find_or_install(workspace, &Report::quiet())?;
    let module = ["--package", "coolsms-oauth2", "--target", TRIPLE, "--all-targets", "--", "-D", "warnings"];
    check(workspace, rust.clippy().args(module))
}

pub(super) fn tests(workspace: &Workspace) -> Result<Verdict> {
    let mut test = Rust::current().cargo();
    test.current_dir(workspace.root()).args(["test", "--workspace", "--exclude", "journeys", "--no-fail-fast"]);
    Ok(Verdict::of_tests(&stream(&mut test, LIMIT)?))
}

fn check(workspace: &Workspace, command: &mut Command) -> Result<Verdict> {
    Ok(Verdict::check(stream(command.current_dir(workspace.root()), LIMIT)?.success))
}
