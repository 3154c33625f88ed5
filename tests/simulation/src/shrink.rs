//! Leaves steps out of a schedule for as long as it breaks the same rule.

use crate::rules::Violation;
use crate::schedule::Schedule;

/// A schedule from which no step can be left out, and how it breaks the rule.
pub(crate) fn shrink(schedule: &Schedule, violation: Violation) -> (Schedule, Violation) {
    let (mut shortest, mut shown) = (schedule.clone(), violation);
    let mut length = shortest.steps.len();
    while length > 0 {
        let mut at = 0;
        let mut is_shorter = false;
        while at < shortest.steps.len() {
            let mut shorter = shortest.clone();
            shorter.steps.drain(at..(at + length).min(shortest.steps.len()));
            match shorter.again(false).1 {
                Some(violation) if violation.rule == shown.rule => {
                    (shortest, shown) = (shorter, violation);
                    is_shorter = true;
                }
                _ => at += length,
            }
        }
        // Once more with single steps, as long as one of them can go.
        length = if length == 1 && is_shorter { 1 } else { length / 2 };
    }
    (shortest, shown)
}
