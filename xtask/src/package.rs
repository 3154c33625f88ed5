//! The package as npm packs it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::build;
use crate::process::{ask, command};
use crate::workspace;

/// Builds the package, if need be, and packs it; returns the tarball.
pub(crate) fn pack() -> Result<PathBuf> {
    build::ensure()?;
    let folder = workspace::path("target/npm");
    fs::create_dir_all(&folder)?;
    let said = ask(&mut command!("npm pack ./pkg --silent --ignore-scripts --pack-destination {folder}"))?;
    Ok(folder.join(said.lines().next_back().context("npm pack names its file")?))
}
