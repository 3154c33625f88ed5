//! How often what happened, so that one can see that the interesting things do.

use std::collections::BTreeMap;
use std::fmt;

/// Events and outcomes, by name.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Steps, by event.
    pub events: BTreeMap<&'static str, u64>,
    /// What came of them: `what: code`.
    pub outcomes: BTreeMap<(&'static str, &'static str), u64>,
    /// Schedules.
    pub schedules: u64,
}

impl Counts {
    /// An event happened.
    pub(crate) fn event(&mut self, name: &'static str) {
        *self.events.entry(name).or_default() += 1;
    }

    /// Something came of one.
    pub(crate) fn outcome(&mut self, what: &'static str, code: &'static str) {
        *self.outcomes.entry((what, code)).or_default() += 1;
    }

    /// Adds what happened elsewhere.
    pub(crate) fn add(&mut self, other: &Self) {
        for (name, count) in &other.events {
            *self.events.entry(name).or_default() += count;
        }
        for (outcome, count) in &other.outcomes {
            *self.outcomes.entry(*outcome).or_default() += count;
        }
        self.schedules += other.schedules;
    }

    /// How many steps there were.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.events.values().sum()
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{:<44}{:>14}", "event", "steps")?;
        for (name, count) in &self.events {
            writeln!(formatter, "{name:<44}{count:>14}")?;
        }
        writeln!(formatter, "\n{:<44}{:>14}", "outcome", "times")?;
        for ((what, code), count) in &self.outcomes {
            writeln!(formatter, "{:<44}{count:>14}", [*what, ": ", *code].concat())?;
        }
        Ok(())
    }
}
