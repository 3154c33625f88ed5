//! The flows of a client. What happened goes in as a record, what to do comes out; they read the clock, draw random names
//! and keep the pending sign-ins in sessionStorage, all of it through the host. What waits is the package's JavaScript.
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
