//! Calls to the API, from their start to their end, between which anything may happen.

use fastrand::Rng;

use super::{Event, client, event, one, page};
use crate::request::{ENDS, End, Stage, TARGETS};
use crate::world::World;

pub(super) const EVENTS: &[Event] =
    &[event("a call starts", 12, start), event("a call ends", 12, end), event("the API refuses a token", 8, refuse)];

fn start(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let client = client(&page, rng);
    page.start_call(client, one(&TARGETS, rng));
    true
}

/// One that waits for nothing but a session or a refresh may be given up.
fn end(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    if page.document.calls.is_empty() {
        return false;
    }
    let at = rng.usize(..page.document.calls.len());
    let end = one(&ENDS, rng);
    if page.document.calls[at].stage != Stage::Answer && end != End::Aborted {
        return false;
    }
    page.end_call(at, end)
}

/// As it does with one that has run out, by its own clock, or was revoked.
fn refuse(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let Some(at) = page.document.calls.iter().position(|call| call.stage == Stage::Answer) else { return false };
    page.end_call(at, End::Answer(401, ""))
}
