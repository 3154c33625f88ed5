//! `cargo xtask test`: every suite, each in every engine it is for, and a table of what happened.
//!
//! A suite that fails does not keep the next from running. One that ran no test has failed: it proves nothing.

mod browser;
mod native;
mod prepare;
mod reproducible;
mod results;
mod summary;
mod types;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::ValueEnum;

use crate::build;
use crate::engine::{Browser, Engine};
use crate::workspace::Workspace;
use results::Verdict;
use summary::Row;

/// A suite, as `--only` names it; they run in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SuiteName {
    /// Whether the Rust code is formatted
    Format,
    /// Lints of everything that runs natively
    Clippy,
    /// Lints of the module as it runs in a browser
    ClippyWasm,
    /// Unit and integration tests on this machine
    Native,
    /// The package, its validity and its size
    Build,
    /// The type declarations, against what must and must not compile
    Types,
    /// The module's own tests, in each engine
    Browser,
    /// A person's way through the pages, in each engine
    E2e,
    /// Whether the same sources, elsewhere, give the same package; long
    Reproducible,
}

impl SuiteName {
    /// Whether it is run only when asked for, by its name or with `--all`.
    const fn is_long(self) -> bool {
        matches!(self, Self::Reproducible)
    }
}

/// What to test.
pub(crate) struct Plan {
    pub(crate) engines: Vec<Engine>,
    /// Also what takes long.
    pub(crate) all: bool,
    /// Empty means all.
    pub(crate) only: Vec<SuiteName>,
}

impl Plan {
    fn suites(&self, workspace: &Workspace) -> Vec<SuiteName> {
        let chosen = |suite: &SuiteName| match self.only.as_slice() {
            [] => self.all || !suite.is_long(),
            only => only.contains(suite),
        };
        let exists = |suite: &SuiteName| *suite != SuiteName::Types || types::folder(workspace).is_dir();
        SuiteName::value_variants().iter().copied().filter(chosen).filter(exists).collect()
    }
}

/// Runs the plan; the exit code says whether all passed.
pub(crate) fn run(workspace: &Workspace, plan: &Plan) -> Result<ExitCode> {
    let suites = plan.suites(workspace);
    let browsers = prepare::everything(workspace, &suites, &plan.engines)?;
    let mut rows = Vec::new();
    for suite in suites {
        match suite {
            SuiteName::Format => rows.push(row(suite, None, || native::format(workspace))),
            SuiteName::Clippy => rows.push(row(suite, None, || native::clippy(workspace))),
            SuiteName::ClippyWasm => rows.push(row(suite, None, || native::clippy_wasm(workspace))),
            SuiteName::Native => rows.push(row(suite, None, || native::tests(workspace))),
            SuiteName::Build => rows.push(row(suite, None, || package(workspace))),
            SuiteName::Types => rows.push(row(suite, None, || types::check(workspace))),
            SuiteName::Reproducible => rows.push(row(suite, None, || reproducible::check(workspace))),
            SuiteName::Browser => rows.extend(each(&browsers, suite, |browser| browser::unit(workspace, browser))),
            SuiteName::E2e => rows.extend(each(&browsers, suite, |browser| browser::end_to_end(workspace, browser))),
        }
    }
    Ok(summary::print(&rows))
}

fn package(workspace: &Workspace) -> Result<Verdict> {
    build::run(workspace, build::Mode::Release)?;
    Ok(Verdict::check(true))
}

fn each(browsers: &[Browser], suite: SuiteName, run: impl Fn(&Browser) -> Result<Verdict>) -> Vec<Row> {
    browsers.iter().map(|browser| row(suite, Some(browser.engine), || run(browser))).collect()
}

fn row(suite: SuiteName, engine: Option<Engine>, run: impl FnOnce() -> Result<Verdict>) -> Row {
    let name = suite.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
    println!("\n== {name}{} ==", engine.map_or_else(String::new, |engine| format!(" in {engine}")));
    let started = Instant::now();
    let verdict = run().unwrap_or_else(|error| {
        println!("error: {error:#}");
        Verdict::check(false)
    });
    Row { suite: name, engine, verdict, seconds: started.elapsed().as_secs_f64() }
}
