//! Where one consumer is put together, built and visited: a folder of its own below `target/consumers`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::project::{self, Project};
use super::recipes;
use crate::engine::Browser;
use crate::process::{ask, command, run_logged};
use crate::rust::Rust;
use crate::setup::Report;
use crate::sizes;
use crate::workspace::{Workspace, empty, entries, files_below, remove};

/// The files that a browser downloads.
const KINDS: [&str; 5] = ["html", "js", "mjs", "css", "wasm"];

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
}

/// What became known of a consumer.
pub(super) struct Built {
    /// Of its tool, once it is installed.
    pub(super) version: String,
    /// What the package adds to its pages, in bytes after brotli; none where no files are built.
    pub(super) added: Option<u64>,
}

impl Default for Built {
    fn default() -> Self {
        Self { version: "–".to_owned(), added: None }
    }
}

impl<'a> Workshop<'a> {
    pub(super) fn new(workspace: &'a Workspace, project: &'a Project, tarball: &'a Path) -> Self {
        let folder = workspace.path("target/consumers").join(&project.name);
        Self { workspace, project, tarball, folder }
    }

    /// From nothing to a sign-in.
    pub(super) fn run(&self, browsers: &[Browser], built: &mut Built) -> Result<()> {
        self.gather()?;
        self.install()?;
        built.version = self.installed_version()?;
        let Some(site) = &self.project.site else { return self.visit(browsers) };
        let site = self.folder.join(site);
        self.build("with the package")?;
        let with = self.downloaded(&site)?;
        self.visit(browsers)?;

        remove(&site)?;
        let dist = self.folder.join("node_modules/coolsms-oauth2/dist");
        empty(&dist)?;
        copy(&self.workspace.path("tests/consumers/shared").join(WITHOUT), &dist)?;
        self.build("without it")?;
        let without = self.downloaded(&site)?;
        println!("{:<26} {with} bytes with the package, {without} without it", "brotli");
        built.added = Some(with.checked_sub(without).context("the package makes the page smaller")?);
        Ok(())
    }

    /// What a browser downloads: the pages, scripts and modules of a folder, each after brotli.
    fn downloaded(&self, site: &Path) -> Result<u64> {
        let mut files = files_below(site)?;
        files.retain(|file| file.extension().is_some_and(|kind| KINDS.iter().any(|known| kind == *known)));
        Ok(sizes::of(self.workspace, &files)?.iter().map(|sizes| sizes.brotli).sum())
    }

    /// Leaves what was built where something failed, and nothing else.
    pub(super) fn clean(&self, passed: bool) -> Result<()> {
        let waste = if passed { self.folder.clone() } else { self.folder.join("node_modules") };
        remove(&waste)
    }

    /// Recipes, what is shared, and what is its own: the latter in place of the former.
    fn gather(&self) -> Result<()> {
        empty(&self.folder)?;
        recipes::write(self.workspace, &self.folder)?;
        let shared = self.workspace.path("tests/consumers/shared");
        copy(&shared.join(APP), &self.folder)?;
        for overlay in &self.project.overlays {
            copy(&shared.join(overlay), &self.folder)?;
        }
        copy(&self.project.folder, &self.folder)
    }

    /// Its tools, of the versions in the table, and the package as it would come from npm.
    fn install(&self) -> Result<()> {
        let file = self.folder.join("package.json");
        let (package, before) = project::pinned(self.workspace, &fs::read_to_string(&file)?)?;
        fs::write(&file, package)?;
        let before = format!("--before={before}");
        let quiet = ["--no-package-lock", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
        self.npm(&[&["install", &before][..], &quiet].concat())?;
        let tarball = self.tarball.to_string_lossy();
        self.npm(&[&["install", "--no-save", &tarball][..], &quiet].concat())
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
        let (cargo, folder) = (Rust::current().cargo().get_program().to_owned(), &self.folder);
        let mut visit = command!(self.workspace, "{cargo} run --quiet --package journeys --bin consumer -- {folder}");
        browsers.iter().for_each(|browser| {
            visit.envs(browser.environment());
        });
        self.act(&mut visit, "signing in")
    }

    fn act(&self, command: &mut Command, doing: &str) -> Result<()> {
        let log = self.workspace.log(&format!("consumers {} {doing}", self.project.name));
        Report::quiet().act(&self.project.name, doing, || run_logged(command, &log))
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
    for path in entries(from)? {
        let target = to.join(path.file_name().unwrap_or_default());
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
