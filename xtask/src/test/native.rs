//! The suites that need no browser.

use std::process::Command;

use anyhow::Result;

use super::verdict::{Checks, Verdict};
use crate::build;
use crate::process::{command, stream};
use crate::rust::{Rust, TRIPLE};
use crate::setup::npm::{self, Packages};
use crate::setup::{Report, cargo_tools, rust_toolchain};
use crate::workspace::{Workspace, entries};

/// The crate for fuzzing, which is in a workspace of its own.
const FUZZING: [&str; 2] = ["--manifest-path", "tests/fuzz/Cargo.toml"];

pub(super) fn format(workspace: &Workspace, label: &str) -> Result<Verdict> {
    let mut checks = Checks::new(label);
    let cargo = Rust::current().cargo().get_program().to_owned();
    holds(&mut checks, label, "rustfmt", &mut command!(workspace, "{cargo} fmt --all --check"))?;
    holds(&mut checks, label, "rustfmt, fuzzing", &mut command!(workspace, "{cargo} fmt {FUZZING...} --check"))?;
    let npm = npm::find_or_install(Packages::Tools, workspace, &Report::quiet())?;
    let biome = &mut npm.command("biome");
    holds(&mut checks, label, "biome format", biome.current_dir(workspace.root()).arg("format"))?;
    Ok(checks.verdict())
}

pub(super) fn lint(workspace: &Workspace, label: &str) -> Result<Verdict> {
    let mut checks = Checks::new(label);
    let mut clippy = |what: &str, rust: &Rust, arguments: &[&str]| {
        let mut clippy = rust.clippy();
        clippy.current_dir(workspace.root()).args(arguments).args(["--all-targets", "--", "-D", "warnings"]);
        // libFuzzer is not compiled for a look at the code.
        clippy.env("CUSTOM_LIBFUZZER_PATH", "/none/libfuzzer.a");
        holds(&mut checks, label, what, &mut clippy)
    };
    let native = Rust::current();
    clippy("clippy", &native, &["--workspace", "--exclude", "wasm-bindgen-tools"])?;
    clippy("clippy, fuzzing", &native, &[&FUZZING[..], &["--target-dir", "target/fuzz/clippy"]].concat())?;
    let wasm = rust_toolchain::wasm_target(workspace, &Report::quiet())?;
    clippy("clippy, WebAssembly", &wasm, &["--package", "coolsms-oauth2", "--target", TRIPLE])?;

    let npm = npm::find_or_install(Packages::Tools, workspace, &Report::quiet())?;
    for folder in entries(&workspace.path("tests"))? {
        if folder.join("tsconfig.json").is_file() {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            holds(&mut checks, label, &format!("tsc, tests/{name}"), npm.command("tsc").arg("--project").arg(folder))?;
        }
    }
    let package = workspace.path("pkg");
    holds(&mut checks, label, "tsc, pkg", npm.command("tsc").arg("--noEmit").arg("--project").arg(package))?;
    let biome = &mut npm.command("biome");
    holds(&mut checks, label, "biome lint", biome.current_dir(workspace.root()).args(["lint", "--error-on-warnings"]))?;
    Ok(checks.verdict())
}

/// Licences, sources and bans always; advisories where their database can be had.
pub(super) fn deny(workspace: &Workspace, label: &str) -> Result<Verdict> {
    let mut checks = Checks::new(label);
    let deny = cargo_tools::cargo_deny(workspace, &Report::quiet())?;
    let quiet = ["--log-level", "error"];
    let mut check = command!(workspace, "{deny} {quiet...} --locked check bans licenses sources");
    holds(&mut checks, label, "cargo-deny: bans, licenses, sources", &mut check)?;
    // Git waits long for a host that does not answer.
    let fetched =
        stream(label, command!(workspace, "{deny} {quiet...} fetch db").env("GIT_HTTP_LOW_SPEED_TIME", "20"))?;
    if fetched.success {
        let mut check = command!(workspace, "{deny} {quiet...} --locked check --disable-fetch advisories");
        holds(&mut checks, label, "cargo-deny: advisories", &mut check)?;
    } else {
        println!("{label}test cargo-deny: advisories ... ignored, the database could not be fetched");
    }
    Ok(checks.verdict())
}

pub(super) fn core(workspace: &Workspace, label: &str) -> Result<Verdict> {
    let cargo = Rust::current().cargo().get_program().to_owned();
    let without = ["--exclude", "journeys", "--exclude", "wasm-bindgen-tools"];
    let mut test = command!(workspace, "{cargo} test --workspace {without...} --no-fail-fast");
    Ok(Verdict::of_tests(&stream(label, &mut test)?))
}

/// What runs in Node.js: the package without a page, `tests/server`, and the steps that build it.
pub(super) fn server(workspace: &Workspace, label: &str) -> Result<Verdict> {
    build::ensure(workspace)?;
    let mut test = Command::new("node");
    test.current_dir(workspace.path("tests/server"));
    test.args(["--test", "--test-reporter=./reporter.js", "--test-reporter-destination=stdout"]);
    test.args(["import.test.js", "../../xtask/package.test.js"]);
    Ok(Verdict::of_tests(&stream(label, &mut test)?))
}

fn holds(checks: &mut Checks<'_>, label: &str, name: &str, command: &mut Command) -> Result<()> {
    let success = stream(label, command)?.success;
    checks.add(name, if success { Ok(()) } else { Err(anyhow::anyhow!("see above")) });
    Ok(())
}
