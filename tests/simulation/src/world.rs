//! Everything that there is: tabs, a clock, what servers and attackers have done.

use crate::app::PAGES;
use crate::channel::{Listener, Message};
use crate::code::IssuedCode;
use crate::counts::Counts;
use crate::endpoint::{Family, Rotation};
use crate::fault::Fault;
use crate::grant::Grant;
use crate::lineage::{Accepted, Popup};
use crate::locks::Lock;
use crate::page::Page;
use crate::rules::{self, Received, Rule, Violation};
use crate::storage::Storage;
use crate::support::app::NOW;
use crate::tab::{Navigation, Tab};
use crate::token::Flight;
use crate::window::Opening;

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
    /// Whether the browser has Web Locks.
    pub(crate) has_locks: bool,
    pub(crate) rotation: Rotation,
    pub(crate) grants: Vec<Grant>,
    pub(crate) families: Vec<Family>,
    pub(crate) codes: Vec<IssuedCode>,
    /// Tokens of the attacker's.
    pub(crate) forged: Vec<String>,
    /// Addresses with responses that were written once.
    pub(crate) seen: Vec<Navigation>,
    /// localStorage.
    pub(crate) local: Storage,
    pub(crate) listeners: Vec<Listener>,
    pub(crate) messages: Vec<Message>,
    pub(crate) locks: Vec<Lock>,
    /// Sign-ins by popup.
    pub(crate) popups: Vec<Popup>,
    /// Popups that are to be opened, and tabs, by their names, that are to be closed, once the step is over.
    pub(crate) opening: Vec<Opening>,
    pub(crate) closing: Vec<u32>,
    /// Requests to token endpoints.
    pub(crate) flights: Vec<Flight>,
    /// Sessions as they began or went on, by the rules' own account.
    pub(crate) accepted: Vec<Accepted>,
    /// The newest refresh tokens that have arrived.
    pub(crate) received: Vec<Received>,
    /// The sessions that are over, by their ids.
    pub(crate) over: Vec<String>,
    /// What localStorage has to know: sessions by their ids, and whether they are over.
    pub(crate) marked: Vec<(String, bool)>,
    pub(crate) counts: Counts,
    pub(crate) violation: Option<Violation>,
    /// What happened, for a person who reads it.
    pub(crate) trace: Option<Vec<String>>,
    numbers: u32,
    tabs: u32,
}

impl Common {
    /// A number that was never given before.
    pub(crate) fn number(&mut self) -> u32 {
        self.numbers += 1;
        self.numbers
    }

    /// The name of a new tab.
    pub(crate) fn tab(&mut self) -> u32 {
        self.tabs += 1;
        self.tabs
    }

    /// Writes a line of the trace, where there is one.
    pub(crate) fn say(&mut self, what: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            trace.push(what());
        }
    }

    /// Whether a document is shown.
    pub(crate) fn is_shown(&self, document: u32) -> bool {
        self.listeners.iter().any(|it| it.document == document)
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
        let rotation = [Rotation::Off, Rotation::On, Rotation::On, Rotation::Strict][(setup >> 16) as usize % 4];
        let (apps, rotation) = fault.place().unwrap_or((apps, rotation));
        let common = Common {
            now: NOW,
            fault,
            apps,
            has_locks: !(setup >> 8).is_multiple_of(4),
            rotation,
            grants: Vec::new(),
            families: Vec::new(),
            codes: Vec::new(),
            forged: Vec::new(),
            seen: Vec::new(),
            local: Storage::default(),
            listeners: Vec::new(),
            messages: Vec::new(),
            locks: Vec::new(),
            popups: Vec::new(),
            opening: Vec::new(),
            closing: Vec::new(),
            flights: Vec::new(),
            accepted: Vec::new(),
            received: Vec::new(),
            over: Vec::new(),
            marked: Vec::new(),
            counts,
            violation: None,
            trace: is_traced.then(Vec::new),
            numbers: 0,
            tabs: 0,
        };
        let mut world = Self { tabs: Vec::new(), common };
        let (has_locks, rotation) = (world.common.has_locks, world.common.rotation);
        world.common.say(|| format!("apps {apps:?}, Web Locks: {has_locks}, rotation: {rotation:?}"));
        world.open(INBOX);
        world
    }

    /// A tab is opened.
    pub(crate) fn open(&mut self, url: &str) {
        let name = self.common.tab();
        self.tabs.push(Tab::new(name, url));
        self.load(self.tabs.len() - 1);
    }

    /// The page that is shown in a tab, where it is one of the app's.
    pub(crate) fn page(&mut self, index: usize) -> Option<Page<'_>> {
        let Tab { name, storage, history, live, navigating, lineage, excused, .. } = self.tabs.get_mut(index)?;
        let document = live.as_mut()?;
        let (tab, common) = (*name, &mut self.common);
        Some(Page { tab, document, storage, history, navigating, lineage, excused, common })
    }

    /// The tab that shows a document.
    pub(crate) fn tab_of(&self, document: u32) -> Option<usize> {
        self.tabs.iter().position(|tab| tab.live.as_ref().is_some_and(|live| live.id == document))
    }

    /// The task of a step has ended: what it has set going goes on, and then the rules look at it.
    pub(crate) fn settle(&mut self) {
        for index in 0..self.tabs.len() {
            if let Some(mut page) = self.page(index) {
                page.settle();
            }
        }
        rules::check(self);
        self.open_and_close();
        self.listen();
    }
}
