//! What only a browser can show: callbacks, addresses and history, storage, calls across origins.
//!
//! `E2E_ENGINE` chooses the engine. One browser serves all tests, one after the other; each gets a tab and servers of
//! its own, and with them fresh storage, history and records. A name that begins with `s` and numbers says which of the
//! requirements in `SECURITY.md` the test is for.

mod address;
mod callback;
mod calls;
mod case;
mod configuration;
mod foreign;
mod forged;
mod hash_routed;
mod origins;
mod own_server;
mod quick_starts;
#[path = "../../../support/rows.rs"]
#[allow(unreachable_pub, reason = "the tests of another crate share it")]
mod rows;
mod scene;
mod session;
mod storage;
mod strict_mode;
mod unavailable_storage;
mod vectors;
mod walk;
mod wasm;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use e2e::{Browser, Engine};
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
    if arguments.list {
        let names = cases().into_iter().map(|case| case.trial(|_| Ok(())));
        return Ok(libtest_mimic::run(&arguments, names.collect()).exit_code());
    }
    let runtime = Runtime::new()?;
    let engine = Engine::from_environment()?;
    let browser = runtime.block_on(Browser::start(engine))?;
    let runner = Arc::new(Runner { runtime, browser, engine });
    let trials = cases().into_iter().map(|case| {
        let runner = Arc::clone(&runner);
        case.trial(move |case| runner.run(case))
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    if let Some(Runner { runtime, browser, .. }) = Arc::into_inner(runner) {
        runtime.block_on(browser.close())?;
    }
    Ok(conclusion.exit_code())
}

fn cases() -> Vec<Case> {
    [
        walk::cases(),
        quick_starts::cases(),
        callback::cases(),
        forged::cases(),
        address::cases(),
        origins::cases(),
        own_server::cases(),
        session::cases(),
        calls::cases(),
        configuration::cases(),
        hash_routed::cases(),
        strict_mode::cases(),
        storage::cases(),
        unavailable_storage::cases(),
        wasm::cases(),
        foreign::cases(),
        vectors::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
