//! `cargo xtask size`: how big the package is, for those who download it. `cargo xtask build` ends with the same.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::build;
use crate::process::{ask, command};
use crate::rust::Rust;
use crate::workspace::{Workspace, entries};

const BUDGET: &str = "xtask/budget.json";

/// Prints the sizes of the built package, which is built where it is not; fails when it is over its budget.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    build::ensure(workspace)?;
    print_and_check(workspace, &build::rust(workspace)?)
}

/// Prints the table; fails when the default entry is over its budget, where that is a budget for this tool chain.
pub(crate) fn print_and_check(workspace: &Workspace, rust: &Rust) -> Result<()> {
    let mut files = entries(&workspace.dist())?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "js" || extension == "wasm"));
    let mut names: Vec<_> = files.iter().map(|file| file.file_name().unwrap_or_default().to_owned()).collect();
    files.push(workspace.parts().join("default-entry.js"));
    names.push("default entry, bundled and minified".into());

    let measured = ask(&mut command!(workspace, "node xtask/measure.js {files...}"))?;
    let measured: Value = serde_json::from_str(&measured).context("the sizes")?;
    println!("\n{:<40}{:>9}{:>9}{:>9}", "bytes", "raw", "gzip -9", "brotli");
    let mut entry = 0;
    for (name, of) in names.iter().zip(measured.as_array().into_iter().flatten()) {
        let [raw, gzip, brotli] = ["raw", "gzip", "brotli"].map(|member| of[member].as_u64().unwrap_or_default());
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
}
