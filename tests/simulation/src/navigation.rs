//! How a tab goes from one document to the next.

use crate::document::Document;
use crate::grant::Request;
use crate::history::Entry;
use crate::tab::{Navigation, Tab};
use crate::world::World;

/// The origin of the app.
const ORIGIN: &str = "https://app.example/";

impl World {
    /// Writes a line of the trace about a tab.
    fn say_of(&mut self, tab: usize, what: impl FnOnce() -> String) {
        let name = self.tabs[tab].name;
        self.common.say(|| format!("tab {name}: {}", what()));
    }

    /// A navigation arrives: the document that was shown is frozen, or is gone.
    pub(crate) fn commit(&mut self, index: usize, navigation: &Navigation, is_frozen: bool) {
        self.say_of(index, || format!("goes to {}", navigation.url));
        self.leave(index, is_frozen);
        let tab = &mut self.tabs[index];
        tab.history.push(Entry::new(&navigation.url, &navigation.own, 0));
        tab.forget_unreachable();
        self.load(index);
    }

    /// Shows the current entry anew, where it is one of the app's.
    pub(crate) fn load(&mut self, index: usize) {
        let tab = &mut self.tabs[index];
        tab.navigating = None;
        if !tab.history.current().url.starts_with(ORIGIN) {
            tab.history.current_mut().document = 0;
            return;
        }
        let id = self.common.number();
        let entry = tab.history.current_mut();
        entry.document = id;
        tab.live = Some(Document::new(id));
        let app = self.common.apps[0];
        if let Some(mut page) = self.page(index) {
            page.import();
            page.create_client(app);
        }
    }

    /// The person reloads the page.
    pub(crate) fn reload(&mut self, index: usize) {
        self.say_of(index, || "reloads".to_owned());
        self.leave(index, false);
        self.tabs[index].forget_unreachable();
        self.load(index);
    }

    /// A tab is closed, with all that was in it.
    pub(crate) fn close(&mut self, index: usize) {
        self.say_of(index, || "is closed".to_owned());
        self.leave(index, false);
        self.tabs.remove(index);
    }

    /// Back or forward. Within one document nothing is loaded; one that was frozen comes back to life.
    pub(crate) fn traverse(&mut self, index: usize, to: usize, is_frozen: bool) {
        let tab = &mut self.tabs[index];
        let url = tab.history.entries[to].url.clone();
        let document = tab.history.entries[to].document;
        if tab.live.as_ref().is_some_and(|live| live.id == document) {
            tab.history.at = to;
            self.say_of(index, || format!("goes back within the page, to {url}"));
            return;
        }
        self.leave(index, is_frozen);
        let tab = &mut self.tabs[index];
        tab.history.at = to;
        tab.navigating = None;
        let found = tab.frozen.iter().position(|frozen| frozen.id == document);
        tab.live = found.map(|at| tab.frozen.swap_remove(at));
        self.say_of(index, || format!("goes back to {url}{}", if found.is_some() { ", as it was" } else { "" }));
        self.listen();
        match self.page(index) {
            Some(mut page) => {
                page.common.counts.outcome("document", "restored");
                page.restored();
            }
            None => self.load(index),
        }
    }

    /// An address that differs in its fragment alone: the document stays.
    pub(crate) fn jump(&mut self, index: usize, navigation: &Navigation) {
        self.say_of(index, || format!("jumps to {}", navigation.url));
        let tab = &mut self.tabs[index];
        let document = tab.history.current().document;
        tab.history.push(Entry::new(&navigation.url, &navigation.own, document));
        tab.forget_unreachable();
    }

    /// The document that is shown gives way. One that has a lock, or waits for one, is not frozen: it is gone.
    fn leave(&mut self, index: usize, is_frozen: bool) {
        let Some(document) = self.tabs[index].live.take() else { return };
        let id = document.id;
        let has_lock = self.common.locks.iter().any(|lock| lock.document == id);
        self.common.release(|lock| lock.document == id);
        self.common.messages.retain(|message| message.to != id);
        self.common.listeners.retain(|listener| listener.document != id);
        self.tabs[index].frozen.extend(Some(document).filter(|_| is_frozen && !has_lock));
    }
}

impl Tab {
    /// Frozen documents that no entry leads to any more are gone.
    fn forget_unreachable(&mut self) {
        let Self { frozen, history, .. } = self;
        frozen.retain(|document| history.entries.iter().any(|entry| entry.document == document.id));
    }

    /// The request that the authorization server's page is about, where the tab shows that page.
    pub(crate) fn request(&self) -> Option<Request> {
        if self.live.is_some() || self.navigating.is_some() {
            return None;
        }
        Request::read(&self.history.current().url)
    }
}
