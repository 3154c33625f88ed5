//! rustfmt, clippy and LLVM's tools, which a minimal Rust toolchain lacks.

use std::env;
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
    add(WHAT, &["rustfmt", "clippy"], workspace, report)
}

/// Makes it possible to read what instrumented tests write: `llvm-profdata` and `llvm-cov`.
pub(crate) fn llvm_tools(workspace: &Workspace, report: &Report) -> Result<()> {
    let what = "LLVM's tools";
    let chosen = || env::var_os("LLVM_PROFDATA").and(env::var_os("LLVM_COV")).map(|_| ());
    let look = || chosen().or_else(|| Rust::current().has_llvm_tools().then_some(()));
    if report.find(what, look, |()| "in the Rust toolchain".to_owned()).is_some() {
        return Ok(());
    }
    add(what, &["llvm-tools"], workspace, report)
}

fn add(what: &str, components: &[&str], workspace: &Workspace, report: &Report) -> Result<()> {
    let mut add = Command::new("rustup");
    add.args(["component", "add"]).args(components);
    report
        .act(what, "rustup component add", || run_logged(&mut add, &workspace.log("rustup-components"), LIMIT))
        .with_context(|| {
            format!(
                "{what} could not be installed.\nTo go on, run `rustup component add {}`.\nWhat went wrong",
                components.join(" ")
            )
        })
}
