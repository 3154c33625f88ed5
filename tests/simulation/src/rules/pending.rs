//! The sign-ins under way: which were issued here, which are over, and which have to be there.

use super::Rule;
use crate::tab::Tab;
use crate::text;
use crate::world::Common;

/// What of the sign-ins under way has changed since the last step, and why.
pub(super) fn check(tab: &mut Tab, common: &mut Common) {
    if !tab.storage.is_changed() {
        return;
    }
    let records = text::records(tab.storage.peek(text::PENDING));
    let is_waiting = |state: &str| records.iter().any(|it| it["state"] == state && it["spent"] != true);
    for record in &records {
        let state = record["state"].as_str().unwrap_or_default();
        match tab.lineage.issued(state) {
            None => common.broke(Rule::Issued, || format!("{record} was never issued here")), // S9
            Some(issued) if issued.is_ended && record["spent"] != true => {
                common.broke(Rule::Once, || format!("{state} is over and still waits")); // S11
            }
            Some(_) => {}
        }
    }
    let before = std::mem::take(&mut tab.waiting);
    // Sixteen are remembered, and it is the oldest that gives way, even where a stale one goes in the same step.
    let started = tab.lineage.issued.len() - tab.started;
    let is_full = tab.remembered + started > 16;
    let place = |state: &str| tab.lineage.issued.iter().position(|it| it.state == state);
    let oldest = records.first().and_then(|record| place(record["state"].as_str()?));
    let is_crowded = |state: &str| is_full && place(state) < oldest;
    for state in before.iter().filter(|state| !is_waiting(state)) {
        let issued = tab.lineage.issued(state);
        let is_over = issued.is_none_or(|issued| issued.is_ended || !issued.is_young(common.now));
        let is_excused = is_over || is_crowded(state) || tab.storage.is_lost() || tab.excused.contains(state);
        if !is_excused {
            common.broke(Rule::Survives, || format!("{state} has ended, and not by its own response")); // S10, S12, S47
        }
    }
    (tab.remembered, tab.started) = (records.len(), tab.lineage.issued.len());
    let waiting = records.iter().filter(|it| it["spent"] != true);
    tab.waiting = waiting.filter_map(|it| it["state"].as_str()).map(String::from).collect();
}
