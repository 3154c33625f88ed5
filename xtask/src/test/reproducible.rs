//! Whether the package can be rebuilt: the same sources in another folder, from nothing, must give the same bytes.
//!
//! Whoever doubts a published package can then check that it came from these sources and no others.

use std::env;
use std::fs;
use std::process::Command;

use anyhow::{Result, anyhow, bail};

use super::verdict::{Checks, Verdict};
use crate::build;
use crate::process::stream;
use crate::replica::Replica;
use crate::workspace::{Workspace, entries};

/// Builds the package here and elsewhere, and compares file by file.
pub(super) fn check(workspace: &Workspace, label: &str) -> Result<Verdict> {
    build::ensure(workspace)?;
    let elsewhere = Replica::of(workspace, "rebuilt")?;
    let mut again = Command::new(env::current_exe()?);
    // What cargo sets for `cargo xtask`: the manifest whose workspace is meant.
    again.arg("build").env("CARGO_MANIFEST_DIR", elsewhere.workspace().path("xtask"));
    if !stream(label, &mut again)?.success {
        bail!("the package could not be built elsewhere");
    }
    let mut checks = Checks::new(label);
    for file in entries(&workspace.dist())? {
        let name = file.file_name().unwrap_or_default();
        let other = fs::read(elsewhere.workspace().dist().join(name)).unwrap_or_default();
        let same = fs::read(&file)? == other;
        checks.add(name.display(), if same { Ok(()) } else { Err(anyhow!("the bytes differ")) });
    }
    Ok(checks.verdict())
}
