//! What may come between a popup and the page that opened it.

use fastrand::Rng;

use super::{Event, client, event, one, page};
use crate::events::app::wish;
use crate::world::World;

pub(super) const EVENTS: &[Event] = &[
    event("a sign-in by popup starts", 6, start),
    event("the popup looks closed", 2, look_closed),
    event("a sign-in by popup is given up", 2, give_up),
    event("a popup's page waits no longer", 5, end_relay),
];

/// As many tabs as there are at the most, popups among them.
const TABS: usize = 5;

/// The browser blocks those that come out of the blue.
pub(super) fn start(world: &mut World, rng: &mut Rng) -> bool {
    let is_blocked = rng.u8(..8) == 0 || world.tabs.len() >= TABS;
    let Some(mut page) = page(world, rng) else { return false };
    let client = client(&page, rng);
    if is_blocked {
        page.common.counts.outcome("popup", "popup_blocked");
        return false;
    }
    page.sign_in_by_popup(client, &wish(rng));
    true
}

fn look_closed(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let Some(at) = page.document.waits.iter().position(|wait| !wait.is_cancelled) else { return false };
    page.say(|| "the popup looks closed".to_owned());
    page.cancel_wait(at);
    true
}

/// By the app's signal, or since it took too long.
fn give_up(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    if page.document.waits.is_empty() {
        return false;
    }
    page.end_wait(0, one(&["aborted", "timeout"], rng));
    true
}

fn end_relay(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    if page.document.relays.is_empty() {
        return false;
    }
    page.end_relay(0);
    true
}
