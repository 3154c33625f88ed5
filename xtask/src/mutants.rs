//! `cargo xtask mutants`: changes src/protocol and src/client in one place at a time, and tells which change no native
//! test notices. `.cargo/mutants.toml` says what is changed; cargo-mutants takes over this process.

use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::rust::Rust;
use crate::setup::{Report, cargo_tools};
use crate::workspace::Workspace;

/// Runs it with arguments of its own. Its exit code is 0 where every mutant was caught.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let program = cargo_tools::cargo_mutants().find_or_install(workspace, &Report::quiet())?;
    let mut mutants = Command::new(program);
    Rust::current().select(&mut mutants, &[]);
    mutants.current_dir(workspace.root());
    mutants.args(["mutants", "--package", "coolsms-oauth2", "--output", "target"]).args(args);
    // Each mutant is linked into every test binary; nobody debugs them.
    mutants.env("CARGO_PROFILE_DEV_DEBUG", "none");
    Err(process::become_program(&mut mutants))
}
