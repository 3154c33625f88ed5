//! The suites that need no browser.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};

use super::verdict::Verdict;
use crate::engine::Engine;
use crate::process::{checked, command, run_logged, say, stream};
use crate::rust::{Rust, TRIPLE, cargo};
use crate::setup::{browsers, cargo_tools, nginx, npm, rust_toolchain};
use crate::workspace::{self, entries};
use crate::{build, package, release};

/// The crate for fuzzing, which is in a separate workspace.
const FUZZING: &str = "--manifest-path tests/fuzz/Cargo.toml";

pub(super) fn format() -> Result<Verdict> {
    npm::install(npm::TOOLS)?;
    Ok(Verdict::of_programs([
        ("rustfmt", cargo("fmt --all --check")),
        ("rustfmt, fuzzing", cargo(&format!("fmt {FUZZING} --check"))),
        ("biome format", command!("xtask/node_modules/.bin/biome format")),
    ]))
}

pub(super) fn lint() -> Result<Verdict> {
    npm::install(npm::TOOLS)?;
    let clippy = |rust: &Rust, what: &str| {
        let mut clippy = rust.clippy(&format!("{what} --all-targets -- -D warnings"));
        // libFuzzer is not compiled for a look at the code.
        clippy.env("CUSTOM_LIBFUZZER_PATH", "/none/libfuzzer.a");
        clippy
    };
    let (native, wasm) = (Rust::current(), rust_toolchain::wasm_target()?);
    let mut programs = vec![
        ("clippy".to_owned(), clippy(&native, "--workspace --exclude wasm-bindgen-tools")),
        ("clippy, fuzzing".to_owned(), clippy(&native, &format!("{FUZZING} --target-dir target/fuzz/clippy"))),
        ("clippy, WebAssembly".to_owned(), clippy(&wasm, &format!("--package coolsms-oauth2 --target {TRIPLE}"))),
    ];
    for project in entries(&workspace::path("tests"))?.into_iter().filter(|it| it.join("tsconfig.json").is_file()) {
        let name = project.strip_prefix(workspace::root())?.display();
        programs.push((format!("tsc, {name}"), command!("xtask/node_modules/.bin/tsc --project {project}")));
    }
    programs.push(("tsc, pkg".to_owned(), command!("xtask/node_modules/.bin/tsc --noEmit --project pkg")));
    programs.push(("biome lint".to_owned(), command!("xtask/node_modules/.bin/biome lint --error-on-warnings")));
    Ok(Verdict::of_programs(programs))
}

/// Licences, sources and bans always; advisories where their database can be had.
pub(super) fn deny() -> Result<Verdict> {
    let deny = cargo_tools::cargo_deny()?;
    let check = command!("{deny} --log-level error --locked check bans licenses sources");
    let mut programs = vec![("cargo-deny: bans, licenses, sources", check)];
    // Git waits long for a host that does not answer.
    let mut fetch = command!("{deny} --log-level error fetch db");
    if stream(fetch.env("GIT_HTTP_LOW_SPEED_TIME", "20"))?.success {
        let check = command!("{deny} --log-level error --locked check --disable-fetch advisories");
        programs.push(("cargo-deny: advisories", check));
    } else {
        say("test cargo-deny: advisories ... ignored, the database could not be fetched");
    }
    Ok(Verdict::of_programs(programs))
}

pub(super) fn core() -> Result<Verdict> {
    Verdict::of_runner(cargo("test --workspace --exclude journeys --exclude wasm-bindgen-tools --no-fail-fast"))
}

/// The package, its size, that its core cannot panic, and that its stack suffices.
pub(super) fn build() -> Result<Verdict> {
    let built = build::run(build::Mode::Release);
    let built = Verdict::of_checks([("the package is built, and within its budget", built)]);
    let telling = build::module_with_messages()?;
    let panics = Verdict::of_runner(command!("node xtask/panics.js {telling}"))?;
    Ok(built + panics + Verdict::of_runner(command!("node xtask/stack.js"))?)
}

/// What npm would publish: its files, and what linters of packages say.
pub(crate) fn tarball() -> Result<Verdict> {
    npm::install(npm::TOOLS)?;
    let (tarball, as_it_comes) = (package::pack()?, (!build::builds_library()?).then_some("--library-as-it-comes"));
    Verdict::of_runner(command!("node xtask/tarball.js {tarball} {as_it_comes...}"))
}

/// The types of the package, in the ways that compilers find them.
pub(super) fn types() -> Result<Verdict> {
    for folder in [npm::TOOLS, npm::READERS_OF_TYPES, npm::SPA] {
        npm::install(folder)?;
    }
    let tarball = package::pack()?;
    Verdict::of_runner(command!("node tests/types/check.mjs {tarball}"))
}

/// What runs in Node.js: the package without a page, `tests/server`, and the scripts that build and check it.
pub(super) fn server() -> Result<Verdict> {
    build::ensure()?;
    let reporter = ["--test-reporter=./tests/server/reporter.js", "--test-reporter-destination=stdout"];
    let is_test = |file: &PathBuf| file.to_string_lossy().ends_with(".test.js");
    let all = [entries(&workspace::path("tests/server"))?, entries(&workspace::path("xtask"))?].concat();
    let files: Vec<_> = all.into_iter().filter(is_test).collect();
    run_logged(&mut cargo("build --quiet --package sandbox"), "sandbox")?;
    let mut tests = command!("node --test {reporter...} {files...}");
    tests.env("NGINX", nginx::nginx()?);
    Verdict::of_runner(tests)
}

/// Sign-ins under random schedules.
pub(super) fn simulation() -> Result<Verdict> {
    let mut simulation = super::simulation()?;
    simulation.arg("--check");
    Verdict::of_runner(simulation)
}

/// Whether the same sources in another folder, from nothing, give the same bytes. A reader who doubts a published package can
/// then check that it came from these sources and no others.
pub(super) fn reproducible() -> Result<Verdict> {
    build::ensure()?;
    let (clone, mut xtask) = release::clone("rebuilt")?;
    checked(xtask.arg("build")).context("the package could not be built elsewhere")?;
    let compare = |file: PathBuf| {
        let name = file.strip_prefix(workspace::root())?;
        let same = fs::read(&file)? == fs::read(clone.join(name)).unwrap_or_default();
        anyhow::Ok((name.display().to_string(), if same { Ok(()) } else { Err(anyhow!("the bytes differ")) }))
    };
    let files = entries(&workspace::path("pkg/dist"))?.into_iter().map(compare).collect::<Result<Vec<_>>>()?;
    fs::remove_dir_all(&clone)?;
    Ok(Verdict::of_checks(files))
}

/// Apps with the packed package.
pub(crate) fn consumers(wanted: &[String]) -> Result<Verdict> {
    let browsers = browsers::find_or_install(&[Engine::Chromium])?;
    let tarball = package::pack()?;
    run_logged(&mut cargo("build --quiet --package browser --bin consumer"), "consumer")?;
    let mut run = command!("node tests/consumers/run.mjs {tarball} {wanted...}");
    for browser in browsers {
        run.envs(browser.environment());
    }
    Verdict::of_runner(run)
}
