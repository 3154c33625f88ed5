//! What comes from npm, into the folders that use it. `package-lock.json` in each of them pins it.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::report;
use crate::process::{ask, command};
use crate::workspace::{self, on_path};

/// Major and minor version; Vite needs the minor one.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// esbuild, wasm-opt, TypeScript, linters; axe, which looks at the demo.
pub(crate) const TOOLS: &str = "xtask";
/// An old TypeScript, and typedoc.
pub(crate) const READERS_OF_TYPES: &str = "tests/types";
/// React, Vue, their routers and Vite, for the apps of the tests.
pub(crate) const TEST_APPS: &str = "tests/journeys";
/// Vite and TypeScript, for the single-page app of the demo.
pub(crate) const SPA: &str = "www/spa";
/// oidc-provider, an authorization server of others.
pub(crate) const FOREIGN_SERVER: &str = "tests/foreign/oidc-provider";
/// The libraries that benchmarks compare with.
pub(crate) const PEERS: &str = "bench";

/// Every folder with a `package-lock.json`.
pub(super) const ALL: [&str; 6] = [TOOLS, READERS_OF_TYPES, TEST_APPS, SPA, FOREIGN_SERVER, PEERS];

/// Node.js itself and, in that folder, what the lock file says.
pub(crate) fn install(folder: &str) -> Result<()> {
    let what = format!("npm, {folder}");
    if report::is_there(&what, || is_installed(folder)) {
        return Ok(());
    }
    check_node()?;
    // Install scripts only make the start of some tools some milliseconds faster.
    let mut install = command!("npm ci --ignore-scripts --no-audit --no-fund --prefix {folder}");
    report::install(&what, &format!("npm ci --prefix {folder}"), &mut install)
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
    on_path("npm").with_context(|| format!("{advice}; Node.js is here, npm is not"))?;
    Ok(())
}

/// The first two numbers of a version such as v20.19.0.
fn major_and_minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Whether npm has installed since the lock file last changed.
fn is_installed(folder: &str) -> bool {
    let written = |file: &str| fs::metadata(workspace::path(folder).join(file)).and_then(|file| file.modified());
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

    /// Who installs from a registry of their own must not send everybody else there.
    #[test]
    fn no_lock_file_names_a_registry() {
        for folder in ALL {
            let lock = fs::read_to_string(workspace::path(folder).join("package-lock.json")).expect("it is there");
            assert!(!lock.contains("\"resolved\": \"http"), "{folder}/package-lock.json has a URL");
        }
    }
}
