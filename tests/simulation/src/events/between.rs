//! What happens between pages, and between them and a token endpoint: messages arrive, locks are granted, windows of time
//! close. None of it comes at a certain time.

use coolsms_oauth2::protocol::Code;
use fastrand::Rng;

use super::{Event, event, one, page};
use crate::endpoint::{SAYS, Says};
use crate::world::World;

pub(super) const EVENTS: &[Event] = &[
    event("a message arrives", 20, hear),
    event("a lock is granted", 14, grant),
    event("a lock is kept no longer", 6, let_go),
    event("a lock is waited for no longer", 1, give_up),
    event("nobody hands a session over in time", 4, end_arrival),
    event("nobody tells of a newer refresh token in time", 4, end_lost),
    event("a token endpoint acts", 14, act),
    event("a token endpoint's answer arrives", 14, answer),
    event("a token endpoint's answer is lost", 3, lose),
];

/// One of so many; `None` where there is none.
fn any(count: usize, rng: &mut Rng) -> Option<usize> {
    if count == 0 { None } else { Some(rng.usize(..count)) }
}

fn hear(world: &mut World, rng: &mut Rng) -> bool {
    let Some(at) = any(world.common.messages.len(), rng) else { return false };
    world.deliver(at);
    true
}

fn grant(world: &mut World, rng: &mut Rng) -> bool {
    let grantable = world.common.grantable();
    let Some(at) = any(grantable.len(), rng) else { return false };
    world.grant(grantable[at]);
    true
}

fn let_go(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let Some(at) = page.document.works.iter().position(|work| work.lingers) else { return false };
    page.say(|| "a second after the refresh has passed".to_owned());
    page.end_linger(at);
    true
}

fn give_up(world: &mut World, rng: &mut Rng) -> bool {
    let waiting: Vec<(u32, u32)> =
        world.common.locks.iter().filter(|lock| !lock.is_held).map(|lock| (lock.document, lock.work)).collect();
    let Some(at) = any(waiting.len(), rng) else { return false };
    let Some(tab) = world.tab_of(waiting[at].0) else { return false };
    let Some(mut page) = world.page(tab) else { return false };
    page.give_up_waiting(waiting[at].1);
    true
}

fn end_arrival(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let Some(at) = page.document.shared.iter().position(|shared| shared.is_awaiting) else { return false };
    page.say(|| "the second for a session to arrive has passed".to_owned());
    page.end_arrival(at);
    true
}

fn end_lost(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let Some(at) = page.document.works.iter().position(|work| work.is_lost) else { return false };
    page.say(|| "the second for a newer refresh token to arrive has passed".to_owned());
    page.end_lost(at);
    true
}

fn act(world: &mut World, rng: &mut Rng) -> bool {
    act_as(world, rng, &SAYS)
}

fn act_as(world: &mut World, rng: &mut Rng, says: &[Says]) -> bool {
    let flights = &world.common.flights;
    let waiting: Vec<usize> = (0..flights.len()).filter(|at| flights[*at].answer.is_none()).collect();
    let Some(at) = any(waiting.len(), rng) else { return false };
    world.common.act(waiting[at], one(says, rng));
    true
}

fn answer(world: &mut World, rng: &mut Rng) -> bool {
    let answerable = world.answerable(true);
    let Some(at) = any(answerable.len(), rng) else { return false };
    world.answer(answerable[at], None);
    true
}

/// Before or after the server has acted.
fn lose(world: &mut World, rng: &mut Rng) -> bool {
    let answerable = world.answerable(false);
    let Some(at) = any(answerable.len(), rng) else { return false };
    world.answer(answerable[at], Some(one(&[Code::NetworkError, Code::Timeout], rng)));
    true
}

/// Whatever comes next of all this, as it mostly does.
pub(super) fn go_on(world: &mut World, rng: &mut Rng) -> bool {
    let said = |world: &mut World, rng: &mut Rng| hear(world, rng);
    let asked = |world: &mut World, rng: &mut Rng| answer(world, rng) || act_as(world, rng, &[Says::Grants]);
    let waits = |world: &mut World, rng: &mut Rng| grant(world, rng) || let_go(world, rng);
    if rng.bool() {
        asked(world, rng) || said(world, rng) || waits(world, rng)
    } else {
        asked(world, rng) || waits(world, rng) || said(world, rng)
    }
}
