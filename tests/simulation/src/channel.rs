//! `BroadcastChannel`: what a page says arrives later in every other page that is there and listens. What one says to another
//! arrives in the order in which it was said; between those of several pages there is no order.

use coolsms_oauth2::protocol::Value;

use crate::world::World;

/// What is said.
#[derive(Clone, Debug)]
pub(crate) enum Said {
    /// Who has a session: that one, or any?
    Ask(Option<String>),
    /// Here is one.
    Session(Value),
    /// That one is over.
    End(String),
    /// A popup's response has come, as this address.
    Response(String),
    /// It was taken.
    Taken,
}

/// What was said, on its way to one page.
pub(crate) struct Message {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// The name of the channel.
    pub(crate) channel: String,
    pub(crate) said: Said,
}

/// Who listens where: a page that is shown.
pub(crate) struct Listener {
    pub(crate) document: u32,
    pub(crate) channel: String,
}

impl World {
    /// Who would hear something from now on. Pages that are frozen have closed their channels.
    pub(crate) fn listen(&mut self) {
        let fault = self.common.fault;
        let shown = self.tabs.iter().filter_map(|tab| tab.live.as_ref());
        let listening = shown.flat_map(|document| {
            let name = |channel: &String| Listener { document: document.id, channel: channel.clone() };
            document.channels(fault).iter().map(name).collect::<Vec<_>>()
        });
        self.common.listeners = listening.collect();
    }

    /// Something arrives that waited the longest on its way between two pages.
    pub(crate) fn deliver(&mut self, at: usize) {
        let Message { from, to, channel, .. } = &self.common.messages[at];
        let is_first = |it: &Message| (it.from, it.to) == (*from, *to) && it.channel == *channel;
        let first = self.common.messages.iter().position(is_first).unwrap_or(at);
        let Message { from, to, channel, said } = self.common.messages.remove(first);
        let Some(tab) = self.tab_of(to) else { return };
        if let Some(mut page) = self.page(tab) {
            page.hear(from, &channel, said);
        }
    }
}
