//! Web Locks: one document at a time has a lock, the others wait for it in the order in which they asked. A document that is
//! gone has none.

use crate::world::{Common, World};

/// A lock that a document has, or waits for.
pub(crate) struct Lock {
    pub(crate) name: String,
    pub(crate) document: u32,
    /// The work that is done with it.
    pub(crate) work: u32,
    pub(crate) is_held: bool,
}

impl Common {
    /// The work is done, or its document gone.
    pub(crate) fn release(&mut self, is_over: impl Fn(&Lock) -> bool) {
        self.locks.retain(|lock| !is_over(lock));
    }

    /// Those that are first to wait for a lock that nobody has.
    pub(crate) fn grantable(&self) -> Vec<usize> {
        let is_first = |at: &usize| {
            let name = &self.locks[*at].name;
            !self.locks[*at].is_held && self.locks.iter().position(|lock| lock.name == *name) == Some(*at)
        };
        (0..self.locks.len()).filter(is_first).collect()
    }
}

impl World {
    /// A lock is granted to the first that waits for it.
    pub(crate) fn grant(&mut self, at: usize) {
        let lock = &mut self.common.locks[at];
        lock.is_held = true;
        let (document, work) = (lock.document, lock.work);
        let Some(tab) = self.tab_of(document) else { return };
        if let Some(mut page) = self.page(tab) {
            page.locked(work);
        }
    }
}
