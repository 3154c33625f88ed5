//! What the person does with tabs.

use fastrand::Rng;

use super::{Event, event, one, tab};
use crate::tab::{Navigation, Tab};
use crate::world::{INBOX, World};

/// As many tabs as there are at the most.
const TABS: usize = 3;

pub(super) const EVENTS: &[Event] = &[
    event("a navigation arrives", 26, arrive),
    event("a navigation fails", 1, fail),
    event("the person opens a tab", 2, open),
    event("the person duplicates a tab", 3, duplicate),
    event("the person reloads", 6, reload),
    event("the person goes back", 8, back),
    event("the person goes forward", 4, forward),
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
    world.tabs.push(Tab::new(INBOX));
    world.common.say(|| "a tab is opened".to_owned());
    world.load(world.tabs.len() - 1);
    true
}

fn duplicate(world: &mut World, rng: &mut Rng) -> bool {
    if world.tabs.len() >= TABS {
        return false;
    }
    let tab = tab(world, rng);
    let copy = world.tabs[tab].duplicate();
    world.tabs.push(copy);
    world.common.say(|| format!("tab {} is duplicated", tab + 1));
    world.load(world.tabs.len() - 1);
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

/// A link of the app's, whose parameter has the name of a response's.
fn coupon(world: &mut World, rng: &mut Rng) -> bool {
    let tab = tab(world, rng);
    let url = one(&["https://app.example/callback?code=coupon#/shop", "https://app.example/inbox?code=coupon"], rng);
    let own = if url.contains("callback") { "https://app.example/callback#/shop" } else { url };
    let link = Navigation { url: url.into(), own: own.into() };
    world.commit(tab, &link, rng.bool());
    true
}
