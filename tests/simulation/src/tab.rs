//! A tab: its storage, its history, its documents, and what is true of it.

use crate::document::Document;
use crate::history::{Entry, History};
use crate::lineage::Lineage;
use crate::storage::Storage;

/// A navigation that has begun.
#[derive(Clone)]
pub(crate) struct Navigation {
    pub(crate) url: String,
    /// What is the app's own of that address.
    pub(crate) own: String,
}

/// A tab.
pub(crate) struct Tab {
    /// A number that stays its own.
    pub(crate) name: u32,
    pub(crate) storage: Storage,
    pub(crate) history: History,
    /// The document that is shown; none where the page is not the app's.
    pub(crate) live: Option<Document>,
    /// Those that Back may bring to life again.
    pub(crate) frozen: Vec<Document>,
    pub(crate) navigating: Option<Navigation>,
    pub(crate) lineage: Lineage,
    /// The stored sign-ins that waited after the last step, by their nonces.
    pub(crate) waiting: Vec<String>,
    /// How many were stored then, and how many had been started.
    pub(crate) remembered: usize,
    pub(crate) started: usize,
    /// Those whose own response was judged in this step.
    pub(crate) excused: Vec<String>,
    /// The frozen documents that were visited at the end.
    pub(crate) visited: Vec<u32>,
}

impl Tab {
    /// A tab at that address, where nothing is loaded yet.
    pub(crate) fn new(name: u32, url: &str) -> Self {
        let history = History { entries: vec![Entry::new(url, url, 0)], at: 0 };
        Self::with(name, Storage::default(), history, Lineage::default())
    }

    /// What a duplicated tab begins with: a copy of the storage and of the history, and no document.
    pub(crate) fn duplicate(&self, name: u32) -> Self {
        let mut history = self.history.clone();
        history.entries.iter_mut().for_each(|entry| entry.document = 0);
        let copy = Self::with(name, self.storage.clone(), history, self.lineage.clone());
        Self { waiting: self.waiting.clone(), ..copy }
    }

    /// A tab with that storage, where nothing is loaded yet.
    pub(crate) fn with(name: u32, storage: Storage, history: History, lineage: Lineage) -> Self {
        Self {
            name,
            storage,
            history,
            live: None,
            frozen: Vec::new(),
            navigating: None,
            lineage,
            waiting: Vec::new(),
            remembered: 0,
            started: 0,
            excused: Vec::new(),
            visited: Vec::new(),
        }
    }
}
