//! Debian's Rust toolchain for browsers, for a machine that cannot reach rustup's servers.
//!
//! Debian ships a compiler that knows the wasm target and the sources of the standard library, not the library compiled
//! for it. So we compile it, once, and put it where the compiler looks.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::Report;
use super::apt::{self, Privilege};
use crate::process::run_logged;
use crate::remap;
use crate::rust::{Rust, TRIPLE};
use crate::workspace::Workspace;

const PACKAGES: [&str; 6] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", "lld-22"];
const LIMIT: Duration = Duration::from_secs(15 * 60);
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

/// Builds an empty crate together with the standard library; gives back the library's files.
fn build_standard_library(rust: &Rust, workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let folder = workspace.path("target/xtask/wasm-std");
    let manifest = format!(
        "[package]\nname = \"{CRATE}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[lib]\npath = \"lib.rs\"\n\
         crate-type = [\"cdylib\"]\n[workspace]\n"
    );
    // Of an earlier try nothing may be left: two standard libraries are one too many.
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
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
    run_logged(&mut build, &workspace.log("wasm-std"), LIMIT)?;

    let built = folder.join("target").join(TRIPLE).join("release/deps");
    let mut libraries = Vec::new();
    for file in fs::read_dir(&built)? {
        let path = file?.path();
        let own = path.file_name().is_some_and(|name| name.to_string_lossy().contains(CRATE));
        if path.extension().is_some_and(|extension| extension == "rlib") && !own {
            libraries.push(path);
        }
    }
    if libraries.is_empty() {
        bail!("no library in {}", built.display());
    }
    Ok(libraries)
}

fn put(libraries: &[PathBuf], folder: &Path, workspace: &Workspace) -> Result<()> {
    let privilege = Privilege::find().context("writing to the toolchain's folder takes root")?;
    let log = workspace.log("wasm-std-install");
    let mut install = privilege.command("install");
    install.args(["-D", "--mode=644", "--target-directory"]).arg(folder).args(libraries);
    run_logged(&mut install, &log, LIMIT)
}
