//! What takes a browser's own ways: several pages and tabs, popups, history, the way to CoolSMS and back.
//!
//! `JOURNEYS_ENGINE` chooses the engine. One browser and one set of servers serve all cases, one after the other; each
//! gets a fresh tab, an empty storage and a CoolSMS of its own. The requirements in `SECURITY.md` that a case is for stand
//! in front of its name.

mod app;
mod away;
mod callback;
mod case;
mod forbidden;
mod foreign;
mod own_server;
mod popup;
mod program;
mod quick_starts;
mod routers;
mod scene;
mod tabs;
mod tabs_refresh;
mod walk;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use browser::{Browser, Engine, conclude};
use demo::{Mount, Ports, Stage};
use libtest_mimic::Arguments;
use tokio::runtime::Runtime;

use case::{Case, Runner};

/// What the cases open: their pages, and the apps that are built for them.
const PAGES: &[Mount] = &[("/test", "tests/journeys/pages"), ("/apps", "target/journeys/apps")];

fn main() -> ExitCode {
    conclude(run(Arguments::from_args()))
}

fn run(mut arguments: Arguments) -> Result<bool> {
    // They share a browser, and its one tab is in front.
    arguments.test_threads = Some(1);
    let engine = Engine::from_environment()?;
    if arguments.list {
        let names = cases(engine).into_iter().map(|case| case.trial(|_| Ok(())));
        return Ok(!libtest_mimic::run(&arguments, names.collect()).has_failed());
    }
    let runtime = Runtime::new()?;
    let stage = runtime.block_on(Stage::start(Ports::default(), PAGES))?;
    let browser = runtime.block_on(Browser::start(engine))?;
    let runner = Arc::new(Runner { runtime, browser, engine, stage });
    let trials = cases(engine).into_iter().map(|case| {
        let runner = Arc::clone(&runner);
        case.trial(move |case| runner.run(case))
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    if let Some(Runner { runtime, browser, .. }) = Arc::into_inner(runner) {
        runtime.block_on(browser.close())?;
    }
    Ok(!conclusion.has_failed())
}

fn cases(engine: Engine) -> Vec<Case> {
    let about_the_engine = [
        callback::cases(),
        routers::cases(),
        tabs::cases(),
        tabs_refresh::cases(),
        away::cases(),
        popup::cases(),
        forbidden::cases(),
    ];
    // What no engine does otherwise than another.
    let of_chromium_alone =
        || [callback::of_chromium_alone(), walk::cases(), quick_starts::cases(), own_server::cases(), foreign::cases()];
    let alone = (engine == Engine::Chromium).then(of_chromium_alone);
    about_the_engine.into_iter().chain(alone.into_iter().flatten()).flatten().collect()
}
