//! Real browsers, for the demo, the tests and the benchmark.
//!
//! A [`Browser`] is one of three [`Engine`]s, driven by WebDriver.

mod browser;
mod driver;
mod engine;
mod refusal;
mod standstill;
mod tabs;

pub use browser::Browser;
pub use engine::Engine;
pub use refusal::{Refused, conclude, sentence};
pub use standstill::{STANDSTILL, wait_until, wait_until_it_listens};
pub use thirtyfour;
/// A tab, or a window: a driver makes no difference.
pub use thirtyfour::WindowHandle as Tab;

use std::path::{Path, PathBuf};

/// A path in the repository.
#[must_use]
pub fn in_repository(relative: &str) -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.ancestors().nth(2).unwrap_or(crate_folder).join(relative)
}
