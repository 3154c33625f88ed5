//! A Rust toolchain that compiles to WebAssembly.
//!
//! Tried in this order: the toolchain that runs us; Debian's, when an earlier setup made it ready; `rustup target add`;
//! Debian's packages, whose standard library is then built once.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{Report, debian_rust};
use crate::process::run_logged;
use crate::rust::{Rust, TRIPLE};
use crate::workspace::{Workspace, on_path};

/// `rustup` waits long for a network that is not there.
const RUSTUP_LIMIT: Duration = Duration::from_secs(120);
const WHAT: &str = "wasm32 target";

/// A toolchain with the wasm target.
pub(crate) fn find_or_install(workspace: &Workspace, report: &Report) -> Result<Rust> {
    let place = |rust: &Rust| match &rust.folder {
        None => "in the Rust toolchain".to_owned(),
        Some(folder) => format!("in the Rust toolchain of {}", folder.display()),
    };
    let candidates = || [Some(Rust::current()), debian_rust::toolchain()].into_iter().flatten();
    if let Some(rust) = report.find(WHAT, || candidates().find(Rust::compiles_to_wasm), place) {
        return Ok(rust);
    }
    let by_rustup = || {
        let rustup = on_path("rustup").context("there is no rustup")?;
        let mut add = Command::new(rustup);
        add.args(["target", "add", TRIPLE]);
        report.act(WHAT, format_args!("rustup target add {TRIPLE}"), || {
            run_logged(&mut add, &workspace.log("rustup"), RUSTUP_LIMIT)
        })
    };
    let rustup_failed = by_rustup().err();
    if rustup_failed.is_none() && Rust::current().compiles_to_wasm() {
        return Ok(Rust::current());
    }
    let debian_failed = match debian_rust::install(workspace, report) {
        Ok(rust) if rust.compiles_to_wasm() => return Ok(rust),
        Ok(_) => None,
        Err(error) => Some(error),
    };
    let reason = |error: Option<anyhow::Error>| {
        error.map_or("ran, but the target is still missing".to_owned(), |e| format!("{e:#}"))
    };
    bail!(
        "the Rust target {TRIPLE} is missing and could not be installed.\n- rustup: {}\n- Debian's packages: {}\n\
         To go on, run `rustup target add {TRIPLE}` where there is a network, then this command again.",
        reason(rustup_failed),
        reason(debian_failed),
    )
}
