//! What a hostile page does, which has opened the tab or is open in it: it sends the tab elsewhere.

use fastrand::Rng;

use super::{Event, event, one, tab};
use crate::forgery::forge;
use crate::tab::Navigation;
use crate::world::World;

pub(super) const EVENTS: &[Event] =
    &[event("a forged response comes", 14, forged), event("an address that was seen before comes again", 8, again)];

fn forged(world: &mut World, rng: &mut Rng) -> bool {
    let tab = tab(world, rng);
    let navigation = forge(&world.tabs, &mut world.common, rng);
    arrive(world, tab, &navigation, rng);
    true
}

fn again(world: &mut World, rng: &mut Rng) -> bool {
    if world.common.seen.is_empty() {
        return false;
    }
    let tab = tab(world, rng);
    let at = rng.usize(..world.common.seen.len());
    let navigation = world.common.seen[at].clone();
    arrive(world, tab, &navigation, rng);
    true
}

/// At once, where it differs in its fragment alone; else as a navigation, which may take a while.
fn arrive(world: &mut World, tab: usize, navigation: &Navigation, rng: &mut Rng) {
    let here = world.tabs[tab].history.current().url.clone();
    let front = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
    let is_jump = navigation.url.contains('#') && front(&here) == front(&navigation.url);
    if is_jump && world.tabs[tab].live.is_some() {
        world.jump(tab, navigation);
    } else if one(&[true, true, false], rng) {
        world.commit(tab, navigation, rng.bool());
    } else {
        world.tabs[tab].navigating = Some(navigation.clone());
    }
}
