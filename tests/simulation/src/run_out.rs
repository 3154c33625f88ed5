//! The end of a schedule: everything ends that can.

use crate::endpoint::Says;
use crate::request::{End, Stage};
use crate::rules::Rule;
use crate::tab::Tab;
use crate::world::World;

/// More than anything takes.
const STEPS: usize = 1_000;

impl World {
    /// Navigations arrive, time-outs pass, and each frozen document is visited once more.
    pub(crate) fn run_out(&mut self) {
        let names: Vec<u32> = self.tabs.iter().map(|tab| tab.name).collect();
        for name in names {
            self.run_out_tab(name);
        }
    }

    /// A tab of that name, as long as it is there: popups close.
    fn run_out_tab(&mut self, name: u32) {
        let Some(index) = self.tab_named(name) else { return };
        if let Some(navigation) = self.tabs[index].navigating.clone() {
            self.commit(index, &navigation, true);
        }
        self.run_out_of_time(name);
        while let Some(index) = self.tab_named(name) {
            let Tab { frozen, history, visited, .. } = &self.tabs[index];
            let is_new = |id: &u32| !visited.contains(id);
            let Some(id) = frozen.iter().map(|document| document.id).find(is_new) else { return };
            let to = history.entries.iter().position(|entry| entry.document == id);
            self.tabs[index].visited.push(id);
            if let Some(to) = to {
                self.traverse(index, to, true);
                self.run_out_of_time(name);
            }
        }
    }

    /// Every message arrives, every lock is given back, every request is answered or late; and then nothing waits in the
    /// page that is shown.
    fn run_out_of_time(&mut self, name: u32) {
        self.settle();
        for _ in 0..STEPS {
            if !self.go_on() {
                break;
            }
            self.settle();
        }
        if let Some(index) = self.tab_named(name) {
            self.check_settled(index);
        }
    }

    fn tab_named(&self, name: u32) -> Option<usize> {
        self.tabs.iter().position(|tab| tab.name == name)
    }

    /// One thing more, where there is any.
    fn go_on(&mut self) -> bool {
        if !self.common.messages.is_empty() {
            self.deliver(0);
        } else if let Some(at) = self.common.grantable().first().copied() {
            self.grant(at);
        } else if let Some(at) = self.answerable(true).first().copied() {
            self.answer(at, None);
        } else if let Some(at) = self.answerable(false).first().copied() {
            self.common.act(at, Says::Grants);
        } else {
            return (0..self.tabs.len()).any(|index| self.let_time_pass(index));
        }
        true
    }

    /// A time-out or a window of a page passes; whether there was one.
    fn let_time_pass(&mut self, index: usize) -> bool {
        let Some(mut page) = self.page(index) else { return false };
        let document = &page.document;
        if let Some(at) = document.shared.iter().position(|shared| shared.is_awaiting) {
            page.end_arrival(at);
        } else if let Some(at) = document.works.iter().position(|work| work.lingers) {
            page.end_linger(at);
        } else if let Some(at) = document.works.iter().position(|work| work.is_lost) {
            page.end_lost(at);
        } else if !document.relays.is_empty() {
            page.end_relay(0);
        } else if !document.waits.is_empty() {
            page.end_wait(0, "timeout");
        } else if let Some(at) = document.calls.iter().position(|call| call.stage == Stage::Answer) {
            return page.end_call(at, End::Late);
        } else {
            return false;
        }
        true
    }

    fn check_settled(&mut self, index: usize) {
        let Some(page) = self.page(index) else { return };
        let document = &page.document;
        let refreshing = document.shared.iter().filter(|shared| shared.refreshing.is_some()).count();
        let (calls, leaving, works) = (document.calls.len(), document.leaving, document.works.len());
        let works = works + document.exchanges.len() + document.waits.len() + document.relays.len();
        if calls > 0 || leaving > 0 || refreshing + works > 0 {
            let what = format!("{calls} calls, {leaving} sign-ins, {refreshing} refreshes, {works} requests");
            page.common.broke(Rule::Settles, || format!("{what} wait for ever")); // S39
        }
    }
}
