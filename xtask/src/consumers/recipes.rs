//! The recipes of the package's README, as files: what people paste is what is built.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::readme::blocks;
use crate::workspace::Workspace;

const SECTION: &str = "## React, Vue, Svelte";
/// The languages of its blocks, and the file that each block is: its first line says so.
const FILES: [(&str, &[&str]); 4] = [
    ("js", &["client.js", "account.js"]),
    ("jsx", &["Account.jsx"]),
    ("vue", &["Account.vue"]),
    ("svelte", &["Account.svelte"]),
];
/// The components are to be this long at most, without that first line.
const LINES: usize = 10;

/// Writes each file into the folder.
pub(super) fn write(workspace: &Workspace, folder: &Path) -> Result<()> {
    let readme = fs::read_to_string(workspace.path("pkg/README.md"))?;
    for (language, files) in FILES {
        let blocks = blocks(&readme, SECTION, language)?;
        ensure!(blocks.len() == files.len(), "{SECTION} has {} blocks of {language}", blocks.len());
        for (file, code) in files.iter().zip(blocks) {
            let (first, rest) = code.split_once('\n').context("an empty recipe")?;
            ensure!(first.contains(file), "{SECTION}: `{first}` stands where {file} was expected");
            let lines = rest.lines().count();
            ensure!(!file.starts_with("Account") || lines <= LINES, "{SECTION}: {file} has {lines} lines");
            fs::write(folder.join(file), code)?;
        }
    }
    Ok(())
}
