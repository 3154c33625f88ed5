//! `cargo xtask build`: from Rust and JavaScript to the finished npm package in `pkg/dist`.
//!
//! ```text
//! src/ -- rustc, wasm-bindgen --> target/pkg/glue/ -- xtask/package.js, with pkg/src --> pkg/dist/
//! ```
//!
//! The same sources give the same bytes, on whatever machine and in whatever folder.

pub(crate) mod reuse;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::package;
use crate::process::{checked, command};
use crate::remap;
use crate::rust::{ABORT_AT_ONCE, Rust, TRIPLE};
use crate::setup::npm::Packages;
use crate::setup::{self, Need, Report, cargo_tools, rust_toolchain};
use crate::sizes;
use crate::workspace::{Workspace, empty};

/// The package's wasm file, beside its entries.
pub(crate) const WASM: &str = "coolsms-oauth2.wasm";
/// What the module's stack may take, in bytes: a page pays for all of it. The compiler's own megabyte is for programs.
const STACK: &str = "-Clink-arg=-zstack-size=65536";

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

/// Builds the package; for users, also prints its sizes and checks them against the budget.
pub(crate) fn run(workspace: &Workspace, mode: Mode) -> Result<()> {
    make(workspace, mode)?;
    if mode == Mode::Release { sizes::print_and_check(workspace, &rust(workspace)?) } else { Ok(()) }
}

/// Builds the package for users, of whatever size, unless it is newer than all it is made of.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    if reuse::package(workspace).is_current(Mode::Release.name()) {
        return Ok(());
    }
    println!("The package is built into pkg/dist.");
    make(workspace, Mode::Release)
}

/// The toolchain that the module is built with.
pub(crate) fn rust(workspace: &Workspace) -> Result<Rust> {
    rust_toolchain::wasm_target(workspace, &Report::quiet())
}

/// Whether the standard library is built along with the module, so that it is the one to publish.
pub(crate) fn builds_library(workspace: &Workspace) -> Result<bool> {
    Ok(rust_toolchain::sources(&rust(workspace)?, workspace, &Report::quiet()))
}

/// Builds the module alone, as for users but with all that a panic would say, which the published one aborts without.
pub(crate) fn module_with_messages(workspace: &Workspace) -> Result<Vec<u8>> {
    Ok(fs::read(compile(workspace, &rust(workspace)?, Mode::Release, false)?)?)
}

fn make(workspace: &Workspace, mode: Mode) -> Result<()> {
    let report = Report::quiet();
    setup::ensure(workspace, &[Need::WasmTarget, Need::WasmBindgen, Need::Npm(Packages::Tools)], &report)?;
    let rust = rust(workspace)?;
    let built = reuse::package(workspace);
    built.forget()?;
    let glue = workspace.parts().join("glue");
    empty(&workspace.parts())?;
    empty(&workspace.dist())?;

    let compiled = compile(workspace, &rust, mode, rust.builds_its_library())?;
    let mut bind = Command::new(cargo_tools::wasm_bindgen(workspace, &report)?);
    bind.args(["--target", "bundler", "--no-typescript", "--out-name", "glue", "--out-dir"]);
    bind.arg(glue).arg(compiled);
    let mut package = command!(workspace, "node xtask/package.js");
    if mode == Mode::Dev {
        bind.arg("--keep-debug");
        package.arg("--dev");
    }
    checked(&mut bind)?;
    checked(&mut package)?;
    package::copy_licences(workspace)?;
    built.remember(mode.name())
}

/// As a cdylib alone: beside an rlib, rustc silently leaves link-time optimisation out.
fn compile(workspace: &Workspace, rust: &Rust, mode: Mode, builds_library: bool) -> Result<PathBuf> {
    let (profile, folder) = match mode {
        Mode::Release => ("wasm", "wasm"),
        Mode::Dev => ("dev", "debug"),
    };
    let mut target = workspace.path("target");
    let mut flags = remap::flags(workspace, rust)?;
    let mut flag = |flag: &str| {
        flags.push(remap::SEPARATOR);
        flags.push(flag);
    };
    let mut compile = rust.cargo();
    compile.current_dir(workspace.root());
    compile.args(["rustc", "--package", "coolsms-oauth2", "--lib", "--crate-type", "cdylib", "--no-default-features"]);
    if mode == Mode::Release {
        flag(STACK);
    }
    if builds_library && mode == Mode::Release {
        // Elsewhere, since cargo would otherwise build everything anew after each run of the tests, and back.
        target.push("with-library");
        compile.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        compile.env("RUSTC_BOOTSTRAP", "1");
        ABORT_AT_ONCE.iter().for_each(|it| flag(it));
    }
    compile.args(["--profile", profile, "--target", TRIPLE, "--target-dir"]).arg(&target);
    compile.env("CARGO_ENCODED_RUSTFLAGS", flags);
    checked(&mut compile)?;
    Ok(target.join(TRIPLE).join(folder).join("coolsms_oauth2.wasm"))
}
