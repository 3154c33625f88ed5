//! Calls to the API, from their start to their end, between which anything may happen.

use fastrand::Rng;

use super::{Event, client, event, one, page};
use crate::request::End;
use crate::request::{ENDS, TARGETS};
use crate::rules::Rule;
use crate::world::World;

pub(super) const EVENTS: &[Event] = &[event("a call starts", 12, start), event("a call ends", 12, end)];

fn start(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    let client = client(&page, rng);
    let (method, target, scope) = one(&TARGETS, rng);
    page.start_call(client, method, target, scope);
    true
}

fn end(world: &mut World, rng: &mut Rng) -> bool {
    let Some(mut page) = page(world, rng) else { return false };
    if page.document.calls.is_empty() {
        return false;
    }
    let at = rng.usize(..page.document.calls.len());
    page.end_call(at, one(&ENDS, rng));
    true
}

impl World {
    /// Every call of the page that is shown is late, and then nothing waits there.
    pub(crate) fn run_out_of_time(&mut self, index: usize) {
        let Some(mut page) = self.page(index) else { return };
        for at in (0..page.document.calls.len()).rev() {
            page.end_call(at, End::Late);
        }
        let (calls, leaving) = (page.document.calls.len(), page.document.leaving);
        if calls > 0 || leaving > 0 {
            page.common.broke(Rule::Settles, || format!("{calls} calls and {leaving} sign-ins wait for ever")); // S39
        }
    }
}
