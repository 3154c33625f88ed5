//! Instruction counts, and the baseline that they are compared with: `tests/bench/core/instructions.json`.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::workspace::Workspace;

const FILE: &str = "tests/bench/core/instructions.json";
/// How much more than the baseline is taken for the same: a C library of another version allocates by other code.
const TOLERANCE: f64 = 0.03;

/// What each case takes, and the tool chain that compiled it: another one makes other instructions.
#[derive(Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Counts {
    pub(super) tool_chain: String,
    pub(super) instructions: BTreeMap<String, u64>,
}

impl Counts {
    /// The baseline.
    pub(super) fn read(workspace: &Workspace) -> Result<Self> {
        let text = fs::read_to_string(workspace.path(FILE)).with_context(|| format!("reading {FILE}"))?;
        serde_json::from_str(&text).with_context(|| FILE.to_owned())
    }

    /// Makes these the baseline.
    pub(super) fn write(&self, workspace: &Workspace) -> Result<()> {
        println!("{FILE} is written.");
        Ok(fs::write(workspace.path(FILE), format!("{}\n", serde_json::to_string_pretty(self)?))?)
    }

    /// Prints each beside the baseline's, and gives back what is wrong; nothing is, where another tool chain made it.
    pub(super) fn compare(&self, baseline: &Self) -> Vec<String> {
        println!("{:<40}{:>14}{:>14}{:>10}", "instructions", "baseline", "now", "change");
        let mut problems = Vec::new();
        for (name, now) in &self.instructions {
            let Some(before) = baseline.instructions.get(name) else {
                println!("{name:<40}{:>14}{now:>14}{:>10}", "–", "–");
                problems.push(format!("{name} is not in the baseline"));
                continue;
            };
            #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
            let change = *now as f64 / *before as f64 - 1.0;
            println!("{name:<40}{before:>14}{now:>14}{:>+9.1}%", change * 100.0);
            if change > TOLERANCE {
                problems.push(format!("{name} takes {:.1} % more", change * 100.0));
            }
        }
        let gone = baseline.instructions.keys().filter(|name| !self.instructions.contains_key(*name));
        problems.extend(gone.map(|name| format!("{name} was not counted")));
        if self.tool_chain != baseline.tool_chain {
            println!("not judged: this is {}, and the baseline is that of {}", self.tool_chain, baseline.tool_chain);
            return Vec::new();
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(tool_chain: &str, instructions: &[(&str, u64)]) -> Counts {
        let instructions = instructions.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        Counts { tool_chain: tool_chain.to_owned(), instructions }
    }

    #[test]
    fn more_than_a_few_per_cent_is_a_problem_and_less_is_none() {
        let baseline = counts("a", &[("one", 1000), ("two", 1000), ("three", 1000)]);
        let now = counts("a", &[("one", 1029), ("two", 1031), ("three", 10)]);
        assert_eq!(now.compare(&baseline), ["two takes 3.1 % more"]);
    }

    #[test]
    fn a_case_that_came_or_went_is_a_problem() {
        let problems = counts("a", &[("new", 1)]).compare(&counts("a", &[("old", 1)]));
        assert_eq!(problems, ["new is not in the baseline", "old was not counted"]);
    }

    #[test]
    fn another_tool_chain_is_not_judged() {
        assert!(counts("b", &[("one", 2)]).compare(&counts("a", &[("one", 1)])).is_empty());
    }

    #[test]
    fn the_baseline_of_the_repository_is_readable() {
        assert!(!Counts::read(&Workspace::find()).expect("it is read").instructions.is_empty());
    }
}
