//! Whether the package can be rebuilt: the same sources in another folder, from nothing, must give the same bytes.
//!
//! Whoever doubts a published package can then check that it came from these sources and no others.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::results::Verdict;
use crate::build;
use crate::process::{ask, stream};
use crate::workspace::Workspace;

const LIMIT: Duration = Duration::from_secs(20 * 60);

/// Builds the package here and elsewhere, and compares file by file.
pub(super) fn check(workspace: &Workspace) -> Result<Verdict> {
    build::ensure(workspace)?;
    let elsewhere = Elsewhere::copy_of(workspace)?;
    let mut again = Command::new(env::current_exe()?);
    // What cargo sets for `cargo xtask`: the manifest whose workspace is meant.
    again.arg("build").env("CARGO_MANIFEST_DIR", elsewhere.0.join("xtask"));
    if !stream(&mut again, LIMIT)?.success {
        return Ok(Verdict::check(false));
    }
    let mut verdict = Verdict::default();
    for entry in fs::read_dir(workspace.dist())? {
        let file = entry?.file_name();
        let same = fs::read(workspace.dist().join(&file))?
            == fs::read(elsewhere.0.join("pkg/dist").join(&file)).unwrap_or_default();
        println!("{} {}", if same { "same     " } else { "different" }, file.to_string_lossy());
        *if same { &mut verdict.passed } else { &mut verdict.failed } += 1;
    }
    Ok(verdict)
}

/// A copy of the sources in a folder of its own, removed when dropped.
struct Elsewhere(PathBuf);

impl Elsewhere {
    fn copy_of(workspace: &Workspace) -> Result<Self> {
        let copy = Self(env::temp_dir().join(format!("coolsms-oauth2-rebuilt-{}", std::process::id())));
        let mut list = Command::new("git");
        list.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let files = ask(list.current_dir(workspace.root())).context("asking git for the sources")?;
        for file in files.split('\0').filter(|file| workspace.path(file).is_file()) {
            let to = copy.0.join(file);
            fs::create_dir_all(to.parent().unwrap_or(Path::new("/")))?;
            fs::copy(workspace.path(file), to).with_context(|| format!("copying {file}"))?;
        }
        Ok(copy)
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
