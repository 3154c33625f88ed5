//! What fuzzing needs: cargo-fuzz, and a C++ compiler for libFuzzer, whose sources come with a crate.

use std::env;
use std::path::PathBuf;

use anyhow::Result;

use super::{Report, apt, cargo_tools};
use crate::workspace::{Workspace, on_path};

/// Where cargo-fuzz is; by then there is a compiler too.
pub(crate) fn find_or_install(workspace: &Workspace, report: &Report) -> Result<PathBuf> {
    let what = "C++ compiler";
    let look = || env::var_os("CXX").map(PathBuf::from).or_else(|| on_path("c++"));
    if report.find(what, look, |program| program.display().to_string()).is_none() {
        apt::install(what, &["g++"], workspace, report)?;
    }
    cargo_tools::cargo_fuzz().find_or_install(workspace, report)
}
