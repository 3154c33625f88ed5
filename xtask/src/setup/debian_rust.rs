//! Debian's Rust toolchain for browsers, for a machine that cannot reach rustup's servers.
//!
//! Debian ships a compiler that knows the wasm target and the sources of the standard library, not the library compiled
//! for it. So we compile it, once, and put it where the compiler looks.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::Report;
use super::apt;
use crate::process::run_logged;
use crate::remap;
use crate::rust::{Rust, TRIPLE};
use crate::workspace::{Workspace, empty, entries};

const PACKAGES: [&str; 6] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", "lld-22"];
const CRATE: &str = "empty";

/// Where Debian puts its toolchain.
pub(super) fn toolchain() -> Option<Rust> {
    Rust::of_folder(Path::new("/usr/bin"))
}

/// Installs the packages and the standard library for wasm.
pub(super) fn install(workspace: &Workspace, report: &Report) -> Result<Rust> {
    apt::install("Debian's Rust", &PACKAGES, workspace, report)?;
    let rust = toolchain().context("its packages are installed, but /usr/bin holds no cargo and rustc")?;
    report.act("Debian's Rust", "building the standard library for wasm", || {
        let libraries = build_standard_library(&rust, workspace)?;
        put(&libraries, &rust.target_libraries()?, workspace)
    })?;
    Ok(rust)
}

/// Builds an empty crate together with the standard library; returns the library's files.
fn build_standard_library(rust: &Rust, workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let folder = workspace.path("target/xtask/wasm-std");
    let manifest = format!(
        "[package]\nname = \"{CRATE}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[lib]\npath = \"lib.rs\"\n\
         crate-type = [\"cdylib\"]\n[workspace]\n"
    );
    // Of an earlier try nothing may be left: two standard libraries are one too many.
    empty(&folder)?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("lib.rs"), "")?;

    let mut build = rust.cargo();
    build.args(["build", "--release", "--target", TRIPLE, "-Z", "build-std=std,panic_abort,test"]);
    build.args(["--target-dir", "target"]).current_dir(&folder);
    // The standard library is only to be built with unstable flags, which this variable allows a stable compiler.
    build.env("RUSTC_BOOTSTRAP", "1");
    // With bitcode, for link-time optimisation.
    let mut flags = remap::flags(workspace, rust)?;
    flags.push(remap::SEPARATOR);
    flags.push("-Cembed-bitcode=yes");
    build.env("CARGO_ENCODED_RUSTFLAGS", flags);
    run_logged(&mut build, &workspace.log("wasm-std"))?;

    let built = folder.join("target").join(TRIPLE).join("release/deps");
    let is_of_library = |path: &PathBuf| {
        let own = path.file_name().is_some_and(|name| name.to_string_lossy().contains(CRATE));
        path.extension().is_some_and(|extension| extension == "rlib") && !own
    };
    let libraries: Vec<PathBuf> = entries(&built)?.into_iter().filter(is_of_library).collect();
    if libraries.is_empty() {
        bail!("no library in {}", built.display());
    }
    Ok(libraries)
}

fn put(libraries: &[PathBuf], folder: &Path, workspace: &Workspace) -> Result<()> {
    let root = apt::as_root().context("writing to the toolchain's folder takes root")?;
    let mut install = root("install");
    install.args(["-D", "--mode=644", "--target-directory"]).arg(folder).args(libraries);
    run_logged(&mut install, &workspace.log("wasm-std-install"))
}
