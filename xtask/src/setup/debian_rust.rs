//! Debian's Rust toolchain for browsers, for a machine that cannot reach rustup's servers.
//!
//! Debian ships a compiler that knows the wasm target and the sources of the standard library, not the library compiled
//! for it. So we compile it, once, and put it where the compiler looks.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::{apt, report};
use crate::process::run_logged;
use crate::rust::{self, Rust, TRIPLE};
use crate::workspace::{self, empty, entries};

const PACKAGES: [&str; 6] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", "lld-22"];
/// An empty crate, with which the standard library is built.
const MANIFEST: &str = r#"
[package]
name = "empty"
version = "0.0.0"
edition = "2021"
[lib]
path = "lib.rs"
crate-type = ["cdylib"]
[workspace]
"#;

/// Where Debian puts its toolchain.
pub(super) fn toolchain() -> Option<Rust> {
    Rust::of_folder(Path::new("/usr/bin"))
}

/// Installs the packages and the standard library for wasm.
pub(super) fn install() -> Result<()> {
    apt::install("Debian's Rust", &PACKAGES)?;
    let rust = toolchain().context("its packages are installed, but /usr/bin holds no cargo and rustc")?;
    report::act("Debian's Rust", "building the standard library for wasm", || {
        let mut put = apt::as_root("install").context("writing to the toolchain's folder takes root")?;
        put.args(["-D", "--mode=644", "--target-directory"]).arg(rust.target_libraries()?);
        run_logged(put.args(build_standard_library(&rust)?), "wasm-std-install")
    })
}

/// Builds an empty crate together with the standard library; returns the library's files.
fn build_standard_library(rust: &Rust) -> Result<Vec<PathBuf>> {
    let folder = workspace::path("target/xtask/wasm-std");
    // Of an earlier try nothing may be left: two standard libraries are one too many.
    empty(&folder)?;
    fs::write(folder.join("Cargo.toml"), MANIFEST)?;
    fs::write(folder.join("lib.rs"), "")?;

    let mut build = rust.cargo("build --release -Z build-std=std,panic_abort,test --target-dir target --target");
    // The standard library is only to be built with unstable flags, which this variable allows a stable compiler.
    build.arg(TRIPLE).current_dir(&folder).env("RUSTC_BOOTSTRAP", "1");
    // With bitcode, for link-time optimisation.
    build.env("CARGO_ENCODED_RUSTFLAGS", rust::encoded(&[rust.remap()?, vec!["-Cembed-bitcode=yes".into()]].concat()));
    run_logged(&mut build, "wasm-std")?;

    let built = folder.join("target").join(TRIPLE).join("release/deps");
    let libraries: Vec<PathBuf> =
        entries(&built)?.into_iter().filter(|path| path.extension().is_some_and(|it| it == "rlib")).collect();
    ensure!(!libraries.is_empty(), "no library in {}", built.display());
    Ok(libraries)
}
