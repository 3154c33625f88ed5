//! Real browsers on the real pages.
//!
//! A [`Stage`] is what stands on loopback: a local CoolSMS, and an app's pages.
//! A [`Browser`] is one of three [`Engine`]s, driven by WebDriver. [`walk`] goes the way of a person through the demo,
//! for `cargo xtask demo --headless` and for the tests; `cases` has what goes wrong. A [`Consumer`] is somebody
//! else's app, built with the packed package by tools of its own; it need only sign in.

mod browser;
mod consumer;
mod driver;
mod engine;
mod page;
mod refusal;
mod stage;
mod standstill;
mod tabs;
mod walk;

pub use browser::Browser;
pub use consumer::Consumer;
pub use engine::Engine;
pub use page::{PageServers, run_page_tests};
pub use refusal::{Refused, conclude, sentence};
pub use stage::{Ports, Stage};
/// A tab, or a window: a driver makes no difference.
pub use thirtyfour::WindowHandle as Tab;
pub use walk::{Demo, walk};

use std::path::{Path, PathBuf};

/// A path in the repository.
#[must_use]
pub fn in_repository(relative: &str) -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.ancestors().nth(2).unwrap_or(crate_folder).join(relative)
}
