//! What two linters of packages say of it: publint, and attw ("are the types wrong").

use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use super::Packed;
use crate::process::stream;
use crate::setup::npm_tools::NpmTools;

const LIMIT: Duration = Duration::from_secs(2 * 60);

/// Whether entries, formats and fields are what bundlers and Node.js take them for. Nothing is ignored.
pub(super) fn publint(npm: &NpmTools, packed: &Packed) -> Result<()> {
    run(npm.command("publint").args(["run", "--strict", "--pack=false"]).arg(&packed.folder))
}

/// Whether TypeScript finds types that are true of the code.
///
/// `esm-only` leaves out two ways of resolving: that of TypeScript before 4.7 (`node10`), which knows no `exports`, so
/// that it finds the default entry by `main` and `types` (`tests/types` compiles with it) and `coolsms-oauth2/wasm` not
/// at all; and `require` from CommonJS, since the package is an ES module. The WebAssembly file has no types.
pub(super) fn attw(npm: &NpmTools, packed: &Packed) -> Result<()> {
    let mut attw = npm.command("attw");
    attw.args([
        "--profile",
        "esm-only",
        "--exclude-entrypoints",
        "./coolsms-oauth2.wasm",
        "./coolsms-oauth2.js",
        "--no-emoji",
        "--no-color",
    ]);
    run(attw.arg(&packed.tarball))
}

fn run(linter: &mut Command) -> Result<()> {
    if !stream(linter, LIMIT)?.success {
        bail!("it found what is said above");
    }
    Ok(())
}
