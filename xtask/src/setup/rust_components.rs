//! rustfmt and clippy, which a minimal Rust toolchain lacks.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::Report;
use crate::process::{ask, run_logged};
use crate::rust::Rust;
use crate::workspace::Workspace;

const WHAT: &str = "rustfmt and clippy";
const LIMIT: Duration = Duration::from_secs(120);

/// Makes `cargo fmt` and `cargo clippy` work.
pub(crate) fn find_or_install(workspace: &Workspace, report: &Report) -> Result<()> {
    let works = |subcommand| ask(Rust::current().cargo().args([subcommand, "--version"])).is_ok();
    let look = || (works("fmt") && works("clippy")).then_some(());
    if report.find(WHAT, look, |()| "in the Rust toolchain".to_owned()).is_some() {
        return Ok(());
    }
    let mut add = Command::new("rustup");
    add.args(["component", "add", "rustfmt", "clippy"]);
    report
        .act(WHAT, "rustup component add", || run_logged(&mut add, &workspace.log("rustup-components"), LIMIT))
        .context("rustfmt and clippy could not be installed.\nTo go on, run `rustup component add rustfmt clippy`.\nWhat went wrong")
}
