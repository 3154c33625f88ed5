//! The sources of Rust's standard library, from which the published module is built: then a failed check inside it aborts
//! at once, and what would have told of it is never downloaded.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::Report;
use crate::process::run_logged;
use crate::rust::Rust;
use crate::workspace::{Workspace, on_path};

const WHAT: &str = "Rust's own sources";
const LIMIT: Duration = Duration::from_secs(120);

/// Says whether that toolchain can build its own standard library. One that cannot builds the same module, and a larger
/// one: so nothing fails here.
pub(crate) fn find_or_install(rust: &Rust, workspace: &Workspace, report: &Report) -> bool {
    let look = || rust.builds_its_library().then_some(());
    if report.find(WHAT, look, |()| "beside the Rust toolchain".to_owned()).is_some() {
        return true;
    }
    let add = || -> Result<()> {
        let Some(rustup) = on_path("rustup") else { return Ok(()) };
        let mut add = Command::new(rustup);
        add.args(["component", "add", "rust-src"]);
        run_logged(&mut add, &workspace.log("rustup-sources"), LIMIT)
    };
    let _ = report.act(WHAT, "rustup component add rust-src", add);
    rust.builds_its_library()
}
