//! `cargo xtask build`: from Rust and TypeScript to the finished npm package in `pkg/dist`.
//!
//! ```text
//! src/ -- rustc, wasm-bindgen --> target/pkg/glue/, target/pkg/development/glue/ -- xtask/package.js --> pkg/dist/
//! ```
//!
//! The same sources give the same bytes, on whatever machine and in whatever folder.

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use anyhow::{Context, Result};

use crate::process::{checked, command};
use crate::rust::{self, ABORT_AT_ONCE, Rust, TRIPLE};
use crate::setup::{self, Need, cargo_tools, npm, rust_toolchain};
use crate::workspace::{self, empty, newest};

/// What makes the module small. The stack, in bytes, is several times what the deepest call takes (`xtask/stack.js`), and so
/// small that the addresses of texts are short. The stack pointer is exported, to be restored after an exception. Without
/// reference types, wasm-bindgen adds no table for objects of JavaScript, of which the module holds none.
const SMALL: [&str; 3] =
    ["-Clink-arg=-zstack-size=1024", "-Clink-arg=--export=__stack_pointer", "-Ctarget-feature=-reference-types"];

/// All that the package is made of.
const SOURCES: [&str; 15] = [
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "src",
    "pkg/names.rs",
    "pkg/package.json",
    "pkg/src",
    "pkg/tsconfig.json",
    "xtask/src/build.rs",
    "xtask/src/rust.rs",
    "xtask/measure.js",
    "xtask/module_text.js",
    "xtask/package.js",
    "xtask/package-lock.json",
];
/// Holds the mode of the last build that came to its end.
const MARK: &str = "target/pkg/built";

/// What a build is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// For users: small.
    Release,
    /// For a debugger: readable, and quick to build.
    Dev,
}

/// How much its errors say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Texts {
    /// The code and the field: what users load.
    Short,
    /// All that a developer wants to know: the crate's feature `development`.
    Long,
}

/// Builds the package; for users, also prints its sizes and checks them against the budget.
pub(crate) fn run(mode: Mode) -> Result<()> {
    make(mode)?;
    if mode == Mode::Release { measure() } else { Ok(()) }
}

/// `cargo xtask size`: prints the sizes of the package, which is built where it is not; fails when it is over its budget.
pub(crate) fn size() -> Result<()> {
    ensure()?;
    measure()
}

/// The budget names the tool chain that it is for: with another compiler the same sources are some hundred bytes more or
/// less. What else writes bytes is pinned by Cargo.lock and `xtask/package-lock.json`.
fn measure() -> Result<()> {
    let tool_chain = rust_toolchain::wasm_target()?.for_wasm()?;
    checked(&mut command!("node xtask/size.js {tool_chain}"))
}

/// Builds the package for users, of whatever size, unless it is newer than all it is made of.
pub(crate) fn ensure() -> Result<()> {
    // Two suites may want it at once.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock();
    let is_older = |built| SOURCES.iter().all(|it| newest(&workspace::path(it)).is_ok_and(|changed| changed <= built));
    let is_for_users = fs::read_to_string(workspace::path(MARK)).is_ok_and(|mode| mode == "release");
    if is_for_users && workspace::path("pkg/dist").is_dir() && newest(&workspace::path(MARK)).is_ok_and(is_older) {
        return Ok(());
    }
    println!("The package is built into pkg/dist.");
    make(Mode::Release)
}

/// Whether the standard library is built along with the module, so that it is the one to publish.
pub(crate) fn builds_library() -> Result<bool> {
    Ok(rust_toolchain::sources(&rust_toolchain::wasm_target()?))
}

/// Builds the module alone, as for users but with all that a panic would say, which the published one aborts without.
pub(crate) fn module_with_messages() -> Result<PathBuf> {
    compile(&rust_toolchain::wasm_target()?, Mode::Release, Texts::Short, false)
}

fn make(mode: Mode) -> Result<()> {
    setup::ensure(&[Need::WasmTarget, Need::WasmBindgen, Need::Npm(npm::TOOLS)])?;
    let rust = rust_toolchain::wasm_target()?;
    // The mark goes first: what is there is not to be used, even if this build breaks off.
    empty(&workspace::path("target/pkg"))?;
    empty(&workspace::path("pkg/dist"))?;

    let bind = cargo_tools::wasm_bindgen()?;
    let options = ["--target", "bundler", "--no-typescript", "--encode-into", "always", "--out-name", "glue"];
    let (keep, dev) = if mode == Mode::Dev { (Some("--keep-debug"), Some("--dev")) } else { (None, None) };
    for (texts, glue) in [(Texts::Short, "target/pkg/glue"), (Texts::Long, "target/pkg/development/glue")] {
        let compiled = compile(&rust, mode, texts, rust.builds_its_library())?;
        checked(&mut command!("{bind} {options...} {keep...} --out-dir {glue} {compiled}"))?;
    }
    checked(&mut command!("node xtask/package.js {dev...}"))?;
    // npm packs nothing from outside the package's folder.
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(workspace::path(licence), workspace::path("pkg").join(licence))
            .with_context(|| format!("copying {licence}"))?;
    }
    Ok(fs::write(workspace::path(MARK), if mode == Mode::Release { "release" } else { "dev" })?)
}

/// As a cdylib alone: beside an rlib, rustc silently leaves link-time optimisation out.
fn compile(rust: &Rust, mode: Mode, texts: Texts, builds_library: bool) -> Result<PathBuf> {
    let (profile, folder) = match mode {
        Mode::Release => ("wasm", "wasm"),
        Mode::Dev => ("dev", "debug"),
    };
    let mut target = workspace::path("target");
    let mut flags = rust.remap()?;
    let mut compile =
        rust.cargo("rustc --package coolsms-oauth2 --lib --crate-type cdylib --no-default-features --target");
    compile.args([TRIPLE, "--profile", profile]);
    if texts == Texts::Long {
        compile.args(["--features", "development"]);
    }
    if mode == Mode::Release {
        flags.extend(SMALL.map(Into::into));
    }
    if builds_library && mode == Mode::Release {
        // Elsewhere, since cargo would otherwise build everything anew after each run of the tests, and back.
        target.push("with-library");
        compile.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        compile.env("RUSTC_BOOTSTRAP", "1");
        flags.extend(ABORT_AT_ONCE.map(Into::into));
    }
    compile.arg("--target-dir").arg(&target).env("CARGO_ENCODED_RUSTFLAGS", rust::encoded(&flags));
    checked(&mut compile)?;
    Ok(target.join(TRIPLE).join(folder).join("coolsms_oauth2.wasm"))
}
