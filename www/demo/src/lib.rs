//! The demo.
//!
//! A [`Stage`] is what stands on loopback: a local CoolSMS, and an app's pages. [`walk`] goes the way of a person through
//! the demo, for `cargo xtask demo --headless` and for the tests.

mod stage;
mod walk;

pub use stage::{Mount, Ports, Stage};
pub use walk::{Demo, walk};
