//! `cargo xtask consumers`: apps that install the packed package, each with tools of its own, are built, served and
//! signed in to.
//!
//! ```text
//! pkg/ -- npm pack --> coolsms-oauth2-….tgz ────────────────────────────┐
//! pkg/README.md -- the recipes ─┐                                       │
//! tests/consumers/shared/ ──────┼─> target/consumers/<name> -- npm ci, npm install, build --> pages -- e2e --> passed
//! tests/consumers/<name>/ ──────┘
//! ```
//!
//! One consumer is one folder: its tools, pinned by a lock file, their configuration, and under `consumer` in its
//! package.json what to do with it. The crate `journeys` does what takes a browser.

mod bytes;
mod project;
mod recipes;
mod table;
mod workshop;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::engine::{Browser, Engine};
use crate::package;
use crate::process::run_logged;
use crate::rust::Rust;
use crate::setup::{Report, browsers, npm_tools};
use crate::workspace::Workspace;
use project::Project;
use table::Row;
use workshop::Workshop;

const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Which consumers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which<'a> {
    /// Those whose tools are installed in a moment.
    Quick,
    /// Those of these names; all, where there is none.
    Named(&'a [String]),
}

/// How many consumers passed and failed.
pub(crate) struct Outcome {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

/// Builds and visits them, one after the other, and prints a table. One that fails does not keep the next from its turn.
pub(crate) fn run(workspace: &Workspace, which: Which<'_>) -> Result<Outcome> {
    let projects = chosen(project::all(workspace)?, which)?;
    let report = Report::quiet();
    npm_tools::find_or_install(workspace, &report)?;
    let browsers = browsers::find_or_install(&[Engine::Chromium], workspace, &report)?;
    let tarball = package::pack(workspace)?;
    compile_visitor(workspace, &report)?;
    let rows: Vec<Row> = projects.into_iter().map(|project| take(workspace, project, &tarball, &browsers)).collect();
    Ok(table::print(&rows))
}

fn chosen(all: Vec<Project>, which: Which<'_>) -> Result<Vec<Project>> {
    match which {
        Which::Quick => Ok(all.into_iter().filter(|project| project.is_quick).collect()),
        Which::Named([]) => Ok(all),
        Which::Named(names) => {
            let known: Vec<_> = all.iter().map(|project| project.name.clone()).collect();
            if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
                bail!("there is no consumer `{unknown}`; there are: {}", known.join(" "));
            }
            Ok(all.into_iter().filter(|project| names.contains(&project.name)).collect())
        }
    }
}

/// So that no consumer's time holds the compiler's.
fn compile_visitor(workspace: &Workspace, report: &Report) -> Result<()> {
    let mut build = Rust::current().cargo();
    build.current_dir(workspace.root()).args(["build", "--quiet", "--package", "journeys", "--bin", "consumer"]);
    report.act("the visitor", "cargo build -p journeys", || run_logged(&mut build, &workspace.log("consumer"), LIMIT))
}

fn take(workspace: &Workspace, project: Project, tarball: &Path, browsers: &[Browser]) -> Row {
    println!("\n{}: {}", project.name, project.title);
    let started = Instant::now();
    let mut workshop = Workshop::new(workspace, &project, tarball);
    let finished = workshop.run(browsers);
    let (version, added) = (workshop.version().to_owned(), workshop.added());
    // Some hundred megabytes each.
    let cleaned = workshop.clean(finished.is_ok());
    let result = finished.and(cleaned);
    if let Err(error) = &result {
        println!("failed: {error:#}");
    }
    Row { project, version, passed: result.is_ok(), added, seconds: started.elapsed().as_secs_f64() }
}
