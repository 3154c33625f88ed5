//! Compiler flags that take the paths of this machine out of what is compiled: a panic names its source file.
//!
//! Then the same sources give the same bytes wherever they are, and nobody's folders are published.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::rust::Rust;
use crate::workspace::Workspace;

/// What separates flags in `CARGO_ENCODED_RUSTFLAGS`.
pub(crate) const SEPARATOR: &str = "\x1f";

/// One flag each for the repository, the crates and the standard library, as `CARGO_ENCODED_RUSTFLAGS` takes them.
pub(crate) fn flags(workspace: &Workspace, rust: &Rust) -> Result<OsString> {
    let sources = rust.sources()?;
    let registries = cargo_home()?.join("registry/src");
    let mut prefixes = vec![(workspace.root().to_path_buf(), "")];
    // Debian links them from elsewhere.
    prefixes.extend(fs::canonicalize(&sources).map(|path| (path, "rust")));
    prefixes.push((sources, "rust"));
    // In it each registry has a folder, named by a hash that depends on the machine.
    prefixes.extend(registries.read_dir().into_iter().flatten().flatten().map(|registry| (registry.path(), "")));
    prefixes.push((registries, ""));
    // Of several that match the compiler takes the last, so a folder has to come after the one that it is in.
    prefixes.sort();
    prefixes.dedup();

    let mut flags = OsString::new();
    for (from, to) in prefixes {
        if !flags.is_empty() {
            flags.push(SEPARATOR);
        }
        flags.push("--remap-path-prefix=");
        flags.push(from);
        flags.push("=");
        flags.push(to);
    }
    Ok(flags)
}

fn cargo_home() -> Result<PathBuf> {
    let home = || Some(env::home_dir()?.join(".cargo"));
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home).context("no home folder: set CARGO_HOME")
}
