//! `pkg/API.md`, the reference of the API, as typedoc writes it from the declarations that the build emits (`tests/types/typedoc.json`).
//!
//! typedoc fails for a public name, member or error code of which nothing is said.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::build;
use crate::process::run_logged;
use crate::setup::Report;
use crate::setup::npm::{self, Packages};
use crate::workspace::Workspace;

/// `cargo xtask reference`: writes it anew.
pub(crate) fn write(workspace: &Workspace) -> Result<()> {
    fs::write(file(workspace), generate(workspace)?)?;
    println!("{} is written", file(workspace).display());
    Ok(())
}

/// Whether it says what the types say.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    if generate(workspace)? != fs::read_to_string(file(workspace)).unwrap_or_default() {
        bail!("pkg/API.md is not what the types say: run `cargo xtask reference`");
    }
    Ok(())
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.path("pkg/API.md")
}

fn generate(workspace: &Workspace) -> Result<String> {
    build::ensure(workspace)?;
    let npm = npm::find_or_install(Packages::ReadersOfTypes, workspace, &Report::quiet())?;
    let out = workspace.path("target/reference");
    let mut typedoc = npm.command("typedoc");
    typedoc.arg("--options").arg(workspace.path("tests/types/typedoc.json")).arg("--out").arg(&out);
    run_logged(&mut typedoc, &workspace.log("typedoc"))?;
    fs::read_to_string(out.join("API.md")).context("typedoc wrote no API.md")
}
