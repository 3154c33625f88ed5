//! `window.open` and `window.close`: a popup is a tab of its own, which begins with a copy of its opener's sessionStorage.

use crate::history::{Entry, History};
use crate::lineage::Lineage;
use crate::storage::Storage;
use crate::tab::{Navigation, Tab};
use crate::world::World;

/// A popup that is to be opened.
pub(crate) struct Opening {
    pub(crate) name: u32,
    pub(crate) url: String,
    pub(crate) storage: Storage,
    pub(crate) lineage: Lineage,
}

impl World {
    /// What scripts have opened and closed in this step.
    pub(crate) fn open_and_close(&mut self) {
        for name in std::mem::take(&mut self.common.closing) {
            // The last one stays, so that there is somewhere to go on.
            if let Some(at) = self.tabs.iter().position(|tab| tab.name == name).filter(|_| self.tabs.len() > 1) {
                self.close(at);
            }
        }
        for Opening { name, url, storage, lineage } in std::mem::take(&mut self.common.opening) {
            self.common.say(|| format!("a popup is opened: tab {name}"));
            let history = History { entries: vec![Entry::new("about:blank", "about:blank", 0)], at: 0 };
            let mut tab = Tab::with(name, storage, history, lineage);
            tab.navigating = Some(Navigation { own: url.clone(), url });
            self.tabs.push(tab);
        }
    }
}
