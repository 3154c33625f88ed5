//! What is around the core, and the primitives for it: storage, clock and randomness; and a count of what the core asks for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem;

use super::with;

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

/// The text in sessionStorage, empty where there is none; none where nobody can say.
#[must_use]
pub fn stored(key: i32) -> i32 {
    with(|table| {
        let key = table.text(key);
        let stored = world(|world| match world.storage {
            Storage::Blocked => None,
            _ => Some(world.stored.get(&*key).cloned().unwrap_or_default()),
        });
        stored.map_or(0, |stored| table.hold_text(&stored))
    })
}

/// Stores a text, or removes what is stored; whether that was possible.
#[must_use]
pub fn store(key: i32, text: i32) -> i32 {
    with(|table| {
        let key = (*table.text(key)).to_owned();
        let text = (text != 0).then(|| (*table.text(text)).to_owned());
        world(|world| {
            match (world.storage, text) {
                (Storage::Works, Some(text)) => world.stored.insert(key, text),
                (Storage::Works | Storage::Full, None) => world.stored.remove(&key),
                _ => return false,
            };
            true
        })
    })
    .into()
}

/// Milliseconds since the epoch.
#[must_use]
pub fn now() -> f64 {
    with(|_| world(|world| world.now))
}

/// As many letters from `a` to `p`, four bits each, of the next draw; none where there is no generator.
#[must_use]
pub fn random_letters(count: i32) -> i32 {
    with(|table| {
        let draw = world(|world| world.random.as_mut().map(|draw| mem::replace(draw, *draw + 1)));
        let Some(draw) = draw else { return 0 };
        // SplitMix64, from another state for each draw.
        let mut state = draw.wrapping_mul(0xd134_2543_de82_ef95);
        let letter = |_| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            char::from(b'a' + ((mixed >> 56) & 15) as u8)
        };
        table.hold_text(&(0..count).map(letter).collect::<String>())
    })
}
