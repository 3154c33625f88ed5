//! A Rust toolchain: where its programs are, and how others are made to use it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::ask;

/// The target of everything that runs in a browser.
pub(crate) const TRIPLE: &str = "wasm32-unknown-unknown";

/// What makes a failed check of the standard library abort at once, instead of telling of it first. The flags are unstable:
/// `RUSTC_BOOTSTRAP` allows them to a stable compiler.
pub(crate) const ABORT_AT_ONCE: [&str; 2] = ["-Zunstable-options", "-Cpanic=immediate-abort"];

/// A cargo and a rustc that belong together.
pub(crate) struct Rust {
    cargo: PathBuf,
    rustc: PathBuf,
    /// The folder that has to come first on PATH for other programs to use this toolchain.
    pub(crate) folder: Option<PathBuf>,
}

impl Rust {
    /// The toolchain that `cargo xtask` runs with.
    pub(crate) fn current() -> Self {
        let program = |variable, name: &str| env::var_os(variable).unwrap_or_else(|| name.into()).into();
        Self { cargo: program("CARGO", "cargo"), rustc: program("RUSTC", "rustc"), folder: None }
    }

    /// The toolchain of a folder that holds both programs.
    pub(crate) fn of_folder(folder: &Path) -> Option<Self> {
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

    /// Whether the standard library for wasm is there.
    pub(crate) fn compiles_to_wasm(&self) -> bool {
        self.target_libraries().is_ok_and(|folder| {
            folder.read_dir().is_ok_and(|mut files| {
                files.any(|file| file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libstd-")))
            })
        })
    }

    /// The folder of the target's standard library, there or not.
    pub(crate) fn target_libraries(&self) -> Result<PathBuf> {
        Ok(ask(self.rustc().args(["--print", "target-libdir", "--target", TRIPLE]))?.into())
    }

    /// Whether it can build its standard library anew, with checks that abort at once: the sources are there, and the
    /// compiler knows the flags.
    pub(crate) fn builds_its_library(&self) -> bool {
        let mut probe = self.rustc();
        probe.env("RUSTC_BOOTSTRAP", "1").args(ABORT_AT_ONCE).args(["--print", "target-libdir"]);
        self.sources().is_ok_and(|sources| sources.join("library/std/src/lib.rs").is_file()) && ask(&mut probe).is_ok()
    }

    /// What decides, beside the sources, which bytes the module has: the compiler, and where its library comes from.
    pub(crate) fn for_wasm(&self) -> Result<String> {
        let library = if self.builds_its_library() { "built along" } else { "as it comes" };
        Ok(format!("{}, its library {library}", self.version()?))
    }

    /// What decides, beside the sources, which instructions a native program has: the compiler, and the machine.
    pub(crate) fn for_this_machine(&self) -> Result<String> {
        Ok(format!("{}, {}", self.version()?, self.member("host")?))
    }

    fn version(&self) -> Result<String> {
        Ok(format!("rustc {}, LLVM {}", self.member("release")?, self.member("LLVM version")?))
    }

    /// A line of what the compiler says of itself.
    fn member(&self, name: &str) -> Result<String> {
        let told = ask(self.rustc().arg("-vV"))?;
        let member = told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        Ok(member.with_context(|| format!("`rustc -vV` names no {name}"))?.to_owned())
    }

    /// The folder of the standard library's sources, there or not.
    pub(crate) fn sources(&self) -> Result<PathBuf> {
        let sysroot = PathBuf::from(ask(self.rustc().args(["--print", "sysroot"]))?);
        Ok(sysroot.join("lib/rustlib/src/rust"))
    }
}
