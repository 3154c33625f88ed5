//! What a Rust toolchain has to have beyond the compiler: the wasm target, the library's sources, rustfmt and clippy.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Report, debian_rust};
use crate::process::{ask, run_logged};
use crate::rust::{Rust, TRIPLE};
use crate::workspace::{Workspace, on_path};

/// A toolchain with the wasm target. Tried in this order: the toolchain that runs us; Debian's, when an earlier setup made
/// it ready; `rustup target add`; Debian's packages, whose standard library is then built once.
pub(crate) fn wasm_target(workspace: &Workspace, report: &Report) -> Result<Rust> {
    let place = |rust: &Rust| match &rust.folder {
        None => "in the Rust toolchain".to_owned(),
        Some(folder) => format!("in the Rust toolchain of {}", folder.display()),
    };
    let look = || [Some(Rust::current()), debian_rust::toolchain()].into_iter().flatten().find(Rust::compiles_to_wasm);
    if let Some(rust) = report.find("wasm32 target", look, place) {
        return Ok(rust);
    }
    let by_rustup = rustup(&["target", "add", TRIPLE], workspace, report);
    if Rust::current().compiles_to_wasm() {
        return Ok(Rust::current());
    }
    let by_debian = debian_rust::install(workspace, report);
    if let Some(rust) = look() {
        return Ok(rust);
    }
    let reason = |error: Option<anyhow::Error>| error.map_or("it ran in vain".to_owned(), |it| format!("{it:#}"));
    bail!(
        "run `rustup target add {TRIPLE}` where there is a network: the target is missing.\n- rustup: {}\n- Debian: {}",
        reason(by_rustup.err()),
        reason(by_debian.err()),
    )
}

/// Whether the standard library can be built along with the module. Where it cannot, the module is the same and larger:
/// so nothing fails here.
pub(crate) fn sources(rust: &Rust, workspace: &Workspace, report: &Report) -> bool {
    let look = || rust.builds_its_library().then_some(());
    if report.find("Rust's own sources", look, |()| "beside the Rust toolchain".to_owned()).is_some() {
        return true;
    }
    let _ = rustup(&["component", "add", "rust-src"], workspace, report);
    rust.builds_its_library()
}

/// Makes `cargo fmt` and `cargo clippy` work.
pub(crate) fn components(workspace: &Workspace, report: &Report) -> Result<()> {
    let works = |subcommand| ask(Rust::current().cargo().args([subcommand, "--version"])).is_ok();
    let look = || (works("fmt") && works("clippy")).then_some(());
    if report.find("rustfmt and clippy", look, |()| "in the Rust toolchain".to_owned()).is_some() {
        return Ok(());
    }
    rustup(&["component", "add", "rustfmt", "clippy"], workspace, report)
}

fn rustup(arguments: &[&str], workspace: &Workspace, report: &Report) -> Result<()> {
    let what = format!("rustup {}", arguments.join(" "));
    let program = on_path("rustup").with_context(|| format!("run `{what}` (there is no rustup here)"))?;
    let mut add = Command::new(program);
    report
        .act("Rust toolchain", &what, || run_logged(add.args(arguments), &workspace.log(&what)))
        .with_context(|| format!("run `{what}` where there is a network; here it failed"))
}
