//! `cargo xtask bench`: how fast the package is, beside what one would use in its place.
//!
//! In a browser by default; the core natively with `--native`, by criterion; and with `--instructions` by counting, which
//! tells a regression on a machine that is busy with other things. `docs/bench.md` says how, and what came of it.

mod apps;
mod browser;
mod counts;
mod instructions;

use std::time::Duration;

use anyhow::{Result, bail};

use crate::process;
use crate::rust::Rust;
use crate::workspace::Workspace;

pub(crate) use browser::{check as check_pages, run as in_a_browser};
pub(crate) use instructions::{bless, check as check_instructions};

const LIMIT: Duration = Duration::from_secs(60 * 60);
/// The crate of the native benchmarks, `tests/bench/core`.
const CORE: [&str; 2] = ["--package", "bench-core"];

/// Times the core natively; criterion tells what has changed since the last time.
pub(crate) fn native(workspace: &Workspace) -> Result<()> {
    let mut bench = Rust::current().cargo();
    bench.current_dir(workspace.root()).arg("bench").args(CORE).args(["--bench", "core"]);
    if !process::status(&mut bench, LIMIT)?.success() {
        bail!("the benchmarks did not come to their end");
    }
    Ok(())
}
