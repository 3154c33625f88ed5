//! The apps of the end-to-end tests, `tests/journeys/apps`, bundled with the built package and what they need from npm, as
//! a developer of an app would.

use std::ffi::OsString;
use std::fs;

use anyhow::Result;

use crate::process::checked;
use crate::setup::{Report, npm_tools};
use crate::workspace::Workspace;

/// Writes each into `target/journeys/apps`, from where the tests serve them.
pub(super) fn bundle(workspace: &Workspace) -> Result<()> {
    let report = Report::quiet();
    let npm = npm_tools::find_or_install(workspace, &report)?;
    npm_tools::find_or_install_packages_of_apps(workspace, &report)?;
    let mut esbuild = npm.command("esbuild");
    // React's double effects are there in development only.
    esbuild.args(["--bundle", "--format=iife", "--charset=utf8", "--target=es2022", "--log-level=warning"]);
    esbuild.args(["--jsx=automatic", "--define:process.env.NODE_ENV=\"development\""]);
    let path = |option: &str, path: &str| {
        let mut option = OsString::from(option);
        option.push(workspace.path(path));
        option
    };
    esbuild.arg(path("--alias:coolsms-oauth2=", "pkg/dist/index.js")).arg(path("--outdir=", "target/journeys/apps"));
    for app in fs::read_dir(workspace.path("tests/journeys/apps"))? {
        esbuild.arg(app?.path());
    }
    checked(&mut esbuild)
}
