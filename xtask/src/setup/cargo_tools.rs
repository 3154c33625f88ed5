//! Tools that come from crates.io, each of one exact version.
//!
//! One on PATH is used when it is of that version; else it is installed into the project's cache folder, by version, so
//! that clones and branches that need different versions do not disturb each other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::Report;
use crate::process::{ask, run_logged};
use crate::rust::Rust;
use crate::workspace::{Workspace, cache, on_path};

/// On two cores the slowest of them takes three minutes.
const LIMIT: Duration = Duration::from_secs(30 * 60);

/// A tool of crates.io.
pub(crate) struct CargoTool {
    package: &'static str,
    program: &'static str,
    /// Without which it does not even say its version, where it is one of cargo's own.
    subcommand: Option<&'static str>,
    version: String,
    /// Whether to build it with the versions of its own lock file.
    locked: bool,
}

/// Runs the tests of a wasm crate in a browser.
pub(crate) fn wasm_pack() -> CargoTool {
    CargoTool { package: "wasm-pack", program: "wasm-pack", subcommand: None, version: "0.15.1".into(), locked: true }
}

/// Drives Firefox.
pub(crate) fn geckodriver() -> CargoTool {
    CargoTool {
        package: "geckodriver",
        program: "geckodriver",
        subcommand: None,
        version: "0.37.1".into(),
        locked: true,
    }
}

/// Writes the JavaScript between wasm and browser; of the very version of the `wasm-bindgen` that the crate is built with.
pub(crate) fn wasm_bindgen(workspace: &Workspace) -> Result<CargoTool> {
    let lock = fs::read_to_string(workspace.path("Cargo.lock")).context("reading Cargo.lock")?;
    let version = locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    Ok(CargoTool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        subcommand: None,
        version: version.into(),
        locked: false,
    })
}

/// Fuzzes with libFuzzer, whose sources come with the crate `libfuzzer-sys`.
pub(crate) fn cargo_fuzz() -> CargoTool {
    CargoTool { package: "cargo-fuzz", program: "cargo-fuzz", subcommand: None, version: "0.13.2".into(), locked: true }
}

/// Measures what tests execute.
pub(crate) fn cargo_llvm_cov() -> CargoTool {
    let (package, subcommand) = ("cargo-llvm-cov", Some("llvm-cov"));
    CargoTool { package, program: package, subcommand, version: "0.9.1".into(), locked: true }
}

/// Changes the code, to see which change no test notices.
pub(crate) fn cargo_mutants() -> CargoTool {
    let (package, subcommand) = ("cargo-mutants", Some("mutants"));
    CargoTool { package, program: package, subcommand, version: "27.1.0".into(), locked: true }
}

impl CargoTool {
    /// Where the program is.
    pub(crate) fn find_or_install(&self, workspace: &Workspace, report: &Report) -> Result<PathBuf> {
        let what = format!("{} {}", self.package, self.version);
        let root = cache()?.join(format!("{}-{}", self.package, self.version));
        let cached = root.join("bin").join(self.program);
        let look =
            || [on_path(self.program), Some(cached.clone())].into_iter().flatten().find(|program| self.is(program));
        if let Some(program) = report.find(&what, look, |program| program.display().to_string()) {
            return Ok(program);
        }
        let mut install = self.install(&root);
        fs::create_dir_all(&root)?;
        report
            .act(&what, "cargo install, which takes some minutes", || {
                // Away from the workspace, whose settings are not for tools.
                run_logged(install.current_dir(&root), &workspace.log(self.package), LIMIT)
            })
            .with_context(|| {
                let locked = if self.locked { " --locked" } else { "" };
                format!(
                    "{what} is missing and could not be installed.\nTo go on, run `cargo install {} --version {}{locked}` \
                     where there is a network, or put this version on PATH.\nWhat went wrong",
                    self.package, self.version
                )
            })?;
        Ok(cached)
    }

    fn is(&self, program: &Path) -> bool {
        program.is_file()
            && ask(Command::new(program).args(self.subcommand).arg("--version"))
                .is_ok_and(|text| names_version(&text, &self.version))
    }

    fn install(&self, root: &Path) -> Command {
        let mut install = Rust::current().cargo();
        install.args(["install", self.package, "--version", &format!("={}", self.version), "--root"]).arg(root);
        if self.locked {
            install.arg("--locked");
        }
        install
    }
}

/// Whether the answer to `--version`, "name version …", names this version.
fn names_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().nth(1) == Some(version)
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"registry\"\n";

    #[test]
    fn the_version_is_that_of_the_package_with_this_very_name() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm-bindgen-futures"), Some("0.4.80"));
        assert_eq!(locked_version(LOCK, "bindgen"), None);
    }

    #[test]
    fn a_version_is_compared_whole() {
        assert!(names_version("geckodriver 0.37.1 (abcdef 2026)\n\nThe source code …", "0.37.1"));
        assert!(!names_version("wasm-bindgen 0.2.13", "0.2.130"));
        assert!(!names_version("", "0.2.130"));
    }
}
