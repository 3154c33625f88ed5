//! `cargo xtask test`: every suite, each in every engine it is for, and a table of what happened.
//!
//! A suite that fails does not keep the next from running. One that ran no test has failed. In the end, a table says which
//! requirements of `SECURITY.md` the tests that passed name.

pub(crate) mod engines;
mod native;
mod panics;
mod quick_starts;
mod reproducible;
mod requirements;
pub(crate) mod simulation;
mod suite;
pub(crate) mod tarball;
mod types;
mod verdict;

use std::panic::resume_unwind;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use anyhow::Result;
use clap::ValueEnum;

use crate::engine::{Browser, Engine};
use crate::setup::{self, Report, browsers};
use crate::workspace::Workspace;
use requirements::Requirements;
pub(crate) use suite::Suite;
use verdict::Verdict;

/// What to test.
pub(crate) struct Plan {
    pub(crate) engines: Vec<Engine>,
    /// Also what takes long.
    pub(crate) all: bool,
    /// Empty means all.
    pub(crate) only: Vec<Suite>,
}

impl Plan {
    fn includes(&self, suite: Suite) -> bool {
        let chosen = |suite: Suite| match self.only.as_slice() {
            [] => self.all || !suite.is_long(),
            only => only.contains(&suite),
        };
        // The long one has the quick ones too.
        chosen(suite) && !(suite == Suite::ConsumersQuick && chosen(Suite::Consumers))
    }

    fn suites(&self) -> Vec<Suite> {
        Suite::value_variants().iter().copied().filter(|suite| self.includes(*suite)).collect()
    }

    /// Whether every test ran that may name a requirement.
    fn is_complete(&self) -> bool {
        self.only.is_empty() && Engine::ALL.iter().all(|engine| self.engines.contains(engine))
    }
}

/// A suite in an engine, and what came of it.
struct Row {
    suite: Suite,
    engine: Option<Engine>,
    verdict: Verdict,
    seconds: f64,
}

/// Runs the plan; the exit code says whether all passed.
pub(crate) fn run(workspace: &Workspace, plan: &Plan) -> Result<ExitCode> {
    let suites = plan.suites();
    let report = Report::quiet();
    let needs: Vec<_> = suites.iter().flat_map(|suite| suite.needs(&plan.engines)).collect();
    setup::ensure(workspace, &needs, &report)?;
    let engines = if suites.iter().any(|suite| suite.is_for_engines()) { &plan.engines[..] } else { &[] };
    let browsers = browsers::find_or_install(engines, workspace, &report)?;

    let chosen = |suites: &[Suite]| suites.iter().copied().filter(|suite| plan.includes(*suite)).collect::<Vec<_>>();
    let mut rows = Vec::new();
    // What compiles for long, beside what runs in Node.js for long.
    rows.extend(at_once(vec![
        lane(workspace, chosen(&Suite::OF_RUST), None),
        lane(workspace, chosen(&Suite::OF_THE_PACKAGE), None),
    ]));
    let in_engines = chosen(&Suite::IN_ENGINES);
    let prepared = if in_engines.is_empty() { Ok(()) } else { engines::prepare(workspace, &in_engines) };
    match prepared {
        Ok(()) => {
            rows.extend(at_once(browsers.iter().map(|it| lane(workspace, in_engines.clone(), Some(it))).collect()));
        }
        Err(error) => {
            println!("error: {error:#}");
            rows.push(Row { suite: in_engines[0], engine: None, verdict: Verdict::check(false), seconds: 0.0 });
        }
    }
    rows.extend(at_once(vec![lane(workspace, chosen(&Suite::AFTERWARDS), None)]));

    let enough = Requirements::read(workspace)?.report(&rows, plan.is_complete());
    Ok(summary(&rows, enough))
}

/// Suites that run one after the other, all in the same engine.
fn lane<'a>(
    workspace: &'a Workspace,
    suites: Vec<Suite>,
    browser: Option<&'a Browser>,
) -> Box<dyn FnOnce(bool) -> Vec<Row> + Send + 'a> {
    Box::new(move |is_alone| {
        let run = |suite: Suite| {
            let engine = browser.map(|browser| browser.engine);
            let name = engine.map_or_else(|| suite.name(), |engine| format!("{} in {engine}", suite.name()));
            println!("\n== {name} ==");
            let started = Instant::now();
            let label = if is_alone {
                String::new()
            } else {
                format!("{:<11}", engine.map_or(suite.name(), |it| it.to_string()))
            };
            let verdict = suite.run(workspace, &label, browser).unwrap_or_else(|error| {
                println!("{label}error: {error:#}");
                Verdict::check(false)
            });
            Row { suite, engine, verdict, seconds: started.elapsed().as_secs_f64() }
        };
        suites.into_iter().map(run).collect()
    })
}

/// Runs lanes beside each other.
fn at_once<'a>(lanes: Vec<Box<dyn FnOnce(bool) -> Vec<Row> + Send + 'a>>) -> Vec<Row> {
    let is_alone = lanes.len() == 1;
    thread::scope(|scope| {
        let running: Vec<_> = lanes.into_iter().map(|lane| scope.spawn(move || lane(is_alone))).collect();
        running.into_iter().flat_map(|lane| lane.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

/// Prints the table; the last line is `N passed, N failed` and nothing else.
fn summary(rows: &[Row], enough: Verdict) -> ExitCode {
    println!("\n{:<16}{:<10}{:>8}{:>8}{:>9}", "suite", "engine", "passed", "failed", "seconds");
    for Row { suite, engine, verdict, seconds } in rows {
        let (suite, engine) = (suite.name(), engine.map_or("-", Engine::name));
        let Verdict { passed, failed, note, .. } = verdict;
        println!("{}", format!("{suite:<16}{engine:<10}{passed:>8}{failed:>8}{seconds:>9.1}  {note}").trim_end());
    }
    let all = || rows.iter().map(|row| &row.verdict).chain([&enough]);
    let (passed, failed): (u32, u32) = (all().map(|it| it.passed).sum(), all().map(|it| it.failed).sum());
    println!("\n{passed} passed, {failed} failed");
    if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
