//! Whether what was built last is what a build would write.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::workspace::{Workspace, newest};

/// All that the package is made of.
const PACKAGE: [&str; 14] = [
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "src",
    "pkg/package.json",
    "pkg/src",
    "pkg/tsconfig.json",
    "xtask/src/build",
    "xtask/measure.js",
    "xtask/package.js",
    "xtask/src/remap.rs",
    "xtask/src/rust.rs",
    "xtask/package-lock.json",
];

/// A result of building: a folder, what it is made of, and a mark that says how and when it was made.
pub(crate) struct Built {
    pub(crate) folder: PathBuf,
    pub(crate) mark: PathBuf,
    pub(crate) sources: Vec<PathBuf>,
}

impl Built {
    /// Before a build: what is there is not to be used, even if this build breaks off.
    pub(crate) fn forget(&self) -> Result<()> {
        if self.mark.exists() {
            fs::remove_file(&self.mark)?;
        }
        Ok(())
    }

    /// After a build; `how` is compared the next time.
    pub(crate) fn remember(&self, how: &str) -> Result<()> {
        Ok(fs::write(&self.mark, how)?)
    }

    /// Whether the last build was of this kind, came to its end, and is newer than its sources.
    pub(crate) fn is_current(&self, how: &str) -> bool {
        let Ok(built) = newest(&self.mark) else {
            return false;
        };
        fs::read_to_string(&self.mark).is_ok_and(|built_how| built_how == how)
            && self.folder.is_dir()
            && self.sources.iter().all(|source| newest(source).is_ok_and(|changed| changed <= built))
    }
}

/// The package in `pkg/dist`.
pub(crate) fn package(workspace: &Workspace) -> Built {
    Built {
        folder: workspace.dist(),
        mark: workspace.parts().join("built"),
        sources: PACKAGE.iter().map(|source| workspace.path(source)).collect(),
    }
}
