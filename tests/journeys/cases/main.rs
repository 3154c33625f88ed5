//! What only a browser can show: callbacks, addresses and history, storage, calls across origins.
//!
//! `JOURNEYS_ENGINE` chooses the engine. One browser serves all tests, one after the other; each gets a tab and servers of
//! its own, and with them fresh storage, history and records. A name that begins with `s` and numbers says which of the
//! requirements in `SECURITY.md` the test is for.

mod address;
mod app;
mod away;
mod callback;
mod calls;
mod case;
mod code_grant;
mod configuration;
mod foreign;
mod forged;
mod hash_routed;
mod issuer;
mod members;
mod origins;
mod own_server;
mod popup;
mod popup_ends;
mod popup_messages;
mod quick_starts;
mod refresh;
mod refresh_fails;
mod refused;
mod revocation;
mod rotation;
mod scene;
mod sent_again;
mod session;
mod step_up;
mod storage;
mod stores;
mod strict_mode;
mod tabs;
mod tabs_refresh;
mod token_answers;
mod token_request;
mod traffic;
mod unavailable_storage;
mod walk;
mod wasm;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use journeys::{Browser, Engine};
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
        refresh::cases(),
        refresh_fails::cases(),
        refused::cases(),
        sent_again::cases(),
        token_request::cases(),
        token_answers::cases(),
        rotation::cases(),
        stores::cases(),
        revocation::cases(),
        tabs::cases(),
        tabs_refresh::cases(),
        members::cases(),
        away::cases(),
        popup::cases(),
        popup_ends::cases(),
        popup_messages::cases(),
        step_up::cases(),
        code_grant::cases(),
        issuer::cases(),
        wasm::cases(),
        foreign::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
