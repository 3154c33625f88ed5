//! What the person does with tabs.

use fastrand::Rng;

use super::{Event, event, one, tab};
use crate::tab::Navigation;
use crate::world::{INBOX, World};

/// As many tabs as there are at the most.
const TABS: usize = 3;

pub(super) const EVENTS: &[Event] = &[
    event("a navigation arrives", 26, arrive),
    event("a navigation fails", 1, fail),
    event("the person opens a tab", 4, open),
    event("the person duplicates a tab", 6, duplicate),
    event("the person closes a tab", 2, close),
    event("the person reloads", 6, reload),
    event("the person goes back", 8, back),
    event("the person goes forward", 4, forward),
    event("the person follows a link of the app's", 6, link),
    event("the person follows a link with the app's own code", 3, coupon),
];

fn arrive(world: &mut World, rng: &mut Rng) -> bool {
    let tab = tab(world, rng);
    let Some(navigation) = world.tabs[tab].navigating.take() else { return false };
    world.commit(tab, &navigation, rng.bool());
    true
}

/// The browser shows a page of its own.
fn fail(world: &mut World, rng: &mut Rng) -> bool {
    let tab = tab(world, rng);
    if world.tabs[tab].navigating.take().is_none() {
        return false;
    }
    let error = Navigation { url: "about:error".into(), own: "about:error".into() };
    world.commit(tab, &error, rng.bool());
    true
}

fn open(world: &mut World, _: &mut Rng) -> bool {
    if world.tabs.len() >= TABS {
        return false;
    }
    world.common.say(|| "a tab is opened".to_owned());
    world.open(INBOX);
    true
}

fn duplicate(world: &mut World, rng: &mut Rng) -> bool {
    if world.tabs.len() >= TABS {
        return false;
    }
    let tab = tab(world, rng);
    let (name, of) = (world.common.tab(), world.tabs[tab].name);
    let copy = world.tabs[tab].duplicate(name);
    world.tabs.push(copy);
    world.common.say(|| format!("tab {of} is duplicated: tab {name}"));
    world.load(world.tabs.len() - 1);
    true
}

fn close(world: &mut World, rng: &mut Rng) -> bool {
    if world.tabs.len() < 2 {
        return false;
    }
    let tab = tab(world, rng);
    world.close(tab);
    true
}

fn reload(world: &mut World, rng: &mut Rng) -> bool {
    let tab = tab(world, rng);
    world.reload(tab);
    true
}

fn back(world: &mut World, rng: &mut Rng) -> bool {
    let tab = tab(world, rng);
    let at = world.tabs[tab].history.at;
    let Some(to) = at.checked_sub(one(&[1, 1, 2], rng)) else { return false };
    world.traverse(tab, to, rng.bool());
    true
}

fn forward(world: &mut World, rng: &mut Rng) -> bool {
    let tab = tab(world, rng);
    let to = world.tabs[tab].history.at + 1;
    if to >= world.tabs[tab].history.entries.len() {
        return false;
    }
    world.traverse(tab, to, rng.bool());
    true
}

/// To a page of its own: the one before may be frozen.
fn link(world: &mut World, rng: &mut Rng) -> bool {
    let tab = tab(world, rng);
    if world.tabs[tab].live.is_none() {
        return false;
    }
    let inbox = Navigation { url: INBOX.into(), own: INBOX.into() };
    world.commit(tab, &inbox, rng.u8(..4) > 0);
    true
}

/// A link of the app's, whose parameter has the name of a response's.
fn coupon(world: &mut World, rng: &mut Rng) -> bool {
    let tab = tab(world, rng);
    let url = one(&["https://app.example/callback?code=coupon#/shop", "https://app.example/inbox?code=coupon"], rng);
    let own = if url.contains("callback") { "https://app.example/callback#/shop" } else { url };
    let link = Navigation { url: url.into(), own: own.into() };
    world.commit(tab, &link, rng.bool());
    true
}
