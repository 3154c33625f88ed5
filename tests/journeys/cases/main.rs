//! What takes a browser's own ways: several pages and tabs, popups, history, the way to CoolSMS and back.
//!
//! `JOURNEYS_ENGINE` chooses the engine. One browser and one set of servers serve all cases, one after the other; each
//! gets a fresh tab, an empty storage and a CoolSMS of its own. The requirements in `SECURITY.md` that a case is for stand
//! in front of its name.

mod address;
mod app;
mod away;
mod callback;
mod case;
mod code_grant;
mod foreign;
mod forged;
mod hash_routed;
mod members;
mod own_server;
mod popup;
mod popup_ends;
mod popup_messages;
mod quick_starts;
mod rotation;
mod scene;
mod step_up;
mod strict_mode;
mod tabs;
mod tabs_refresh;
mod traffic;
mod unavailable_storage;
mod walk;
mod wasm;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use journeys::{Browser, Engine, Ports, Stage};
use libtest_mimic::Arguments;
use tokio::runtime::Runtime;

use case::{Case, Runner};

fn main() -> ExitCode {
    match run(Arguments::from_args()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Arguments) -> Result<ExitCode> {
    // They share a browser, and its one tab is in front.
    arguments.test_threads = Some(1);
    let engine = Engine::from_environment()?;
    if arguments.list {
        let names = cases(engine).into_iter().map(|case| case.trial(|_| Ok(())));
        return Ok(libtest_mimic::run(&arguments, names.collect()).exit_code());
    }
    let runtime = Runtime::new()?;
    let stage = runtime.block_on(Stage::start(Ports::default()))?;
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
    Ok(conclusion.exit_code())
}

fn cases(engine: Engine) -> Vec<Case> {
    let mut cases = about_the_engine();
    if engine == Engine::Chromium {
        cases.extend(of_chromium_alone());
    }
    cases
}

fn about_the_engine() -> Vec<Case> {
    [
        callback::cases(),
        forged::cases(),
        address::cases(),
        hash_routed::cases(),
        strict_mode::cases(),
        unavailable_storage::cases(),
        rotation::cases(),
        tabs::cases(),
        tabs_refresh::cases(),
        members::cases(),
        away::cases(),
        popup::cases(),
        popup_ends::cases(),
        popup_messages::cases(),
        step_up::cases(),
        code_grant::cases(),
        wasm::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What no engine does otherwise than another.
fn of_chromium_alone() -> Vec<Case> {
    [walk::cases(), quick_starts::cases(), own_server::cases(), foreign::cases()].into_iter().flatten().collect()
}
