//! What can happen. Each event looks at the world first and does nothing where it cannot happen; a step that does nothing
//! is no step.

mod app;
mod between;
mod calls;
mod clock;
mod course;
mod hostile;
mod person;
mod popup;
mod server;
mod store;

use fastrand::Rng;

use crate::page::Page;
use crate::world::World;

/// An event: its name, how often it is chosen, and what it does. `false` is that it cannot happen now.
pub(crate) struct Event {
    pub(crate) name: &'static str,
    pub(crate) weight: u32,
    pub(crate) happen: fn(&mut World, &mut Rng) -> bool,
}

const fn event(name: &'static str, weight: u32, happen: fn(&mut World, &mut Rng) -> bool) -> Event {
    Event { name, weight, happen }
}

/// All events.
pub(crate) const EVENTS: &[&[Event]] = &[
    app::EVENTS,
    between::EVENTS,
    calls::EVENTS,
    clock::EVENTS,
    course::EVENTS,
    hostile::EVENTS,
    person::EVENTS,
    popup::EVENTS,
    server::EVENTS,
    store::EVENTS,
];

/// Those that mostly end what others have begun. Some worlds are calm, and have few of them.
const ROUGH: &[&[Event]] = &[clock::EVENTS, hostile::EVENTS, store::EVENTS];

/// One event, chosen by weight.
pub(crate) fn choose(rng: &mut Rng, is_calm: bool) -> &'static Event {
    let total: u32 = EVENTS.iter().copied().flatten().map(|event| event.weight).sum();
    loop {
        let mut at = rng.u32(..total);
        let mut all = EVENTS.iter().copied().flatten();
        let is_it = |event: &&Event| match at.checked_sub(event.weight) {
            Some(rest) => {
                at = rest;
                false
            }
            None => true,
        };
        let event = all.find(is_it).unwrap_or(&EVENTS[0][0]);
        let is_rough = ROUGH.iter().copied().flatten().any(|rough| rough.name == event.name);
        if !(is_calm && is_rough) || rng.u8(..6) == 0 {
            return event;
        }
    }
}

/// A tab.
fn tab(world: &World, rng: &mut Rng) -> usize {
    rng.usize(..world.tabs.len())
}

/// A tab that shows a page of the app, and that page.
fn page<'a>(world: &'a mut World, rng: &mut Rng) -> Option<Page<'a>> {
    let tab = tab(world, rng);
    world.page(tab)
}

/// A client of a page.
fn client(page: &Page<'_>, rng: &mut Rng) -> usize {
    rng.usize(..page.document.clients.len())
}

/// One of some.
fn one<T: Copy>(of: &[T], rng: &mut Rng) -> T {
    of[rng.usize(..of.len())]
}
