//! `cargo xtask size`: how big the package is, for those who download it. `cargo xtask build` ends with the same.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::build;
use crate::process::{ask, command};
use crate::rust::Rust;
use crate::workspace::{Workspace, entries};

const BUDGET: &str = "xtask/budget.json";

/// The bytes of a file as it is, after `gzip -9`, and after brotli at its best; and its hash.
pub(crate) struct Sizes {
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
    /// As it stands in `<script integrity="…">`.
    pub(crate) integrity: String,
}

/// Measures files.
pub(crate) fn of(workspace: &Workspace, files: &[PathBuf]) -> Result<Vec<Sizes>> {
    let measured: Value = serde_json::from_str(&ask(&mut command!(workspace, "node xtask/measure.js {files...}"))?)?;
    let sizes = |it: &Value| {
        let bytes = |member| it[member].as_u64();
        let integrity = it["integrity"].as_str()?.to_owned();
        Some(Sizes { raw: bytes("raw")?, gzip: bytes("gzip")?, brotli: bytes("brotli")?, integrity })
    };
    measured.as_array().into_iter().flatten().map(|it| sizes(it).context("a size is missing")).collect()
}

/// Prints the sizes of the built package, which is built where it is not; fails when it is over its budget.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    build::ensure(workspace)?;
    print_and_check(workspace, &build::default_entry(workspace)?, &build::rust(workspace)?)
}

/// Prints the table; fails when the default entry is over its budget, where that is a budget for this tool chain.
pub(crate) fn print_and_check(workspace: &Workspace, default_entry: &Path, rust: &Rust) -> Result<()> {
    let mut files = entries(&workspace.dist())?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "js" || extension == "wasm"));
    let mut names: Vec<_> = files.iter().map(|file| file.file_name().unwrap_or_default().to_owned()).collect();
    files.push(default_entry.to_owned());
    names.push("default entry, bundled and minified".into());

    println!("\n{:<40}{:>9}{:>9}{:>9}", "bytes", "raw", "gzip -9", "brotli");
    let mut entry = 0;
    for (name, Sizes { raw, gzip, brotli, .. }) in names.iter().zip(of(workspace, &files)?) {
        println!("{:<40}{raw:>9}{gzip:>9}{brotli:>9}", name.to_string_lossy());
        entry = brotli;
    }
    println!("{}", judge(&budget(workspace)?, entry, &rust.for_wasm()?)?);
    Ok(())
}

/// The budget names the tool chain that it is for: with another compiler the same sources are some hundred bytes more or
/// less. What else writes bytes is pinned by Cargo.lock and `xtask/package-lock.json`.
fn budget(workspace: &Workspace) -> Result<Value> {
    let text = fs::read_to_string(workspace.path(BUDGET)).with_context(|| format!("reading {BUDGET}"))?;
    serde_json::from_str(&text).context(BUDGET)
}

/// A sentence about that size, in bytes after brotli; fails where it is over the budget.
fn judge(budget: &Value, bytes: u64, tool_chain: &str) -> Result<String> {
    let number = |name| budget[name].as_u64().with_context(|| format!("{BUDGET} has no number {name}"));
    let (most, goal) = (number("defaultEntry")?, number("goal")?);
    let judged = budget["toolChain"].as_str().with_context(|| format!("{BUDGET} has no toolChain"))?;
    if judged != tool_chain {
        return Ok(format!(
            "default entry: {bytes} bytes (brotli), not judged: this is {tool_chain}; the budget of {most} is for {judged}"
        ));
    }
    if bytes > most {
        bail!("the default entry is {} bytes over its budget of {most} (brotli)", bytes - most);
    }
    Ok(format!("default entry: {bytes} of its budget of {most} bytes (brotli); the goal is {goal}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn judged(bytes: u64, tool_chain: &str) -> Result<String> {
        judge(&json!({ "defaultEntry": 100, "goal": 50, "toolChain": "rustc 1.95.0" }), bytes, tool_chain)
    }

    #[test]
    fn a_byte_too_many_fails_where_the_tool_chain_is_that_of_the_budget() {
        assert!(judged(100, "rustc 1.95.0").is_ok());
        assert!(judged(101, "rustc 1.95.0").is_err());
        assert!(judged(101, "rustc 1.96.0").expect("it is not judged").contains("not judged"));
    }

    #[test]
    fn the_budget_of_the_repository_is_readable() {
        assert!(judge(&budget(&Workspace::find()).expect("it is read"), 0, "").is_ok());
    }

    /// The example of the Subresource Integrity specification.
    #[test]
    fn files_are_measured_and_hashed() {
        let file = std::env::temp_dir().join(format!("coolsms-oauth2-size-{}", std::process::id()));
        fs::write(&file, "alert('Hello, world.');").expect("a file");
        let sizes = of(&Workspace::find(), std::slice::from_ref(&file)).expect("node runs");
        fs::remove_file(file).expect("removing it");
        assert_eq!(sizes[0].raw, 23);
        assert!(sizes[0].brotli < sizes[0].gzip);
        let expected = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(sizes[0].integrity, expected);
    }
}
