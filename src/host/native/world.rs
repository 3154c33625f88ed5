//! What is around the core: storage, clock and randomness, and a count of what the core asks for.

use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static WORLD: RefCell<World> = RefCell::default();
}

/// What is around the core. A thread has one, which outlives a call; a test that changes it starts with
/// `world(|it| *it = World::default())`.
#[derive(Clone, Debug)]
pub struct World {
    /// The clock, in milliseconds.
    pub now: f64,
    /// The texts in sessionStorage, by their keys.
    pub stored: BTreeMap<String, String>,
    /// What sessionStorage does.
    pub storage: Storage,
    /// The number of the next random draw, of which no two are alike; none where there is no generator.
    pub random: Option<u64>,
    /// How many primitives were called: in a browser, crossings from WebAssembly to JavaScript.
    pub calls: u64,
    /// How many bytes of text came into tables: what the primitives have to copy, or to compare.
    pub bytes: u64,
}

/// What sessionStorage does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// It stores, removes and reads.
    Works,
    /// It refuses to store more, and removes and reads.
    Full,
    /// It only reads.
    ReadOnly,
    /// It does nothing: it is missing, or blocked.
    Blocked,
}

impl Default for World {
    fn default() -> Self {
        Self {
            now: 1_700_000_000_000.0,
            stored: BTreeMap::new(),
            storage: Storage::Works,
            random: Some(1),
            calls: 0,
            bytes: 0,
        }
    }
}

/// Reads or changes the world of this thread.
pub fn world<R>(with: impl FnOnce(&mut World) -> R) -> R {
    WORLD.with_borrow_mut(with)
}

/// How many primitives were called on this thread since [`World::calls`] was last set.
#[must_use]
pub fn calls() -> u64 {
    world(|world| world.calls)
}
