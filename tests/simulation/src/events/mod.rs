//! What can happen. Each event looks at the world first and does nothing where it cannot happen; a step that does nothing
//! is no step.

mod app;
mod calls;
mod clock;
mod course;
mod hostile;
mod person;
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

/// All events; their places in it are what a schedule is made of.
pub(crate) const EVENTS: &[&[Event]] = &[
    app::EVENTS,
    calls::EVENTS,
    clock::EVENTS,
    course::EVENTS,
    hostile::EVENTS,
    person::EVENTS,
    server::EVENTS,
    store::EVENTS,
];

/// One event, chosen by weight.
pub(crate) fn choose(rng: &mut Rng) -> &'static Event {
    let all = || EVENTS.iter().copied().flatten();
    let total: u32 = all().map(|event| event.weight).sum();
    let mut at = rng.u32(..total);
    for event in all() {
        match at.checked_sub(event.weight) {
            Some(rest) => at = rest,
            None => return event,
        }
    }
    &EVENTS[0][0]
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
