//! `cargo xtask test`: every suite, each in every engine it is for, and a table of what happened.
//!
//! A suite that fails does not keep the next from running. One that ran no test has failed. In the end, a table says which
//! requirements of `SECURITY.md` the tests that passed name.

pub(crate) mod engines;
pub(crate) mod native;
mod requirements;
mod suite;
mod verdict;

use std::collections::VecDeque;
use std::process::{Command, ExitCode};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use anyhow::Result;
use clap::ValueEnum;

use crate::build;
use crate::engine::{Browser, Engine};
use crate::process::{command, label_this_thread, say};
use crate::setup::{self, browsers};
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
///
/// Two cores are never to wait for one suite. One lane runs the suites without a browser, those first that do not use the package,
/// which is built meanwhile. Then each engine has a lane of its own; one that is done takes of what is left without a browser.
pub(crate) fn run(plan: &Plan) -> Result<ExitCode> {
    let suites: Vec<Suite> = Suite::value_variants().iter().copied().filter(|suite| plan.includes(*suite)).collect();
    let (in_engines, native): (Vec<_>, Vec<_>) = suites.iter().partition(|suite| Suite::IN_ENGINES.contains(suite));
    let (first, native): (Vec<_>, Vec<_>) = native.iter().partition(|suite| Suite::WITHOUT_THE_PACKAGE.contains(suite));
    let (build, native): (Vec<_>, Vec<_>) = native.iter().partition(|suite| **suite == Suite::Build);

    let mut needs: Vec<_> = suites.iter().flat_map(|suite| suite.needs(&plan.engines)).collect();
    needs.sort();
    needs.dedup();
    setup::ensure(&needs)?;
    let browsers = browsers::find_or_install(if in_engines.is_empty() { &[] } else { &plan.engines })?;

    let is_native = in_engines.is_empty() && build.is_empty();
    let is_alone = is_native || (first.is_empty() && build.is_empty() && native.is_empty() && browsers.len() == 1);
    let (rows, rest) = (Mutex::new(Vec::new()), Mutex::new(VecDeque::from(native)));
    let lane = |suites: &[Suite], browser| {
        for suite in suites {
            let row = turn(*suite, browser, is_alone);
            locked(&rows).push(row);
        }
    };
    let take_the_rest = || std::iter::from_fn(|| locked(&rest).pop_front()).for_each(|suite| lane(&[suite], None));
    let package = Mutex::new(());
    thread::scope(|scope| {
        let unbuilt = locked(&package);
        scope.spawn(|| {
            lane(&first, None);
            drop(locked(&package)); // Waits until it is built.
            take_the_rest();
        });
        lane(&build, None);
        drop(unbuilt);
        match engines::prepare(&in_engines) {
            Ok(()) => browsers.iter().for_each(|browser| {
                scope.spawn(|| {
                    lane(&in_engines, Some(browser));
                    take_the_rest();
                });
            }),
            Err(error) => {
                println!("error: {error:#}");
                let verdict = Verdict::check(false);
                locked(&rows).push(Row { suite: in_engines[0], engine: None, verdict, seconds: 0.0 });
            }
        }
    });

    let mut rows = rows.into_inner().unwrap_or_else(PoisonError::into_inner);
    rows.sort_by_key(|row| (row.suite, row.engine));
    let enough = requirements::report(&rows, plan.is_complete())?;
    Ok(summary(&rows, enough))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a suite.
fn turn(suite: Suite, browser: Option<&Browser>, is_alone: bool) -> Row {
    let engine = browser.map(|browser| browser.engine);
    let name = engine.map_or_else(|| suite.name(), |engine| format!("{} in {}", suite.name(), engine.name()));
    println!("\n== {name} ==");
    let label = engine.map_or_else(|| suite.name(), |engine| engine.name().to_owned());
    label_this_thread(if is_alone { String::new() } else { format!("{label:<16}") });
    let started = Instant::now();
    let verdict = suite.run(browser).unwrap_or_else(|error| {
        say(&format!("error: {error:#}"));
        Verdict::check(false)
    });
    Row { suite, engine, verdict, seconds: started.elapsed().as_secs_f64() }
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

/// The simulation of `tests/simulation`, bundled with the package: sign-ins under random schedules of events, in Node.js.
pub(crate) fn simulation() -> Result<Command> {
    build::ensure()?;
    let options = ["--format=esm", "--platform=node", "--target=node20", "--outfile=target/simulation/main.js"];
    engines::esbuild(&[&options[..], &["tests/simulation/main.ts"]].concat())?;
    Ok(command!("node target/simulation/main.js"))
}
