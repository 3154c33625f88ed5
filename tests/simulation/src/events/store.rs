//! What happens to the storage of a tab.

use fastrand::Rng;

use super::{Event, event, one, tab};
use crate::storage::Mood;
use crate::world::World;

pub(super) const EVENTS: &[Event] = &[
    event("storage behaves", 5, good),
    event("storage is blocked", 1, blocked),
    event("storage is full", 1, full),
    event("storage fails on some calls", 2, flaky),
    event("storage is cleared", 1, cleared),
    event("localStorage turns", 2, local),
];

fn turn(world: &mut World, rng: &mut Rng, mood: Mood) -> bool {
    let tab = tab(world, rng);
    if world.tabs[tab].storage.mood == mood {
        return false;
    }
    world.tabs[tab].storage.mood = mood;
    world.common.say(|| format!("tab {}: storage is {mood:?}", world.tabs[tab].name));
    true
}

fn good(world: &mut World, rng: &mut Rng) -> bool {
    turn(world, rng, Mood::Good)
}

fn blocked(world: &mut World, rng: &mut Rng) -> bool {
    turn(world, rng, Mood::Blocked)
}

fn full(world: &mut World, rng: &mut Rng) -> bool {
    turn(world, rng, Mood::Full)
}

fn flaky(world: &mut World, rng: &mut Rng) -> bool {
    let bits = one(&[1, 2, 4, 8, rng.u32(1..256)], rng);
    turn(world, rng, Mood::Flaky(bits))
}

fn cleared(world: &mut World, rng: &mut Rng) -> bool {
    let tab = tab(world, rng);
    world.tabs[tab].storage.clear();
    world.common.say(|| format!("tab {}: storage is cleared", world.tabs[tab].name));
    true
}

/// localStorage, which the tabs share.
fn local(world: &mut World, rng: &mut Rng) -> bool {
    let mood = one(&[Mood::Good, Mood::Good, Mood::Blocked, Mood::Full, Mood::Flaky(1)], rng);
    if rng.u8(..6) == 0 {
        world.common.local.clear();
        world.common.marked.clear();
        world.common.say(|| "localStorage is cleared".to_owned());
        return true;
    }
    if world.common.local.mood == mood {
        return false;
    }
    world.common.local.mood = mood;
    world.common.say(|| format!("localStorage is {mood:?}"));
    true
}
