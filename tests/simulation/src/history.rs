//! The session history of a tab.

/// An entry.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) url: String,
    /// What is to be left of the address once a response in it was handled.
    pub(crate) own: String,
    /// The document that shows it; 0 is a page that is not the app's.
    pub(crate) document: u32,
    /// A response was handled here, or taken out.
    pub(crate) is_clean: bool,
}

impl Entry {
    pub(crate) fn new(url: &str, own: &str, document: u32) -> Self {
        Self { url: url.to_owned(), own: own.to_owned(), document, is_clean: false }
    }
}

/// The entries, and which is shown.
#[derive(Clone)]
pub(crate) struct History {
    pub(crate) entries: Vec<Entry>,
    pub(crate) at: usize,
}

impl History {
    /// The entry that is shown.
    pub(crate) fn current(&self) -> &Entry {
        &self.entries[self.at]
    }

    /// The same, to be changed by `replaceState`.
    pub(crate) fn current_mut(&mut self) -> &mut Entry {
        &mut self.entries[self.at]
    }

    /// A navigation: what was ahead is gone.
    pub(crate) fn push(&mut self, entry: Entry) {
        self.entries.truncate(self.at + 1);
        self.entries.push(entry);
        self.at += 1;
    }
}
