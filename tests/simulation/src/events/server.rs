//! What the authorization server does with a tab that shows its page: it answers, or it does not, and the person may come
//! back to that page and be answered once more.

use fastrand::Rng;

use super::{Event, event, one, tab};
use crate::grant::{ANSWERS, Answer, answer};
use crate::text;
use crate::world::World;

pub(super) const EVENTS: &[Event] = &[event("the server answers", 24, answers)];

fn answers(world: &mut World, rng: &mut Rng) -> bool {
    let tab = tab(world, rng);
    let Some(request) = world.tabs[tab].request() else { return false };
    let how = one(&ANSWERS, rng);
    let navigation = answer(&request, how, rng.u8(..3) == 0, &mut world.common);
    world
        .common
        .say(|| format!("tab {}: the server answers {}: {how:?}", world.tabs[tab].name, text::short(&request.state)));
    // Late, it is still on its way; lost, it never arrives here, but may be seen again elsewhere.
    match rng.u8(..8) {
        0 => {}
        1 | 2 => world.tabs[tab].navigating = Some(navigation),
        _ => world.commit(tab, &navigation, rng.bool()),
    }
    true
}

/// In that tab, as the person wishes, and at once.
pub(super) fn grants(world: &mut World, tab: usize, rng: &mut Rng) -> bool {
    let Some(request) = world.tabs[tab].request() else { return false };
    let how = one(&[Answer::Grants, Answer::Grants, Answer::GrantsLess], rng);
    let navigation = answer(&request, how, rng.u8(..3) == 0, &mut world.common);
    world.commit(tab, &navigation, rng.bool());
    true
}
