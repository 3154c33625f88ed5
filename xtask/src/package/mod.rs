//! The package as npm packs it: what the registry serves, and what is installed from a checkout.

pub(crate) mod version;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::build;
use crate::process::ask;
use crate::workspace::Workspace;

/// The licences, as they stand at the root of the repository.
const LICENCES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// Puts the licences where npm packs them: it takes nothing from outside the package's folder.
pub(crate) fn copy_licences(workspace: &Workspace) -> Result<()> {
    for licence in LICENCES {
        fs::copy(workspace.path(licence), workspace.path("pkg").join(licence))
            .with_context(|| format!("copying {licence}"))?;
    }
    Ok(())
}

/// Builds the package, if need be, and packs it; gives back the tarball.
pub(crate) fn pack(workspace: &Workspace) -> Result<PathBuf> {
    build::ensure(workspace)?;
    let folder = workspace.path("target/npm");
    fs::create_dir_all(&folder)?;
    let mut pack = Command::new("npm");
    pack.args(["pack", "--silent", "--ignore-scripts", "--pack-destination"]).arg(&folder);
    let said = ask(pack.current_dir(workspace.path("pkg")))?;
    Ok(folder.join(said.lines().next_back().context("npm pack names its file")?))
}

/// Unpacks the tarball into a folder, as installing it would, in place of what is there.
pub(crate) fn unpack(tarball: &Path, into: &Path) -> Result<()> {
    if into.exists() {
        fs::remove_dir_all(into)?;
    }
    fs::create_dir_all(into)?;
    let mut unpack = Command::new("tar");
    unpack.args(["--strip-components=1", "-xzf"]).arg(tarball).arg("-C").arg(into);
    ask(&mut unpack).map(drop)
}
