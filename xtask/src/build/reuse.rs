//! Whether the package in `pkg/dist` is the one that a build would write.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::Mode;
use crate::workspace::{Workspace, newest};

/// All that the package is made of.
const SOURCES: [&str; 8] = [
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "src",
    "pkg/src",
    "xtask/src",
    "xtask/package-lock.json",
];

/// Before a build: what is there is not to be used, even if this build breaks off.
pub(super) fn forget(workspace: &Workspace) -> Result<()> {
    let mark = mark(workspace);
    if mark.exists() {
        fs::remove_file(mark)?;
    }
    Ok(())
}

/// After a build.
pub(super) fn remember(workspace: &Workspace, mode: Mode) -> Result<()> {
    Ok(fs::write(mark(workspace), mode.name())?)
}

/// Whether the last build was of this mode, came to its end, and is newer than its sources.
pub(super) fn is_current(workspace: &Workspace, mode: Mode) -> bool {
    let mark = mark(workspace);
    let Ok(built) = newest(&mark) else {
        return false;
    };
    fs::read_to_string(&mark).is_ok_and(|built_mode| built_mode == mode.name())
        && workspace.dist().is_dir()
        && SOURCES.iter().all(|source| newest(&workspace.path(source)).is_ok_and(|changed| changed <= built))
}

fn mark(workspace: &Workspace) -> PathBuf {
    workspace.parts().join("built")
}
