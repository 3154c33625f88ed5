//! A Rust toolchain that compiles to WebAssembly.
//!
//! Tried in this order: the toolchain that runs us; Debian's, when an earlier setup made it ready; `rustup target add`;
//! Debian's packages, whose standard library is then built once.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::{Report, debian_rust};
use crate::process::{ask, run_logged};
use crate::workspace::{Workspace, on_path};

/// The target of everything that runs in a browser.
pub(crate) const TRIPLE: &str = "wasm32-unknown-unknown";

/// `rustup` waits long for a network that is not there.
const RUSTUP_LIMIT: Duration = Duration::from_secs(120);
const WHAT: &str = "wasm32 target";

/// A cargo and a rustc that belong together.
pub(crate) struct Rust {
    cargo: PathBuf,
    rustc: PathBuf,
    /// The folder that has to come first on PATH for other programs to use this toolchain.
    folder: Option<PathBuf>,
}

impl Rust {
    /// The toolchain that `cargo xtask` runs with.
    pub(crate) fn current() -> Self {
        let program = |variable, name: &str| env::var_os(variable).unwrap_or_else(|| name.into()).into();
        Self { cargo: program("CARGO", "cargo"), rustc: program("RUSTC", "rustc"), folder: None }
    }

    /// The toolchain of a folder that holds both programs.
    pub(super) fn of_folder(folder: &Path) -> Option<Self> {
        let [cargo, rustc] = ["cargo", "rustc"].map(|name| folder.join(name));
        (cargo.is_file() && rustc.is_file()).then(|| Self { cargo, rustc, folder: Some(folder.to_path_buf()) })
    }

    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(&self.cargo);
        self.select(&mut command, &[]);
        command
    }

    /// Clippy of the same toolchain. By its path: asked for `clippy`, cargo takes what another toolchain left in cargo's
    /// own folder.
    pub(crate) fn clippy(&self) -> Command {
        let mut command = match &self.folder {
            None => self.cargo(),
            Some(folder) => Command::new(folder.join("cargo-clippy")),
        };
        self.select(&mut command, &[]);
        command.env("CARGO", &self.cargo).arg("clippy");
        command
    }

    fn rustc(&self) -> Command {
        Command::new(&self.rustc)
    }

    /// Makes a program that calls cargo by its bare name use this toolchain, and the tools in the folders given.
    pub(crate) fn select(&self, command: &mut Command, tools: &[&Path]) {
        if self.folder.is_some() {
            command.env("RUSTC", &self.rustc);
        }
        let path = env::var_os("PATH").unwrap_or_default();
        let first = tools.iter().map(|tool| tool.to_path_buf()).chain(self.folder.clone());
        // A folder with a colon in its name cannot be on PATH at all.
        if let Ok(path) = env::join_paths(first.chain(env::split_paths(&path))) {
            command.env("PATH", path);
        }
    }

    fn compiles_to_wasm(&self) -> bool {
        self.target_libraries().is_ok_and(|folder| {
            folder.read_dir().is_ok_and(|mut files| {
                files.any(|file| file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libstd-")))
            })
        })
    }

    /// The folder of the target's standard library, there or not.
    pub(super) fn target_libraries(&self) -> Result<PathBuf> {
        Ok(ask(self.rustc().args(["--print", "target-libdir", "--target", TRIPLE]))?.into())
    }

    /// The folder of the standard library's sources, there or not.
    pub(crate) fn sources(&self) -> Result<PathBuf> {
        let sysroot = PathBuf::from(ask(self.rustc().args(["--print", "sysroot"]))?);
        Ok(sysroot.join("lib/rustlib/src/rust"))
    }
}

/// A toolchain with the wasm target.
pub(crate) fn find_or_install(workspace: &Workspace, report: &Report) -> Result<Rust> {
    let place = |rust: &Rust| match &rust.folder {
        None => "in the Rust toolchain".to_owned(),
        Some(folder) => format!("in the Rust toolchain of {}", folder.display()),
    };
    let candidates = || [Some(Rust::current()), debian_rust::toolchain()].into_iter().flatten();
    if let Some(rust) = report.find(WHAT, || candidates().find(Rust::compiles_to_wasm), place) {
        return Ok(rust);
    }
    let by_rustup = || {
        let rustup = on_path("rustup").context("there is no rustup")?;
        let mut add = Command::new(rustup);
        add.args(["target", "add", TRIPLE]);
        report.act(WHAT, format_args!("rustup target add {TRIPLE}"), || {
            run_logged(&mut add, &workspace.log("rustup"), RUSTUP_LIMIT)
        })
    };
    let rustup_failed = by_rustup().err();
    if rustup_failed.is_none() && Rust::current().compiles_to_wasm() {
        return Ok(Rust::current());
    }
    let debian_failed = match debian_rust::install(workspace, report) {
        Ok(rust) if rust.compiles_to_wasm() => return Ok(rust),
        Ok(_) => None,
        Err(error) => Some(error),
    };
    let reason = |error: Option<anyhow::Error>| {
        error.map_or("ran, but the target is still missing".to_owned(), |e| format!("{e:#}"))
    };
    bail!(
        "the Rust target {TRIPLE} is missing and could not be installed.\n- rustup: {}\n- Debian's packages: {}\n\
         To go on, run `rustup target add {TRIPLE}` where there is a network, then this command again.",
        reason(rustup_failed),
        reason(debian_failed),
    )
}
