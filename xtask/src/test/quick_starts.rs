//! The quick starts of the README as a person makes them: pasted word for word, the one of npm installed from the
//! packed tarball in an empty project and built by Vite. The end-to-end tests serve them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::package;
use crate::process::run_logged;
use crate::readme::blocks;
use crate::setup::Report;
use crate::setup::npm::{self, Packages};
use crate::workspace::{Workspace, remove};

/// Writes them into `target/journeys/quick-starts`.
pub(super) fn make(workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("target/journeys/quick-starts");
    remove(&folder)?;
    let readme = fs::read_to_string(workspace.path("README.md"))?;
    script_tag(&readme, &folder.join("script"))?;
    npm(workspace, &readme, &folder.join("npm"))
}

/// The page, and the tag that a CDN takes the place of its own with.
fn script_tag(readme: &str, folder: &Path) -> Result<()> {
    let [page, tag] = blocks(readme, "## Quick start: script tag", "html")?[..] else {
        bail!("the quick start with a script tag is a page, and a tag for a CDN");
    };
    fs::create_dir_all(folder)?;
    fs::write(folder.join("index.html"), page)?;
    Ok(fs::write(folder.join("tag.html"), tag)?)
}

fn npm(workspace: &Workspace, readme: &str, folder: &Path) -> Result<()> {
    const SECTION: &str = "## Quick start: npm";
    fs::create_dir_all(folder)?;
    let first = |language| blocks(readme, SECTION, language).map(|blocks| blocks.first().copied());
    fs::write(folder.join("index.html"), first("html")?.context("the page of the quick start with npm")?)?;
    fs::write(folder.join("main.js"), first("js")?.context("the script of the quick start with npm")?)?;

    let tarball = package::pack(workspace)?;
    let log = workspace.log("quick-start");
    let npm = |arguments: &[&str]| {
        let mut npm = Command::new("npm");
        npm.args(arguments).current_dir(folder);
        npm
    };
    run_logged(&mut npm(&["init", "--yes"]), &log)?;
    run_logged(npm(&["install", "--offline", "--no-audit", "--no-fund"]).arg(&tarball), &log)?;
    let mut vite = npm::find_or_install(Packages::TestApps, workspace, &Report::quiet())?.command("vite");
    run_logged(vite.arg("build").current_dir(folder), &log)
}
