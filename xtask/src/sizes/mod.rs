//! `cargo xtask size`: how big the package is, for those who download it. `cargo xtask build` ends with the same.

mod budget;
mod compressed;

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::build;
use crate::rust::Rust;
use crate::workspace::Workspace;
use budget::Budget;
pub(crate) use compressed::{Sizes, brotli};

/// Prints the sizes of the built package, which is built where it is not; fails when it is over its budget.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    build::ensure(workspace)?;
    print_and_check(workspace, &build::default_entry(workspace)?, &build::rust(workspace)?)
}

/// Prints the table; fails when the default entry is over its budget, where that is a budget for this tool chain.
pub(crate) fn print_and_check(workspace: &Workspace, default_entry: &Path, rust: &Rust) -> Result<()> {
    let mut files: Vec<_> =
        fs::read_dir(workspace.dist())?.collect::<Result<Vec<_>, _>>()?.iter().map(fs::DirEntry::path).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "js" || extension == "wasm"));
    files.sort();

    println!("\n{:<40}{:>9}{:>9}{:>9}", "bytes", "raw", "gzip -9", "brotli");
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        print_row(&name, &Sizes::of(&fs::read(file)?)?);
    }
    let entry = Sizes::of(&fs::read(default_entry)?)?;
    print_row("default entry, bundled and minified", &entry);
    println!("{}", Budget::read(workspace)?.judge(entry.brotli, &rust.for_wasm()?)?);
    Ok(())
}

fn print_row(name: &str, sizes: &Sizes) {
    println!("{name:<40}{:>9}{:>9}{:>9}", sizes.raw, sizes.gzip, sizes.brotli);
}
