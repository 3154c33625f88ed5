//! `cargo xtask consumers`: apps that install the packed package, each with tools of its own, are built, served and
//! signed in to.
//!
//! ```text
//! pkg/ -- npm pack --> coolsms-oauth2-….tgz ────────────────────────────┐
//! pkg/README.md -- the recipes ─┐                                       │
//! tests/consumers/shared/ ──────┼─> target/consumers/<name> -- npm install, build --> pages -- journeys --> passed
//! tests/consumers/<name>/ ──────┘
//! ```
//!
//! One consumer is one folder: its tools, their configuration, and under `consumer` in its package.json what to do with
//! it. `tests/consumers/versions.json` pins all tools. The crate `journeys` does what takes a browser.

mod project;
mod recipes;
mod workshop;

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::engine::{Browser, Engine};
use crate::package;
use crate::process::{command, run_logged};
use crate::rust::Rust;
use crate::setup::{Report, browsers};
use crate::workspace::Workspace;
use project::Project;
use workshop::{Built, Workshop};

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
    let browsers = browsers::find_or_install(&[Engine::Chromium], workspace, &report)?;
    let tarball = package::pack(workspace)?;
    let cargo = Rust::current().cargo().get_program().to_owned();
    let mut build = command!(workspace, "{cargo} build --quiet --package journeys --bin consumer");
    run_logged(&mut build, &workspace.log("consumer"))?;

    let mut table =
        format!("\n{:<17}{:<21}{:<24}{:<8}{:>7}{:>9}\n", "name", "consumer", "version", "passed", "added", "seconds");
    let mut outcome = Outcome { passed: 0, failed: 0 };
    for project in projects {
        let started = Instant::now();
        let (built, passed) = take(workspace, &project, &tarball, &browsers);
        *if passed { &mut outcome.passed } else { &mut outcome.failed } += 1;
        println!("test {} ... {}", project.name, if passed { "ok" } else { "FAILED" });
        let added = built.added.map_or_else(|| "–".to_owned(), |bytes| bytes.to_string());
        let Project { name, title, .. } = &project;
        let seconds = started.elapsed().as_secs_f64();
        let passed = if passed { "yes" } else { "NO" };
        table += &format!("{name:<17}{title:<21}{:<24}{passed:<8}{added:>7}{seconds:>9.1}\n", built.version);
    }
    println!("{table}added: bytes after brotli, of the same pages with the package and without it");
    Ok(outcome)
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

fn take(workspace: &Workspace, project: &Project, tarball: &Path, browsers: &[Browser]) -> (Built, bool) {
    println!("\n{}: {}", project.name, project.title);
    let workshop = Workshop::new(workspace, project, tarball);
    let mut built = Built::default();
    let finished = workshop.run(browsers, &mut built);
    // Some hundred megabytes each.
    let result = workshop.clean(finished.is_ok()).and(finished);
    if let Err(error) = &result {
        println!("error: {error:#}");
    }
    (built, result.is_ok())
}
