//! What a browser downloads: the pages, scripts and modules of a folder, each after brotli.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::sizes::brotli;

const KINDS: [&str; 5] = ["html", "js", "mjs", "css", "wasm"];

/// All of them, added up.
pub(super) fn below(folder: &Path) -> Result<usize> {
    let mut total = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            total += below(&path)?;
        } else if path.extension().is_some_and(|kind| KINDS.iter().any(|known| kind == *known)) {
            total += brotli(&fs::read(&path)?)?;
        }
    }
    Ok(total)
}
