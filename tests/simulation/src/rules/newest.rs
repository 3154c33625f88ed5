//! No refresh token that has arrived is lost.

use coolsms_oauth2::protocol::{Platform, Value};

use super::Rule;
use crate::app::APPS;
use crate::channel::Said;
use crate::store::stored_as;
use crate::support::Native;
use crate::tab::Tab;
use crate::text::refresh_token;
use crate::world::{Common, World};

/// The newest refresh token of a session that any page was given.
pub(crate) struct Received {
    pub(crate) id: String,
    pub(crate) token: String,
    /// It was told to another page, which may go before it hears of it.
    was_told: bool,
    /// The tab in which it arrived.
    tab: u32,
    /// The pages that have had it, and their tabs.
    holders: Vec<(u32, u32)>,
}

impl Received {
    pub(crate) fn new(id: &str, token: &str, tab: u32) -> Self {
        Self { id: id.to_owned(), token: token.to_owned(), tab, was_told: false, holders: Vec::new() }
    }
}

/// Looks for each in pages, stores and messages.
pub(super) fn check(world: &mut World) {
    let received = std::mem::take(&mut world.common.received);
    let kept = received.into_iter().filter_map(|it| look(it, world)).collect();
    world.common.received = kept;
}

/// What there is of it from now on.
fn look(mut received: Received, World { tabs, common }: &mut World) -> Option<Received> {
    let Received { id, token, tab, was_told, holders } = &mut received;
    if common.over.contains(id) {
        return None;
    }
    let pages = held(tabs);
    let (with, without): (Vec<_>, Vec<_>) =
        pages.iter().filter(|(.., session)| session.get("id").is(id)).partition(|(.., it)| refresh_token(it) == token);
    for (document, tab, _) in &with {
        if !holders.contains(&(*document, *tab)) {
            holders.push((*document, *tab));
        }
    }
    let on_its_way =
        common.messages.iter().any(|it| matches!(&it.said, Said::Session(it) if refresh_token(it) == token));
    *was_told |= on_its_way;
    let stores: Vec<(&Tab, Value)> = tabs.iter().flat_map(|tab| stored(tab, common)).collect();
    let is_stored = stores.iter().any(|(_, session)| refresh_token(session) == token);
    if !with.is_empty() || on_its_way || is_stored {
        return Some(received);
    }
    let is_there = |(document, _): &(u32, u32)| without.iter().any(|(other, ..)| other == document);
    // A store that has the session, of a tab that had the token, and was to have it.
    let was_to_be_stored = |(tab, session): &(&Tab, Value)| {
        let is_holder = holders.iter().any(|(_, holder)| *holder == tab.name);
        session.get("id").is(id) && is_holder && !tab.storage.was_trouble() && common.stores_refresh_tokens()
    };
    // The page that it came to may have gone on to another session. Then it is for those that listen.
    let is_known = without.iter().any(|(document, ..)| common.is_shown(*document));
    // A page whose store does not behave cannot know that the session is still its own.
    let is_trouble = tabs.iter().any(|it| it.name == *tab && it.storage.was_trouble());
    let is_lost = (holders.is_empty() && !*was_told && is_known && !is_trouble)
        || holders.iter().any(is_there)
        || stores.iter().any(was_to_be_stored);
    if is_lost {
        common.broke(Rule::Newest, || format!("{token} of {id} is nowhere: of the pages {holders:?}, in tab {tab}")); // S40
    }
    None
}

/// The sessions that pages hold, with document and tab.
fn held(tabs: &[Tab]) -> Vec<(u32, u32, Value)> {
    let mut all = Vec::new();
    for tab in tabs {
        for document in tab.live.iter().chain(&tab.frozen) {
            let sessions = document.shared.iter().filter_map(|shared| shared.session.clone());
            all.extend(sessions.map(|session| (document.id, tab.name, session)));
        }
    }
    all
}

/// The sessions that a tab stores.
fn stored<'a>(tab: &'a Tab, common: &Common) -> Vec<(&'a Tab, Value)> {
    let texts = common.apps.into_iter().filter_map(|app| tab.storage.peek(&stored_as(&APPS[app].key)));
    texts.map(|text| (tab, Native.json(text))).collect()
}

impl Common {
    fn stores_refresh_tokens(&self) -> bool {
        self.apps.into_iter().all(|app| APPS[app].stores_refresh_token())
    }

    /// Whether anybody has a newer refresh token of a session than the one that was sent.
    pub(crate) fn has_newer(&self, id: &str, sent: &str) -> bool {
        self.received.iter().any(|it| it.id == id && self.family_of(&it.token) > self.family_of(sent))
    }
}
