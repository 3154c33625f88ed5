//! What must hold whatever an attacker, a server or an app writes. Each module has one function, which takes a text and
//! panics where something does not hold. `targets/` hands them to the fuzzer, and `tests/core/fuzz.rs` runs them as
//! ordinary tests.
//!
//! What is expected is worked out from the input by other means (the `url` crate, the host's JSON), not by the code under
//! test.

pub mod callback;
pub mod challenge;
pub mod provider;
#[path = "../../support/mod.rs"]
mod support;
pub mod token;
