//! What a Rust toolchain has to have beyond the compiler: the wasm target, the library's sources, rustfmt and clippy.

use anyhow::{Context, Result, bail};

use super::{debian_rust, report};
use crate::process::{ask, command};
use crate::rust::{Rust, TRIPLE, cargo};
use crate::workspace::on_path;

/// A toolchain with the wasm target. Tried in this order: the toolchain that runs us; Debian's, when an earlier setup made
/// it ready; `rustup target add`; Debian's packages, whose standard library is then built once.
pub(crate) fn wasm_target() -> Result<Rust> {
    let look = || [Some(Rust::current()), debian_rust::toolchain()].into_iter().flatten().find(Rust::compiles_to_wasm);
    let mut found = None;
    report::find("wasm32 target", || {
        found = look();
        found.as_ref()?.target_libraries().ok()
    });
    if let Some(rust) = found {
        return Ok(rust);
    }
    let by_rustup = rustup(&["target", "add", TRIPLE]);
    if let Some(rust) = look() {
        return Ok(rust);
    }
    let by_debian = debian_rust::install();
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
pub(crate) fn sources(rust: &Rust) -> bool {
    report::is_there("Rust's own sources", || rust.builds_its_library())
        || (rustup(&["component", "add", "rust-src"]).is_ok() && rust.builds_its_library())
}

/// Makes `cargo fmt` and `cargo clippy` work.
pub(crate) fn components() -> Result<()> {
    let works = |version: &str| ask(&mut cargo(version)).is_ok();
    if report::is_there("rustfmt and clippy", || works("fmt --version") && works("clippy --version")) {
        return Ok(());
    }
    rustup(&["component", "add", "rustfmt", "clippy"])
}

fn rustup(arguments: &[&str]) -> Result<()> {
    let by_hand = format!("rustup {}", arguments.join(" "));
    let program = on_path("rustup").with_context(|| format!("run `{by_hand}` (there is no rustup here)"))?;
    report::install("Rust toolchain", &by_hand, &mut command!("{program} {arguments...}"))
}
