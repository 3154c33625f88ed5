//! OAuth 2.0 over the host's values: no clock, no randomness, no storage, and nothing that can panic.
//!
//! Every function here is total over its input. Time and random texts come in as values.
#![deny(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used,
    unsafe_code
)]

pub mod authorize;
pub mod callback_url;
pub mod challenge;
pub mod check;
pub mod error;
pub mod message;
pub mod metadata;
pub mod origin;
pub mod parameters;
pub mod pending;
pub mod provider;
pub mod response;
pub mod scope;
pub mod secret;
pub mod token;

pub use error::{Code, Error, Result};
pub use message::Message;
pub use scope::Scope;
pub use secret::Secret;
