//! What comes next where nothing comes between: so that sign-ins are finished and sessions used, and not only disturbed.

use fastrand::Rng;

use super::{Event, client, event, one, server, tab};
use crate::events::app::wish;
use crate::request::{End, TARGETS};
use crate::world::World;

pub(super) const EVENTS: &[Event] = &[event("things take their course", 150, course)];

fn course(world: &mut World, rng: &mut Rng) -> bool {
    let tab = tab(world, rng);
    if let Some(navigation) = world.tabs[tab].navigating.take() {
        world.commit(tab, &navigation, rng.bool());
        return true;
    }
    server::grants(world, tab, rng) || go_on(world, tab, rng)
}

/// The app handles the response that has come, or makes a call, or the person signs in.
fn go_on(world: &mut World, tab: usize, rng: &mut Rng) -> bool {
    let Some(mut page) = world.page(tab) else { return false };
    let client = client(&page, rng);
    let (_, shared) = page.client(client);
    if page.document.taken.is_some() {
        page.handle(client);
    } else if !page.document.calls.is_empty() && rng.bool() {
        page.end_call(0, End::Answer(200, ""));
    } else if page.document.shared[shared].session.is_some() {
        let (method, target, scope) = one(&TARGETS, rng);
        page.start_call(client, method, target, scope);
    } else {
        page.sign_in(client, &wish(rng));
    }
    true
}
