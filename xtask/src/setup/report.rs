//! One line for each thing that a setup finds, and two for each that it has to install.

use std::fmt::Display;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::process::run_logged;

/// Whether to say also what was there already.
static VERBOSE: AtomicBool = AtomicBool::new(false);

/// From now on, what was there already is told too.
pub(super) fn tell_all() {
    VERBOSE.store(true, Ordering::Relaxed);
}

/// Looks for a program that may be there already.
pub(super) fn find(what: &str, look: impl FnOnce() -> Option<PathBuf>) -> Option<PathBuf> {
    let started = Instant::now();
    let found = look()?;
    if VERBOSE.load(Ordering::Relaxed) {
        println!("{what:<26} {} ({:.2} s)", found.display(), started.elapsed().as_secs_f64());
    }
    Some(found)
}

/// Whether something is there already.
pub(super) fn is_there(what: &str, look: impl FnOnce() -> bool) -> bool {
    find(what, || look().then(|| PathBuf::from("is there"))).is_some()
}

/// Does something that takes a while; other steps may run at the same time.
pub(crate) fn act<T>(what: &str, doing: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("{what:<26} {doing} …");
    let started = Instant::now();
    let result = work();
    let outcome = if result.is_ok() { "done" } else { "failed" };
    println!("{what:<26} {outcome} ({:.1} s)", started.elapsed().as_secs_f64());
    result
}

/// Runs a program that needs a network; the error says what a person could run in its place.
pub(super) fn install(what: &str, by_hand: &str, command: &mut Command) -> Result<()> {
    act(what, by_hand, || run_logged(command, what))
        .with_context(|| format!("run `{by_hand}` where there is a network; here it failed"))
}
