//! Real browsers on the real pages.
//!
//! A [`Stage`] is what stands on loopback: a local CoolSMS, an app's pages, and an origin that must never see a token.
//! A [`Browser`] is one of three [`Engine`]s, driven by WebDriver. [`walk_the_site`] and [`walk_the_app`] go the way of
//! a person through the demo, for `cargo xtask demo --headless` and for the tests; `cases` has what goes wrong. A
//! [`ForeignServer`] is an authorization server that others wrote. A [`Consumer`] is somebody else's app, built with the
//! packed package by tools of its own; it need only sign in.

mod browser;
mod capabilities;
mod consumer;
mod driver;
mod engine;
mod foreign;
mod meanwhile;
mod outcome;
mod page;
mod stage;
mod standstill;
mod tabs;
mod walk;

pub use browser::Browser;
pub use consumer::Consumer;
pub use engine::Engine;
pub use foreign::{Answer, Foreign, ForeignServer, Seen};
pub use outcome::{Outcome, Refusal};
pub use page::{PageServers, run_page_tests};
pub use stage::{Ports, Stage, Waits};
pub use standstill::{STANDSTILL, Watch, watched};
pub use tabs::Tab;
pub use walk::{Step, walk_the_app, walk_the_site};

use std::path::{Path, PathBuf};

/// A path in the repository.
#[must_use]
pub fn in_repository(relative: &str) -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.ancestors().nth(2).unwrap_or(crate_folder).join(relative)
}
