//! What the default entry may weigh in an app, the wasm inside, minified: `xtask/budget.json`.
//!
//! The same sources are some hundred bytes more or less with another compiler. So the budget names the tool chain that it
//! is for, and is told and not judged with any other. What else writes bytes is pinned: wasm-bindgen by Cargo.lock,
//! wasm-opt and esbuild by `xtask/package-lock.json`.

use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::workspace::Workspace;

const FILE: &str = "xtask/budget.json";

/// In bytes after brotli.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Budget {
    /// What it may weigh.
    default_entry: usize,
    /// What it is to weigh in the end; `docs/size.md` says how far that is, and what was tried.
    goal: usize,
    /// As [`crate::rust::Rust::for_wasm`] tells.
    tool_chain: String,
}

impl Budget {
    pub(super) fn read(workspace: &Workspace) -> Result<Self> {
        let text = fs::read_to_string(workspace.path(FILE)).with_context(|| format!("reading {FILE}"))?;
        serde_json::from_str(&text).with_context(|| FILE.to_owned())
    }

    /// A sentence about that size; fails where it is over the budget.
    pub(super) fn judge(&self, bytes: usize, tool_chain: &str) -> Result<String> {
        let Self { default_entry: budget, goal, .. } = self;
        if self.tool_chain != tool_chain {
            return Ok(format!(
                "default entry: {bytes} bytes (brotli), not judged: this is {tool_chain}, and the budget of {budget} \
                 is for {}",
                self.tool_chain
            ));
        }
        if bytes > *budget {
            bail!("the default entry is {} bytes over its budget of {budget} (brotli)", bytes - budget);
        }
        Ok(format!("default entry: {bytes} of its budget of {budget} bytes (brotli); the goal is {goal}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(bytes: usize, tool_chain: &str) -> Result<String> {
        let tool_chain_of_the_budget = "rustc 1.95.0".to_owned();
        Budget { default_entry: 100, goal: 50, tool_chain: tool_chain_of_the_budget }.judge(bytes, tool_chain)
    }

    #[test]
    fn a_byte_too_many_fails_where_the_tool_chain_is_that_of_the_budget() {
        assert!(judged(100, "rustc 1.95.0").is_ok());
        assert!(judged(101, "rustc 1.95.0").is_err());
    }

    #[test]
    fn another_tool_chain_is_told_and_not_judged() {
        let said = judged(101, "rustc 1.96.0").expect("it is not judged");
        assert!(said.contains("101") && said.contains("not judged") && said.contains("rustc 1.95.0"), "{said}");
    }

    #[test]
    fn the_budget_of_the_repository_is_readable() {
        let budget = Budget::read(&Workspace::find()).expect("it is read");
        assert!(budget.goal <= budget.default_entry);
    }
}
