//! Everything that there is: tabs, a clock, what servers and attackers have done.

use crate::app::PAGES;
use crate::counts::Counts;
use crate::fault::Fault;
use crate::grant::Grant;
use crate::page::Page;
use crate::rules::{Rule, Violation};
use crate::support::app::NOW;
use crate::tab::{Navigation, Tab};

/// The place where a person starts.
pub(crate) const INBOX: &str = "https://app.example/inbox?tab=2#top";

/// Everything.
pub(crate) struct World {
    pub(crate) tabs: Vec<Tab>,
    pub(crate) common: Common,
}

/// What does not belong to one tab.
pub(crate) struct Common {
    /// Milliseconds since the epoch, as `Date.now()` tells.
    pub(crate) now: f64,
    pub(crate) fault: Fault,
    /// The clients that pages create.
    pub(crate) apps: [usize; 2],
    pub(crate) grants: Vec<Grant>,
    /// Tokens of the attacker's.
    pub(crate) forged: Vec<String>,
    /// Addresses with responses that were written once.
    pub(crate) seen: Vec<Navigation>,
    pub(crate) counts: Counts,
    pub(crate) violation: Option<Violation>,
    /// What happened, for a person who reads it.
    pub(crate) trace: Option<Vec<String>>,
    numbers: u32,
}

impl Common {
    /// A number that was never given before.
    pub(crate) fn number(&mut self) -> u32 {
        self.numbers += 1;
        self.numbers
    }

    /// Writes a line of the trace, where there is one.
    pub(crate) fn say(&mut self, what: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            trace.push(what());
        }
    }

    /// A rule does not hold. The first counts.
    pub(crate) fn broke(&mut self, rule: Rule, what: impl FnOnce() -> String) {
        self.violation.get_or_insert_with(|| Violation { rule, what: what() });
    }
}

impl World {
    /// One tab, in which a page of the app is shown.
    pub(crate) fn new(setup: u64, fault: Fault, is_traced: bool, counts: Counts) -> Self {
        let apps = PAGES[(setup % PAGES.len() as u64) as usize];
        let common = Common {
            now: NOW,
            fault,
            apps,
            grants: Vec::new(),
            forged: Vec::new(),
            seen: Vec::new(),
            counts,
            violation: None,
            trace: is_traced.then(Vec::new),
            numbers: 0,
        };
        let mut world = Self { tabs: vec![Tab::new(INBOX)], common };
        world.load(0);
        world
    }

    /// The page that is shown in a tab, where it is one of the app's.
    pub(crate) fn page(&mut self, index: usize) -> Option<Page<'_>> {
        let Tab { storage, history, live, navigating, lineage, excused, .. } = self.tabs.get_mut(index)?;
        let document = live.as_mut()?;
        Some(Page { index, document, storage, history, navigating, lineage, excused, common: &mut self.common })
    }
}
