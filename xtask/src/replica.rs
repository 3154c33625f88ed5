//! A copy of the sources in a folder of its own, removed when dropped.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::ask;
use crate::workspace::Workspace;

/// The copy, a workspace as well.
pub(crate) struct Replica(Workspace);

impl Replica {
    /// Of all that git knows, or would not ignore, as it is in the work tree; nothing that was built or installed.
    pub(crate) fn of(workspace: &Workspace, purpose: &str) -> Result<Self> {
        let folder = env::temp_dir().join(format!("coolsms-oauth2-{purpose}-{}", std::process::id()));
        let copy = Self(Workspace::at(folder));
        let mut list = Command::new("git");
        list.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let files = ask(list.current_dir(workspace.root())).context("asking git for the sources")?;
        for file in files.split('\0').filter(|file| workspace.path(file).is_file()) {
            let to = copy.0.path(file);
            fs::create_dir_all(to.parent().unwrap_or(Path::new("/")))?;
            fs::copy(workspace.path(file), to).with_context(|| format!("copying {file}"))?;
        }
        Ok(copy)
    }

    pub(crate) const fn workspace(&self) -> &Workspace {
        &self.0
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.0.root());
    }
}
