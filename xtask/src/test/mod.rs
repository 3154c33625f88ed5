//! `cargo xtask test`: every suite, each in every engine it is for, and a table of what happened.
//!
//! A suite that fails does not keep the next from running. One that ran no test has failed: it proves nothing. In the
//! end, a table says which lines of `SECURITY.md` the tests that passed have proved.

mod apps;
mod browser;
mod lines;
mod native;
mod panics;
mod prepare;
mod quick_starts;
mod reproducible;
mod results;
mod server;
mod summary;
pub(crate) mod tarball;
mod types;

use std::ops::Add;
use std::panic::resume_unwind;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::bench;
use crate::build;
use crate::consumers::{self, Which};
use crate::engine::{Browser, Engine};
use crate::fuzz;
use crate::workspace::Workspace;
pub(crate) use results::Verdict;
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
    /// The package, its validity, its size, and that its core cannot panic
    Build,
    /// What npm would publish: its files, their sizes, and what linters of packages say
    Tarball,
    /// The type declarations, against what must and must not compile
    Types,
    /// The package where there is no page, in Node.js
    Server,
    /// The module's own tests, in each engine
    Browser,
    /// A person's way through the pages, in each engine
    E2e,
    /// Apps with the packed package that are built in a moment: script, module, esbuild, worker, Node.js
    ConsumersQuick,
    /// Apps with the packed package, by every bundler and framework; long
    Consumers,
    /// Whether every page of the benchmarks works, in Chromium; nothing is timed
    BenchPages,
    /// What attackers and servers write, as a fuzzer makes it up, for a while
    Fuzz,
    /// Whether the same sources, elsewhere, give the same package; long
    Reproducible,
}

impl SuiteName {
    /// As the command line and the table name it.
    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Whether it is run only when asked for, by its name or with `--all`.
    const fn is_long(self) -> bool {
        matches!(self, Self::Consumers | Self::Reproducible)
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
    fn suites(&self) -> Vec<SuiteName> {
        let chosen = |suite: &SuiteName| match self.only.as_slice() {
            [] => self.all || !suite.is_long(),
            only => only.contains(suite),
        };
        let mut suites: Vec<_> = SuiteName::value_variants().iter().copied().filter(chosen).collect();
        if suites.contains(&SuiteName::Consumers) {
            // It has the quick ones too.
            suites.retain(|suite| *suite != SuiteName::ConsumersQuick);
        }
        suites
    }
}

/// The suites whose tests prove lines of `SECURITY.md`.
const PROVING: [SuiteName; 4] = [SuiteName::Native, SuiteName::Server, SuiteName::Browser, SuiteName::E2e];

/// Runs the plan; the exit code says whether all passed.
pub(crate) fn run(workspace: &Workspace, plan: &Plan) -> Result<ExitCode> {
    let suites = plan.suites();
    let browsers = prepare::everything(workspace, &suites, &plan.engines)?;
    let mut ran = Vec::new();
    for suite in suites.iter().copied() {
        let mut one = |run: fn(&Workspace) -> Result<Verdict>| {
            ran.push((suite, row(suite.name(), None, || run(workspace))));
        };
        match suite {
            SuiteName::Format => one(native::format),
            SuiteName::Clippy => one(native::clippy),
            SuiteName::ClippyWasm => one(native::clippy_wasm),
            SuiteName::Native => one(native::tests),
            SuiteName::Build => one(package),
            SuiteName::Tarball => one(tarball::check),
            SuiteName::Types => one(types::check),
            SuiteName::Server => one(server::tests),
            SuiteName::ConsumersQuick => one(|workspace| consumed(workspace, Which::Quick)),
            SuiteName::Consumers => one(|workspace| consumed(workspace, Which::Named(&[]))),
            SuiteName::BenchPages => one(bench_pages),
            SuiteName::Fuzz => one(fuzzed),
            SuiteName::Reproducible => one(reproducible::check),
            SuiteName::Browser => ran.extend(each(&browsers, suite, |browser| browser::unit(workspace, browser))),
            SuiteName::E2e => ran.extend(end_to_end(workspace, &browsers)),
        }
    }
    let is_complete = PROVING.iter().all(|suite| suites.contains(suite))
        && Engine::ALL.iter().all(|engine| plan.engines.contains(engine));
    let proved_lines = lines(workspace, &ran, is_complete);
    let rows: Vec<Row> = ran.into_iter().map(|(_, row)| row).chain(proved_lines).collect();
    Ok(summary::print(&rows))
}

fn package(workspace: &Workspace) -> Result<Verdict> {
    build::run(workspace, build::Mode::Release)?;
    panics::check(workspace)?;
    Ok(Verdict::check(true))
}

fn consumed(workspace: &Workspace, which: Which<'_>) -> Result<Verdict> {
    let consumers::Outcome { passed, failed } = consumers::run(workspace, which)?;
    Ok(Verdict { passed, failed, ..Verdict::default() })
}

fn bench_pages(workspace: &Workspace) -> Result<Verdict> {
    bench::check_pages(workspace)?;
    Ok(Verdict::check(true))
}

/// For each target of fuzzing, in seconds.
const FUZZING: u32 = 20;

fn fuzzed(workspace: &Workspace) -> Result<Verdict> {
    let targets = fuzz::run(workspace, &[], FUZZING)?;
    Ok(targets.into_iter().map(|(_, holds)| Verdict::check(holds)).fold(Verdict::default(), Verdict::add))
}

/// In all engines at once: a test mostly waits, for a page, a server or a browser.
fn end_to_end(workspace: &Workspace, browsers: &[Browser]) -> Vec<(SuiteName, Row)> {
    let python = browser::prepare_end_to_end(workspace).map_err(|error| format!("{error:#}"));
    let run = |browser: &Browser| {
        let verdict = || match &python {
            Ok(python) => browser::end_to_end(workspace, browser, python),
            Err(error) => bail!("{error}"),
        };
        (SuiteName::E2e, row(SuiteName::E2e.name(), Some(browser.engine), verdict))
    };
    thread::scope(|scope| {
        let running: Vec<_> = browsers.iter().map(|browser| scope.spawn(|| run(browser))).collect();
        running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

fn each(
    browsers: &[Browser],
    suite: SuiteName,
    run: impl Fn(&Browser) -> Result<Verdict>,
) -> impl Iterator<Item = (SuiteName, Row)> {
    browsers.iter().map(move |browser| (suite, row(suite.name(), Some(browser.engine), || run(browser))))
}

/// The table of lines; `None` where no suite ran that proves any.
fn lines(workspace: &Workspace, ran: &[(SuiteName, Row)], is_complete: bool) -> Option<Row> {
    let proving: Vec<_> = ran.iter().filter(|(suite, _)| PROVING.contains(suite)).collect();
    if proving.is_empty() {
        return None;
    }
    Some(row("lines".to_owned(), None, || {
        let proved =
            proving.iter().map(|(suite, row)| lines::proved(workspace, *suite, row.engine, &row.verdict.tests));
        Ok(lines::report(&proved.collect::<Result<Vec<_>>>()?, is_complete))
    }))
}

fn row(suite: String, engine: Option<Engine>, run: impl FnOnce() -> Result<Verdict>) -> Row {
    println!("\n== {suite}{} ==", engine.map_or_else(String::new, |engine| format!(" in {engine}")));
    let started = Instant::now();
    let verdict = run().unwrap_or_else(|error| {
        println!("error: {error:#}");
        Verdict::check(false)
    });
    Row { suite, engine, verdict, seconds: started.elapsed().as_secs_f64() }
}
