//! What comes next where nothing comes between: so that sign-ins are finished and sessions used, and not only disturbed.

use fastrand::Rng;

use super::{Event, between, client, event, one, popup, server, tab};
use crate::events::app::wish;
use crate::request::{End, Stage, TARGETS};
use crate::world::World;

pub(super) const EVENTS: &[Event] = &[event("things take their course", 150, course)];

fn course(world: &mut World, rng: &mut Rng) -> bool {
    if rng.u8(..3) > 0 && between::go_on(world, rng) {
        return true;
    }
    let tab = tab(world, rng);
    if let Some(navigation) = world.tabs[tab].navigating.take() {
        world.commit(tab, &navigation, rng.bool());
        return true;
    }
    server::grants(world, tab, rng) || go_on(world, tab, rng)
}

/// The app handles the response that has come, or makes a call, or the person signs in.
fn go_on(world: &mut World, tab: usize, rng: &mut Rng) -> bool {
    if rng.u8(..12) == 0 && popup::start(world, rng) {
        return true;
    }
    let Some(mut page) = world.page(tab) else { return false };
    let client = client(&page, rng);
    let (_, shared) = page.client(client);
    if page.document.taken.is_some() {
        page.handle(client);
    } else if let Some(at) = page.document.calls.iter().position(|call| call.stage == Stage::Answer)
        && rng.bool()
    {
        page.end_call(at, one(&[End::Answer(200, ""), End::Answer(401, "")], rng));
    } else if page.document.shared[shared].session.is_some() && rng.u8(..3) == 0 {
        page.ask_for_refresh(client);
    } else if page.document.shared[shared].session.is_some() {
        page.start_call(client, one(&TARGETS, rng));
    } else {
        page.sign_in(client, &wish(rng));
    }
    true
}
