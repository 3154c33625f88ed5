//! The flows of a client, without input or output: what happened goes in as values, what to do comes out.
//!
//! The shell (`browser/`, `pkg/src`) reads storage and address, asks these functions, and does what they say.
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

pub mod api_error;
pub mod call;
pub mod callback;
pub mod config;
pub mod functions;
pub mod session;
pub mod sign_in;
pub mod tokens;
