//! What comes from npm: esbuild, binaryen's wasm-opt, TypeScript, linters of packages; what reads the types; React and
//! Vite for tests; Vite for the app; a server for tests; what benchmarks compare with. `package-lock.json` in
//! each of their folders pins them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::Report;
use crate::process::{ask, run_logged};
use crate::workspace::{Workspace, on_path};

/// Major and minor version; Vite needs the minor one.
const OLDEST_NODE: (u32, u32) = (20, 19);
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// The installed tools.
pub(crate) struct NpmTools {
    bin: PathBuf,
}

impl NpmTools {
    /// Runs one of them.
    pub(crate) fn command(&self, tool: &str) -> Command {
        Command::new(self.bin.join(tool))
    }
}

/// Node.js itself and, in `xtask/node_modules`, what the lock file says.
pub(crate) fn find_or_install(workspace: &Workspace, report: &Report) -> Result<NpmTools> {
    if report.find("Node.js", || node().ok(), String::clone).is_none() {
        node()?;
    }
    install(workspace, report, "npm tools", "xtask")?;
    Ok(NpmTools { bin: workspace.path("xtask/node_modules/.bin") })
}

/// What the apps of the end-to-end tests are made of, and with, in `tests/journeys/node_modules`; npm is there already.
pub(crate) fn find_or_install_packages_of_apps(workspace: &Workspace, report: &Report) -> Result<NpmTools> {
    install(workspace, report, "npm packages of test apps", "tests/journeys")?;
    Ok(NpmTools { bin: workspace.path("tests/journeys/node_modules/.bin") })
}

/// An old TypeScript and typedoc, in `tests/types/node_modules`; npm is there already.
pub(crate) fn find_or_install_readers_of_types(workspace: &Workspace, report: &Report) -> Result<NpmTools> {
    install(workspace, report, "npm readers of types", "tests/types")?;
    Ok(NpmTools { bin: workspace.path("tests/types/node_modules/.bin") })
}

/// What the single-page app is made of and built with, in `www/spa/node_modules`; the package of `pkg` is linked there.
pub(crate) fn find_or_install_packages_of_the_app(workspace: &Workspace, report: &Report) -> Result<NpmTools> {
    install(workspace, report, "npm packages of the app", "www/spa")?;
    Ok(NpmTools { bin: workspace.path("www/spa/node_modules/.bin") })
}

/// An authorization server that others wrote, in `tests/foreign/oidc-provider/node_modules`; npm is there already.
pub(crate) fn find_or_install_server_of_others(workspace: &Workspace, report: &Report) -> Result<()> {
    install(workspace, report, "oidc-provider", "tests/foreign/oidc-provider")
}

/// What the benchmarks compare the package with, in `tests/bench/node_modules`; npm is there already.
pub(crate) fn find_or_install_peers(workspace: &Workspace, report: &Report) -> Result<()> {
    install(workspace, report, "npm peers of benchmarks", "tests/bench")
}

/// What the lock file in that folder says.
fn install(workspace: &Workspace, report: &Report, what: &str, relative: &str) -> Result<()> {
    let folder = workspace.path(relative);
    let look = || is_installed(&folder).then_some(());
    if report.find(what, look, |()| format!("{relative}/node_modules")).is_some() {
        return Ok(());
    }
    let by_hand = format!("npm ci --prefix {relative}");
    let mut install = Command::new("npm");
    // Install scripts only make a start of some tools some milliseconds faster.
    install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"]).arg(&folder);
    report.act(what, &by_hand, || run_logged(&mut install, &workspace.log(what), LIMIT)).with_context(|| {
        format!("{what} could not be installed.\nTo go on, run `{by_hand}` where there is a network.\nWhat went wrong")
    })
}

/// The version of Node.js, or what is wrong with it.
fn node() -> Result<String> {
    let (major, minor) = OLDEST_NODE;
    let advice = format!(
        "To go on, install Node.js {major}.{minor} or newer and npm: with apt-get install nodejs npm, or from nodejs.org."
    );
    let version = ask(Command::new("node").arg("--version"))
        .with_context(|| format!("Node.js does not run.\n{advice}\nWhat went wrong"))?;
    if major_and_minor(&version).is_none_or(|version| version < OLDEST_NODE) {
        bail!("Node.js {version} is too old.\n{advice}");
    }
    if on_path("npm").is_none() {
        bail!("Node.js is here, npm is not.\n{advice}");
    }
    Ok(version)
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
        assert_eq!(major_and_minor(""), None);
    }
}
