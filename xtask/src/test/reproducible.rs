//! Whether the package can be rebuilt: the same sources in another folder, from nothing, must give the same bytes.
//!
//! Whoever doubts a published package can then check that it came from these sources and no others.

use std::env;
use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::results::Verdict;
use crate::build;
use crate::process::stream;
use crate::replica::Replica;
use crate::workspace::Workspace;

const LIMIT: Duration = Duration::from_secs(20 * 60);

/// Builds the package here and elsewhere, and compares file by file.
pub(super) fn check(workspace: &Workspace) -> Result<Verdict> {
    build::ensure(workspace)?;
    let elsewhere = Replica::of(workspace, "rebuilt")?;
    let mut again = Command::new(env::current_exe()?);
    // What cargo sets for `cargo xtask`: the manifest whose workspace is meant.
    again.arg("build").env("CARGO_MANIFEST_DIR", elsewhere.workspace().path("xtask"));
    if !stream(&mut again, LIMIT)?.success {
        return Ok(Verdict::check(false));
    }
    let mut verdict = Verdict::default();
    for entry in fs::read_dir(workspace.dist())? {
        let file = entry?.file_name();
        let same = fs::read(workspace.dist().join(&file))?
            == fs::read(elsewhere.workspace().dist().join(&file)).unwrap_or_default();
        println!("{} {}", if same { "same     " } else { "different" }, file.to_string_lossy());
        *if same { &mut verdict.passed } else { &mut verdict.failed } += 1;
    }
    Ok(verdict)
}
