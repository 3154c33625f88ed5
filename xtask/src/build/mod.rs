//! `cargo xtask build`: from Rust and JavaScript to the finished npm package in `pkg/dist`.
//!
//! ```text
//! src/      -- rustc, wasm-bindgen, wasm-opt --> target/pkg/coolsms-oauth2.wasm, glue/ ─┐
//!                                  encode.rs --> target/pkg/bytes.js ───────────────────┤
//! pkg/src/  ------------------------------------------------------------------ esbuild ─┴─> pkg/dist/
//! ```
//!
//! The same sources give the same bytes, on whatever machine and in whatever folder.

mod bundle;
mod encode;
mod names;
pub(crate) mod reuse;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::json;

use crate::package;
use crate::rust::Rust;
use crate::setup::npm::{self, Packages, Programs};
use crate::setup::{Need, Report, cargo_tools, ensure as ensure_tools, rust_toolchain};
use crate::sizes;
use crate::workspace::{Workspace, empty};

/// The package's wasm file, beside its entries.
pub(crate) const WASM: &str = "coolsms-oauth2.wasm";
/// The file of a script tag.
pub(crate) const SCRIPT: &str = "coolsms-oauth2.js";

/// What a build is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// For users: small.
    Release,
    /// For a debugger: readable, and quick to build.
    Dev,
}

impl Mode {
    pub(crate) const fn new(dev: bool) -> Self {
        if dev { Self::Dev } else { Self::Release }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "dev",
        }
    }
}

/// The programs a build calls.
struct Tools {
    rust: Rust,
    /// Whether the standard library is built along with the module.
    builds_library: bool,
    wasm_bindgen: PathBuf,
    npm: Programs,
}

impl Tools {
    fn find_or_install(workspace: &Workspace) -> Result<Self> {
        let report = Report::quiet();
        ensure_tools(workspace, &[Need::WasmTarget, Need::WasmBindgen, Need::Npm(Packages::Tools)], &report)?;
        let rust = rust_toolchain::wasm_target(workspace, &report)?;
        Ok(Self {
            builds_library: rust.builds_its_library(),
            rust,
            wasm_bindgen: cargo_tools::wasm_bindgen(workspace, &report)?,
            npm: npm::find_or_install(Packages::Tools, workspace, &report)?,
        })
    }
}

/// Builds the package; for users, also prints its sizes and checks them against the budget.
pub(crate) fn run(workspace: &Workspace, mode: Mode) -> Result<()> {
    let tools = Tools::find_or_install(workspace)?;
    make(workspace, &tools, mode)?;
    if mode == Mode::Release {
        let default_entry = bundle::as_a_consumer_would(workspace, &tools.npm)?;
        sizes::print_and_check(workspace, &default_entry, &tools.rust)?;
    }
    Ok(())
}

/// The default entry of the built package as it arrives in an app's own bundle.
pub(crate) fn default_entry(workspace: &Workspace) -> Result<PathBuf> {
    bundle::as_a_consumer_would(workspace, &npm::find_or_install(Packages::Tools, workspace, &Report::quiet())?)
}

/// The toolchain that the module is built with.
pub(crate) fn rust(workspace: &Workspace) -> Result<Rust> {
    rust_toolchain::wasm_target(workspace, &Report::quiet())
}

/// Builds the module alone, as for users but with all that a panic would say; returns its bytes.
pub(crate) fn module_with_messages(workspace: &Workspace) -> Result<Vec<u8>> {
    Ok(fs::read(wasm::with_messages(workspace, &rust(workspace)?)?)?)
}

/// Whether the standard library is built along with the module, so that it is the one to publish.
pub(crate) fn builds_library(workspace: &Workspace) -> Result<bool> {
    Ok(rust_toolchain::sources(&rust(workspace)?, workspace, &Report::quiet()))
}

/// Builds the package for users, of whatever size, unless it is newer than all it is made of.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    if reuse::package(workspace).is_current(Mode::Release.name()) {
        return Ok(());
    }
    println!("The package is built into pkg/dist.");
    make(workspace, &Tools::find_or_install(workspace)?, Mode::Release)
}

fn make(workspace: &Workspace, tools: &Tools, mode: Mode) -> Result<()> {
    let dist = workspace.dist();
    let built = reuse::package(workspace);
    built.forget()?;
    empty(&workspace.parts())?;
    empty(&dist)?;

    let module = wasm::build(workspace, tools, mode)?;
    let script = encode::module(&fs::read(&module)?);
    fs::write(workspace.parts().join("bytes.js"), script)?;
    bundle::entries(workspace, &tools.npm, mode)?;
    fs::copy(&module, dist.join(WASM))?;
    bundle::types(workspace)?;
    pin(workspace, &dist)?;
    package::copy_licences(workspace)?;
    built.remember(mode.name())
}

/// Writes `sri.json`, the hash by which a page pins the script-tag file: `<script integrity="sha384-…">`.
fn pin(workspace: &Workspace, dist: &Path) -> Result<()> {
    for measured in sizes::of(workspace, &[dist.join(SCRIPT)])? {
        fs::write(dist.join("sri.json"), format!("{:#}\n", json!({ SCRIPT: measured.integrity })))?;
        println!("{SCRIPT}: integrity=\"{}\"", measured.integrity);
    }
    Ok(())
}
