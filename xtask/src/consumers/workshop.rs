//! Where one consumer is put together, built and visited: a folder of its own below `target/consumers`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::project::Project;
use super::{LIMIT, bytes, recipes};
use crate::engine::Browser;
use crate::process::{ask, run_logged};
use crate::rust::Rust;
use crate::setup::Report;
use crate::workspace::Workspace;

/// What every consumer has: the app without a framework.
const APP: &str = "app";
/// What stands in for the package, to see what a page weighs without it.
const WITHOUT: &str = "without";

/// A consumer under way.
pub(super) struct Workshop<'a> {
    workspace: &'a Workspace,
    project: &'a Project,
    tarball: &'a Path,
    folder: PathBuf,
    report: Report,
    version: String,
    added: Option<usize>,
}

impl<'a> Workshop<'a> {
    pub(super) fn new(workspace: &'a Workspace, project: &'a Project, tarball: &'a Path) -> Self {
        let folder = workspace.path("target/consumers").join(&project.name);
        Self { workspace, project, tarball, folder, report: Report::quiet(), version: "–".to_owned(), added: None }
    }

    /// From nothing to a sign-in.
    pub(super) fn run(&mut self, browsers: &[Browser]) -> Result<()> {
        self.gather()?;
        self.install()?;
        self.version = self.installed_version()?;
        let Some(site) = &self.project.site else { return self.visit(browsers) };
        let site = self.folder.join(site);
        self.build("with the package")?;
        let with = bytes::below(&site)?;
        self.visit(browsers)?;

        fs::remove_dir_all(&site)?;
        self.put_nothing_in_place_of_the_package()?;
        self.build("without it")?;
        let without = bytes::below(&site)?;
        let added = with.checked_sub(without).context("the package makes the page smaller")?;
        println!("{:<26} {with} bytes with the package, {without} without it", "brotli");
        self.added = Some(added);
        Ok(())
    }

    /// Of its tool, once it is installed.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// What the package adds to its pages, once that is known.
    pub(super) const fn added(&self) -> Option<usize> {
        self.added
    }

    /// Leaves what was built where something failed, and nothing else.
    pub(super) fn clean(&self, passed: bool) -> Result<()> {
        let waste = if passed { self.folder.clone() } else { self.folder.join("node_modules") };
        remove(&waste)
    }

    /// Recipes, what is shared, and what is its own: the latter in place of the former.
    fn gather(&self) -> Result<()> {
        remove(&self.folder)?;
        fs::create_dir_all(&self.folder)?;
        recipes::write(self.workspace, &self.folder)?;
        let shared = self.workspace.path("tests/consumers/shared");
        copy(&shared.join(APP), &self.folder)?;
        for overlay in &self.project.overlays {
            copy(&shared.join(overlay), &self.folder)?;
        }
        copy(&self.project.folder, &self.folder)
    }

    /// Its tools as the lock file says, then the package as it would come from npm.
    fn install(&self) -> Result<()> {
        if self.project.has_dependencies {
            self.npm(&["ci", "--ignore-scripts", "--prefer-offline"])?;
        }
        let tarball = self.tarball.to_string_lossy();
        self.npm(&["install", "--no-save", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", &tarball])
    }

    fn build(&self, what: &str) -> Result<()> {
        self.npm(&["run", "build", "--silent"]).with_context(|| format!("building the page {what}"))
    }

    fn npm(&self, arguments: &[&str]) -> Result<()> {
        let mut npm = Command::new("npm");
        npm.args(arguments).current_dir(&self.folder);
        npm.envs([("NEXT_TELEMETRY_DISABLED", "1"), ("NO_UPDATE_NOTIFIER", "1")]);
        self.act(&mut npm, &format!("npm {}", arguments[0]))
    }

    /// Has the crate `journeys` serve it and sign in.
    fn visit(&self, browsers: &[Browser]) -> Result<()> {
        let mut visit = Rust::current().cargo();
        visit.current_dir(self.workspace.root());
        visit.args(["run", "--quiet", "--package", "journeys", "--bin", "consumer", "--"]).arg(&self.folder);
        browsers.iter().for_each(|browser| {
            visit.envs(browser.environment());
        });
        self.act(&mut visit, "signing in")
    }

    fn act(&self, command: &mut Command, doing: &str) -> Result<()> {
        let log = self.workspace.log(&format!("consumers {} {doing}", self.project.name));
        self.report.act(&self.project.name, doing, || run_logged(command, &log, LIMIT))
    }

    fn put_nothing_in_place_of_the_package(&self) -> Result<()> {
        let dist = self.folder.join("node_modules/coolsms-oauth2/dist");
        remove(&dist)?;
        fs::create_dir(&dist)?;
        copy(&self.workspace.path("tests/consumers/shared").join(WITHOUT), &dist)
    }

    fn installed_version(&self) -> Result<String> {
        let Some(tool) = &self.project.tool else { return Ok("–".to_owned()) };
        if tool == "node" {
            return Ok(format!("node {}", ask(Command::new("node").arg("--version"))?.trim_start_matches('v')));
        }
        let package = fs::read_to_string(self.folder.join("node_modules").join(tool).join("package.json"))?;
        let package: Value = serde_json::from_str(&package)?;
        Ok(format!("{tool} {}", package["version"].as_str().unwrap_or("?")))
    }
}

/// Copies files and folders, over what is there; what npm has installed stays behind.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let (path, target) = {
            let entry = entry?;
            (entry.path(), to.join(entry.file_name()))
        };
        if path.ends_with("node_modules") {
            continue;
        }
        if path.is_dir() {
            fs::create_dir_all(&target)?;
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target).with_context(|| format!("copying {}", path.display()))?;
        }
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            bail!("removing {}: {error}", folder.display())
        }
        _ => Ok(()),
    }
}
