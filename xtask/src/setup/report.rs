//! One line for each thing that a setup finds, and two for each that it has to install.

use std::fmt::Display;
use std::time::Instant;

use anyhow::Result;

/// Says what a setup does.
pub(crate) struct Report {
    verbose: bool,
}

impl Report {
    /// Says also what was there already.
    pub(crate) const fn verbose() -> Self {
        Self { verbose: true }
    }

    /// Says only what has to be installed.
    pub(crate) const fn quiet() -> Self {
        Self { verbose: false }
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

    /// Does something that takes a while; other steps may run at the same time.
    pub(crate) fn act<T>(&self, what: &str, doing: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("{what:<26} {doing} …");
        let started = Instant::now();
        let result = work();
        let outcome = if result.is_ok() { "done" } else { "failed" };
        println!("{what:<26} {outcome} ({:.1} s)", started.elapsed().as_secs_f64());
        result
    }
}
