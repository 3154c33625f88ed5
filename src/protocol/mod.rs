//! OAuth 2.0 as values: no input or output, no clock, no randomness, and nothing that can panic.
//!
//! Every function here is total over its input. Time, random bytes and parsed addresses come in as values.
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

pub mod address;
pub mod authorize;
pub mod challenge;
pub mod chars;
pub mod error;
pub mod form;
pub mod metadata;
pub mod parameters;
pub mod pending;
pub mod platform;
pub mod provider;
pub mod response;
pub mod schema;
pub mod scope;
pub mod text;
pub mod token;
pub mod value;

pub use error::{Code, Error, Result};
pub use platform::Platform;
pub use value::Value;
