//! A schedule: made from a seed, run step by step, and run again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use fastrand::Rng;

use crate::counts::Counts;
use crate::events::{Event, choose};
use crate::fault::Fault;
use crate::rules::Violation;
use crate::shrink::shrink;
use crate::world::World;

/// An event, and the seed of what it chooses.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    event: &'static Event,
    seed: u64,
}

/// Steps in the world that a seed makes.
#[derive(Clone)]
pub struct Schedule {
    setup: u64,
    pub(crate) steps: Vec<Step>,
    fault: Fault,
}

/// A violation, the seed of the schedule that shows it, and the shortest trace of it that was found.
pub struct Finding {
    /// What was broken.
    pub violation: Violation,
    /// Of that one schedule.
    pub seed: u64,
    /// As few steps as were found to show it.
    pub trace: Vec<String>,
}

/// How many steps a schedule has.
const STEPS: std::ops::Range<usize> = 15..80;

impl Schedule {
    /// The schedule of a seed, as far as every rule holds; and what happened in it.
    #[must_use]
    pub fn run(seed: u64, fault: Fault, counts: Counts) -> (Self, Counts, Option<Violation>) {
        let mut rng = Rng::with_seed(seed);
        let mut schedule = Self { setup: rng.u64(..), steps: Vec::new(), fault };
        let mut world = World::new(schedule.setup, fault, false, counts);
        let is_calm = rng.bool() || fault.place().is_some();
        for _ in 0..rng.usize(STEPS) {
            let step = Step { event: choose(&mut rng, is_calm), seed: rng.u64(..) };
            if step.take(&mut world) {
                schedule.steps.push(step);
            }
            if world.common.violation.is_some() {
                break;
            }
        }
        end(&mut world);
        let mut counts = world.common.counts;
        counts.schedules += 1;
        (schedule, counts, world.common.violation)
    }

    /// Runs these steps again, and tells of each.
    #[must_use]
    pub fn trace(&self) -> (Vec<String>, Option<Violation>) {
        self.again(true)
    }

    /// Runs these steps again.
    pub(crate) fn again(&self, is_traced: bool) -> (Vec<String>, Option<Violation>) {
        let mut world = World::new(self.setup, self.fault, is_traced, Counts::default());
        for step in &self.steps {
            step.take(&mut world);
            if world.common.violation.is_some() {
                break;
            }
        }
        end(&mut world);
        (world.common.trace.unwrap_or_default(), world.common.violation)
    }
}

impl Step {
    /// Whether it could happen.
    fn take(&self, world: &mut World) -> bool {
        let has_happened = (self.event.happen)(world, &mut Rng::with_seed(self.seed));
        if has_happened {
            world.common.counts.event(self.event.name);
            world.settle();
        }
        has_happened
    }
}

/// The world runs out.
fn end(world: &mut World) {
    if world.common.violation.is_none() {
        world.run_out();
        world.settle();
    }
}

/// Runs so many schedules, whose seeds follow each other; ends with the first that breaks a rule.
#[must_use]
pub fn search(seed: u64, runs: u64, fault: Fault) -> (Counts, Option<Finding>) {
    search_until(seed, runs, fault, &AtomicBool::new(false))
}

/// The same on every core. Of several violations it is the one of the lowest seed that is told.
#[must_use]
pub fn search_on_all_cores(seed: u64, runs: u64) -> (Counts, Option<Finding>) {
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let is_over = &AtomicBool::new(false);
    let part = |core: u64| {
        let (start, end) = (runs * core / cores, runs * (core + 1) / cores);
        move || search_until(seed.wrapping_add(start), end - start, Fault::None, is_over)
    };
    thread::scope(|scope| {
        let parts: Vec<_> = (0..cores).map(|core| scope.spawn(part(core))).collect();
        let mut all = (Counts::default(), None);
        for part in parts {
            let (counts, finding) = part.join().expect("a violation is no panic");
            all.0.add(&counts);
            all.1 = all.1.or(finding);
        }
        all
    })
}

fn search_until(seed: u64, runs: u64, fault: Fault, is_over: &AtomicBool) -> (Counts, Option<Finding>) {
    let mut counts = Counts::default();
    for number in 0..runs {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let seed = seed.wrapping_add(number);
        let (schedule, counted, violation) = Schedule::run(seed, fault, counts);
        counts = counted;
        if let Some(violation) = violation {
            is_over.store(true, Ordering::Relaxed);
            let (shortest, violation) = shrink(&schedule, violation);
            let (trace, _) = shortest.trace();
            return (counts, Some(Finding { violation, seed, trace }));
        }
    }
    (counts, None)
}
