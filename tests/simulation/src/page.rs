//! A page of the app, and all that its scripts can reach. The files of the package's JavaScript are its methods:
//! `address.rs`, `session.rs`, `client.rs`, `request.rs`.

use crate::document::Document;
use crate::history::History;
use crate::lineage::Lineage;
use crate::storage::Storage;
use crate::tab::Navigation;
use crate::world::Common;

/// A page that is shown.
pub(crate) struct Page<'a> {
    /// The name of its tab.
    pub(crate) tab: u32,
    pub(crate) document: &'a mut Document,
    pub(crate) storage: &'a mut Storage,
    pub(crate) history: &'a mut History,
    pub(crate) navigating: &'a mut Option<Navigation>,
    pub(crate) lineage: &'a mut Lineage,
    pub(crate) excused: &'a mut Vec<String>,
    pub(crate) common: &'a mut Common,
}

impl Page<'_> {
    /// `location.href`.
    pub(crate) fn href(&self) -> &str {
        &self.history.current().url
    }

    /// Everything goes on that waits for nothing any more, as promises do when a task has ended.
    pub(crate) fn settle(&mut self) {
        while self.go_on_calling()
            || self.go_on_found()
            || (0..self.document.shared.len()).any(|at| self.go_on_refreshing(at))
        {}
    }

    /// Writes a line of the trace about this tab.
    pub(crate) fn say(&mut self, what: impl FnOnce() -> String) {
        let tab = self.tab;
        self.common.say(|| format!("tab {tab}: {}", what()));
    }
}
