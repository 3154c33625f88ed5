//! Values that the host holds, and what the host can do with them.
//!
//! The values of the call under way stand in a table outside the module: in a browser JavaScript's (`host.js`), natively
//! one of Rust (`native`). Rust knows a value by its *place* in that table, a number that is copied for nothing and
//! dropped for nothing. The table is new for each call, so nothing is freed one by one, and no token enters the module's
//! memory.
//!
//! - The place of a constant text is its address in the module's memory, so that naming it needs no call. The host compares
//!   values. Each map and each list has one place; all holders of that place share it, until it is copied ([`Map::copy`]).
//! - What is missing, `null` or `undefined`, is `None`. Only the items of a list may be null values.
//! - Text is cut by patterns: regular expressions in the subset that JavaScript and Rust read alike.
//!
//! [`imports`] lists the primitives that a host has to have; `tests/vectors/primitives.json` holds the two hosts to each
//! other.

#[cfg(not(target_arch = "wasm32"))]
#[path = "native/mod.rs"]
pub mod imports;
#[cfg(target_arch = "wasm32")]
pub(crate) mod imports;

pub mod codec;
mod record;
pub mod storage;
mod text;
mod value;

pub use record::{Field, Member, Record, Row, Rule, c_str, own};
pub(crate) use record::{record, words};
pub use text::{Own, Text};
pub use value::{Items, List, Map, Texts, Value};

/// Records the refusal of the current call: the host returns it to JavaScript if the flow fails.
pub fn refuse(refusal: Map) {
    imports::refuse(refusal.value().place());
}

/// The refusal that was recorded last in this call.
#[must_use]
pub fn refused() -> Map {
    Map::at(imports::refused())
}
