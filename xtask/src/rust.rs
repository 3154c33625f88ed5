//! A Rust toolchain: where its programs are, and how others are made to use it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::ask;
use crate::workspace;

/// The target of everything that runs in a browser.
pub(crate) const TRIPLE: &str = "wasm32-unknown-unknown";

/// What makes a failed check of the standard library abort at once, instead of telling of it first. The flags are unstable:
/// `RUSTC_BOOTSTRAP` allows them to a stable compiler.
pub(crate) const ABORT_AT_ONCE: [&str; 2] = ["-Zunstable-options", "-Cpanic=immediate-abort"];

/// Cargo as `cargo xtask` runs with it, in the root of the workspace.
pub(crate) fn cargo(words: &str) -> Command {
    Rust::current().cargo(words)
}

/// Compiler flags as `CARGO_ENCODED_RUSTFLAGS` takes them.
pub(crate) fn encoded(flags: &[OsString]) -> OsString {
    flags.join(OsStr::new("\x1f"))
}

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
    pub(crate) fn of_folder(folder: &Path) -> Option<Self> {
        let [cargo, rustc] = ["cargo", "rustc"].map(|name| folder.join(name));
        (cargo.is_file() && rustc.is_file()).then(|| Self { cargo, rustc, folder: Some(folder.to_path_buf()) })
    }

    /// Cargo with these words, in the root of the workspace.
    pub(crate) fn cargo(&self, words: &str) -> Command {
        let mut command = Command::new(&self.cargo);
        command.current_dir(workspace::root()).args(words.split_whitespace());
        self.select(&mut command, None);
        command
    }

    /// Clippy of the same toolchain. By its path: asked for `clippy`, cargo takes what another toolchain left in cargo's
    /// own folder.
    pub(crate) fn clippy(&self, words: &str) -> Command {
        let Some(folder) = &self.folder else { return self.cargo(&format!("clippy {words}")) };
        let mut command = Command::new(folder.join("cargo-clippy"));
        command.current_dir(workspace::root()).arg("clippy").args(words.split_whitespace()).env("CARGO", &self.cargo);
        self.select(&mut command, None);
        command
    }

    fn rustc(&self) -> Command {
        Command::new(&self.rustc)
    }

    /// Makes a program that calls cargo by its bare name use this toolchain, and the tools in that folder.
    pub(crate) fn select(&self, command: &mut Command, tools: Option<&Path>) {
        if self.folder.is_some() {
            command.env("RUSTC", &self.rustc);
        }
        let path = env::var_os("PATH").unwrap_or_default();
        let first = tools.map(Path::to_path_buf).into_iter().chain(self.folder.clone());
        // A folder with a colon in its name cannot be on PATH at all.
        if let Ok(path) = env::join_paths(first.chain(env::split_paths(&path))) {
            command.env("PATH", path);
        }
    }

    /// Whether the standard library for wasm is there.
    pub(crate) fn compiles_to_wasm(&self) -> bool {
        let files = self.target_libraries().and_then(|folder| workspace::entries(&folder)).unwrap_or_default();
        files.iter().any(|file| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("libstd-")))
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
    fn sources(&self) -> Result<PathBuf> {
        let sysroot = PathBuf::from(ask(self.rustc().args(["--print", "sysroot"]))?);
        Ok(sysroot.join("lib/rustlib/src/rust"))
    }

    /// Compiler flags that take the paths of this machine out of what is compiled, for a panic names its source file: of
    /// the repository, the crates and the standard library. Then the same sources give the same bytes wherever they are,
    /// and nobody's folders are published.
    pub(crate) fn remap(&self) -> Result<Vec<OsString>> {
        let home = || Some(env::home_dir()?.join(".cargo"));
        let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home);
        let registries = cargo_home.context("no home folder: set CARGO_HOME")?.join("registry/src");
        let sources = self.sources()?;
        let mut prefixes = vec![(workspace::root().to_path_buf(), "")];
        // Debian links them from elsewhere.
        prefixes.extend(fs::canonicalize(&sources).map(|path| (path, "rust")));
        prefixes.push((sources, "rust"));
        // In it each registry has a folder, named by a hash that depends on the machine.
        prefixes.extend(workspace::entries(&registries).into_iter().flatten().map(|registry| (registry, "")));
        prefixes.push((registries, ""));
        // Of several that match the compiler takes the last, so a folder has to come after the one that it is in.
        prefixes.sort();
        prefixes.dedup();
        let flag = |(from, to): (PathBuf, &str)| {
            let parts = [OsStr::new("--remap-path-prefix="), from.as_os_str(), OsStr::new("="), OsStr::new(to)];
            parts.into_iter().collect()
        };
        Ok(prefixes.into_iter().map(flag).collect())
    }
}
