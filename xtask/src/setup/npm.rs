//! What comes from npm, into the folders that use it. `package-lock.json` in each of them pins it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Report;
use crate::process::{ask, command, run_logged};
use crate::workspace::{Workspace, on_path};

/// Major and minor version; Vite needs the minor one.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// A folder with a `package-lock.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packages {
    /// esbuild, wasm-opt, TypeScript, linters
    Tools,
    /// An old TypeScript, and typedoc
    ReadersOfTypes,
    /// React and Vite, for the apps of the tests
    TestApps,
    /// Vite and TypeScript, for the single-page app of the demo
    Spa,
    /// oidc-provider, an authorization server of others
    ForeignServer,
    /// The libraries that benchmarks compare with
    Peers,
}

impl Packages {
    pub(crate) const ALL: [Self; 6] =
        [Self::Tools, Self::ReadersOfTypes, Self::TestApps, Self::Spa, Self::ForeignServer, Self::Peers];

    const fn folder(self) -> &'static str {
        match self {
            Self::Tools => "xtask",
            Self::ReadersOfTypes => "tests/types",
            Self::TestApps => "tests/journeys",
            Self::Spa => "www/spa",
            Self::ForeignServer => "tests/foreign/oidc-provider",
            Self::Peers => "tests/bench",
        }
    }
}

/// The programs of installed packages.
pub(crate) struct Programs {
    bin: PathBuf,
}

impl Programs {
    /// Runs one of them.
    pub(crate) fn command(&self, program: &str) -> Command {
        Command::new(self.bin.join(program))
    }
}

/// Node.js itself and, in that folder, what the lock file says.
pub(crate) fn find_or_install(packages: Packages, workspace: &Workspace, report: &Report) -> Result<Programs> {
    let folder = workspace.path(packages.folder());
    let programs = Programs { bin: folder.join("node_modules/.bin") };
    let what = format!("npm, {}", packages.folder());
    let look = || is_installed(&folder).then_some(());
    if report.find(&what, look, |()| "node_modules".to_owned()).is_some() {
        return Ok(programs);
    }
    check_node()?;
    let by_hand = format!("npm ci --prefix {}", packages.folder());
    // Install scripts only make the start of some tools some milliseconds faster.
    let mut install = command!(workspace, "npm ci --ignore-scripts --no-audit --no-fund --prefix {folder}");
    report
        .act(&what, &by_hand, || run_logged(&mut install, &workspace.log(&what)))
        .with_context(|| format!("run `{by_hand}` where there is a network; here it failed"))?;
    Ok(programs)
}

/// Fails where Node.js or npm is missing or too old.
fn check_node() -> Result<()> {
    let (major, minor) = OLDEST_NODE;
    let advice = format!(
        "install Node.js {major}.{minor} or newer with npm, by `apt-get install nodejs npm` or from nodejs.org"
    );
    let version =
        ask(Command::new("node").arg("--version")).with_context(|| format!("{advice}; Node.js does not run here"))?;
    if major_and_minor(&version).is_none_or(|version| version < OLDEST_NODE) {
        bail!("{advice}; this is {version}");
    }
    if on_path("npm").is_none() {
        bail!("{advice}; Node.js is here, npm is not");
    }
    Ok(())
}

/// The first two numbers of a version such as v20.19.0.
fn major_and_minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Whether npm has installed since the lock file last changed.
fn is_installed(folder: &Path) -> bool {
    let written = |file: &str| fs::metadata(folder.join(file)).and_then(|metadata| metadata.modified());
    match (written("node_modules/.package-lock.json"), written("package-lock.json")) {
        (Ok(installed), Ok(locked)) => installed >= locked,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_node_is_read() {
        assert_eq!(major_and_minor("v20.20.2"), Some((20, 20)));
        assert_eq!(major_and_minor("20.20.2"), None);
        assert_eq!(major_and_minor("v20"), None);
    }
}
