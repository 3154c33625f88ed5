//! The clock: it goes on, jumps ahead as after sleep, and is set back.

use fastrand::Rng;

use super::{Event, event, one};
use crate::world::World;

pub(super) const EVENTS: &[Event] = &[
    event("some seconds pass", 5, seconds),
    event("the clock jumps ahead", 3, ahead),
    event("the clock is set back", 3, back),
];

/// Milliseconds: about the lifetimes of sign-ins and sessions, and further.
const JUMPS: [f64; 7] = [60_000.0, 599_999.0, 600_000.0, 700_000.0, 3_600_000.0, 86_400_000.0, 1e12];

fn pass(world: &mut World, milliseconds: f64) -> bool {
    world.common.now += milliseconds;
    world.common.say(|| format!("the clock goes on by {} s", milliseconds / 1000.0));
    true
}

fn seconds(world: &mut World, rng: &mut Rng) -> bool {
    pass(world, f64::from(rng.u32(..30_000)))
}

fn ahead(world: &mut World, rng: &mut Rng) -> bool {
    pass(world, one(&JUMPS, rng))
}

fn back(world: &mut World, rng: &mut Rng) -> bool {
    pass(world, -one(&JUMPS, rng))
}
