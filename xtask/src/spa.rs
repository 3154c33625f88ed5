//! The demo as a single-page app, `www/spa`: built by Vite with the package of `pkg`, as any app would be.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::build::{self, reuse};
use crate::process::run_logged;
use crate::setup::Report;
use crate::setup::npm::{self, Packages};
use crate::workspace::Workspace;

/// What is in its folder, but for what npm installs there.
const FILES: [&str; 7] =
    ["index.html", "package-lock.json", "package.json", "public", "src", "tsconfig.json", "vite.config.ts"];

/// Builds the package and the app, each unless it is newer than all it is made of.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    build::ensure(workspace)?;
    let app = built(workspace);
    if app.is_current("") {
        return Ok(());
    }
    let report = Report::quiet();
    let npm = npm::find_or_install(Packages::Spa, workspace, &report)?;
    app.forget()?;
    let mut vite = npm.command("vite");
    vite.current_dir(folder(workspace)).arg("build").arg("--emptyOutDir").arg("--outDir").arg(&app.folder);
    report.act("single-page app", "vite build", || run_logged(&mut vite, &workspace.log("vite")))?;
    app.remember("")
}

/// The compiler of its own, to check its types against those of the built package.
pub(crate) fn type_check(workspace: &Workspace) -> Result<Command> {
    build::ensure(workspace)?;
    let npm = npm::find_or_install(Packages::Spa, workspace, &Report::quiet())?;
    let mut tsc = npm.command("tsc");
    tsc.arg("--project").arg(folder(workspace));
    Ok(tsc)
}

/// The static pages are among the sources, since it shares texts and looks with them; so is the package.
fn built(workspace: &Workspace) -> reuse::Built {
    let own = FILES.iter().map(|file| folder(workspace).join(file));
    reuse::Built {
        folder: workspace.path("target/spa"),
        mark: workspace.path("target/spa.built"),
        sources: own.chain([workspace.path("www/site"), reuse::package(workspace).mark]).collect(),
    }
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.path("www/spa")
}
