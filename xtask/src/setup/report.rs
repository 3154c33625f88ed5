//! One line for each step of a setup: what, where or how, and how long it took.

use std::fmt::Display;
use std::io::{self, Write};
use std::time::Instant;

use anyhow::Result;

/// Says what a setup does.
pub(crate) struct Report {
    verbose: bool,
    started: Instant,
}

impl Report {
    /// Says also what was there already.
    pub(crate) fn verbose() -> Self {
        Self { verbose: true, started: Instant::now() }
    }

    /// Says only what has to be installed.
    pub(crate) fn quiet() -> Self {
        Self { verbose: false, started: Instant::now() }
    }

    /// Looks for something that may be there already.
    pub(crate) fn find<T>(
        &self,
        what: &str,
        look: impl FnOnce() -> Option<T>,
        place: impl FnOnce(&T) -> String,
    ) -> Option<T> {
        let started = Instant::now();
        let found = look()?;
        if self.verbose {
            println!("{what:<26} {} ({:.2} s)", place(&found), started.elapsed().as_secs_f64());
        }
        Some(found)
    }

    /// Does something that takes a while.
    pub(crate) fn act<T>(&self, what: &str, doing: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
        print!("{what:<26} {doing} … ");
        let _ = io::stdout().flush();
        let started = Instant::now();
        let result = work();
        let outcome = if result.is_ok() { "done" } else { "failed" };
        println!("{outcome} ({:.1} s)", started.elapsed().as_secs_f64());
        result
    }

    /// How long all of it took.
    pub(crate) fn total(&self) {
        println!("{:<26} {:.2} s", "everything is there", self.started.elapsed().as_secs_f64());
    }
}
