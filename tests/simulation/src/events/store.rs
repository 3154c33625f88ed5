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
];

fn turn(world: &mut World, rng: &mut Rng, mood: Mood) -> bool {
    let tab = tab(world, rng);
    if world.tabs[tab].storage.mood == mood {
        return false;
    }
    world.tabs[tab].storage.mood = mood;
    world.common.say(|| format!("tab {}: storage is {mood:?}", tab + 1));
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
    world.common.say(|| format!("tab {}: storage is cleared", tab + 1));
    true
}
