//! Valgrind, whose callgrind counts instructions.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{Report, apt};
use crate::workspace::{Workspace, on_path};

const WHAT: &str = "valgrind";

/// Where valgrind is; a path in `VALGRIND` wins.
pub(crate) fn find_or_install(workspace: &Workspace, report: &Report) -> Result<PathBuf> {
    let look = || env::var_os("VALGRIND").map(PathBuf::from).or_else(|| on_path("valgrind"));
    if let Some(program) = report.find(WHAT, look, |program| program.display().to_string()) {
        return Ok(program);
    }
    apt::install(WHAT, &["valgrind"], workspace, report)?;
    look().context("valgrind is not on PATH, even after apt installed it")
}
