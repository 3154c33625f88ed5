//! `tabs.js`: the tabs of one app ask each other for a session, and tell when theirs goes on or is over.

use coolsms_oauth2::protocol::Value;

use crate::channel::{Message, Said};
use crate::page::Page;
use crate::store::{is_session, stored_as};
use crate::text;

impl Page<'_> {
    /// `postMessage`: to everybody else who listens now.
    pub(crate) fn post(&mut self, channel: &str, said: &Said) {
        let from = self.document.id;
        // A popup's response may also come to the page that waits for it itself.
        let is_popups = matches!(said, Said::Response(_) | Said::Taken);
        let is_other = |document| document != from || is_popups;
        let others = self.common.listeners.iter().filter(|it| it.channel == channel && is_other(it.document));
        let to: Vec<u32> = others.map(|it| it.document).collect();
        self.common.counts.outcome("channel", "said");
        for to in to {
            let (channel, said) = (channel.to_owned(), said.clone());
            self.common.messages.push(Message { from, to, channel, said });
        }
    }

    fn say_to_tabs(&mut self, shared: usize, said: &Said) {
        let channel = stored_as(&self.document.shared[shared].key);
        self.post(&channel, said);
    }

    /// `tabs.ask`.
    pub(crate) fn ask_tabs(&mut self, shared: usize, id: Option<String>) {
        self.say_to_tabs(shared, &Said::Ask(id));
    }

    /// `tabs.tell`.
    pub(crate) fn tell_tabs(&mut self, shared: usize, session: Value) {
        self.say_to_tabs(shared, &Said::Session(session));
    }

    /// `tabs.tellEnd`.
    pub(crate) fn tell_end(&mut self, shared: usize, id: String) {
        self.say_to_tabs(shared, &Said::End(id));
    }

    /// `onmessage` of a session's channel.
    pub(crate) fn hear(&mut self, from: u32, channel: &str, said: Said) {
        self.say(|| format!("hears from page {from}: {}", shown(&said)));
        let Some(at) = self.document.shared.iter().position(|shared| stored_as(&shared.key) == channel) else {
            self.hear_of_popup(channel, &said);
            return;
        };
        match said {
            Said::End(id) => self.ended(at, &id),
            Said::Session(session) => {
                self.heard(&session);
                if is_session(&session) {
                    self.adopt(at, session);
                }
            }
            Said::Ask(id) => {
                if let Some(session) = self.asked(at, id.as_deref()) {
                    self.say_to_tabs(at, &Said::Session(session));
                }
            }
            Said::Response(_) | Said::Taken => {}
        }
    }
}

/// For a person who reads a trace.
fn shown(said: &Said) -> String {
    match said {
        Said::Ask(None) => "who has a session?".to_owned(),
        Said::Ask(Some(id)) => format!("who has {id}?"),
        Said::End(id) => format!("{id} is over"),
        Said::Response(url) => format!("the response has come: {url}"),
        Said::Taken => "it was taken".to_owned(),
        Said::Session(session) => text::session(session),
    }
}
