//! The package as npm packs it.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};

use crate::build;
use crate::process::{ask, command};
use crate::workspace;

/// Builds the package, if need be, and packs it, once for all suites of this run; returns the tarball.
pub(crate) fn pack() -> Result<PathBuf> {
    static TARBALL: Mutex<Option<PathBuf>> = Mutex::new(None);
    let mut tarball = TARBALL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(packed) = &*tarball {
        return Ok(packed.clone());
    }
    build::ensure()?;
    let folder = workspace::path("target/npm");
    fs::create_dir_all(&folder)?;
    let said = ask(&mut command!("npm pack ./pkg --silent --ignore-scripts --pack-destination {folder}"))?;
    Ok(tarball.insert(folder.join(said.lines().next_back().context("npm pack names its file")?)).clone())
}
