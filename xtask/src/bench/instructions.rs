//! How many instructions each case of `tests/bench/core` takes, counted by callgrind.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::CORE;
use super::counts::Counts;
use crate::process::{ask, checked, run_logged};
use crate::rust::Rust;
use crate::setup::{Report, valgrind};
use crate::workspace::Workspace;

/// The function between whose entry and return callgrind counts.
const MEASURED: &str = "--toggle-collect=bench_core::Case::measured";

/// Counts, and compares with the baseline; false where a count has grown by more than a few per cent.
pub(crate) fn check(workspace: &Workspace) -> Result<bool> {
    let problems = count(workspace)?.compare(&Counts::read(workspace)?);
    for problem in &problems {
        println!("{problem}");
    }
    if !problems.is_empty() {
        println!("Where this is meant: cargo xtask bench --instructions --bless");
    }
    Ok(problems.is_empty())
}

/// Counts, and makes that the baseline.
pub(crate) fn bless(workspace: &Workspace) -> Result<()> {
    let counts = count(workspace)?;
    if let Ok(baseline) = Counts::read(workspace) {
        counts.compare(&baseline);
    }
    counts.write(workspace)
}

fn count(workspace: &Workspace) -> Result<Counts> {
    let valgrind = valgrind::find_or_install(workspace, &Report::quiet())?;
    // The place of the program is then known, whatever the environment says.
    let target = workspace.path("target/bench/core");
    let mut build = Rust::current().cargo();
    build.current_dir(workspace.root()).args(["build", "--profile", "bench", "--target-dir"]).arg(&target).args(CORE);
    checked(&mut build)?;
    let program = target.join("release/bench-core");
    let mut instructions = BTreeMap::new();
    for name in ask(&mut Command::new(&program))?.lines() {
        instructions.insert(name.to_owned(), count_one(workspace, &valgrind, &program, name)?);
    }
    Ok(Counts { tool_chain: Rust::current().for_this_machine()?, instructions })
}

fn count_one(workspace: &Workspace, valgrind: &Path, program: &Path, name: &str) -> Result<u64> {
    let counted = workspace.path("target/bench/callgrind.out");
    let mut run = Command::new(valgrind);
    run.args(["--tool=callgrind", "--collect-atstart=no", MEASURED]);
    run.arg(format!("--callgrind-out-file={}", counted.display())).arg(program).arg(name);
    run_logged(&mut run, &workspace.log("callgrind"), super::LIMIT)?;
    summary(&fs::read_to_string(&counted)?).with_context(|| format!("callgrind counted nothing of {name}"))
}

/// The sum in the text that callgrind writes; `None` where it is missing or nothing.
fn summary(text: &str) -> Option<u64> {
    let count = text.lines().find_map(|line| line.strip_prefix("summary: "))?;
    count.trim().parse().ok().filter(|count| *count > 0)
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn what_callgrind_counted_is_read() {
        assert_eq!(summary("# callgrind format\nevents: Ir\nsummary: 76682\n\ntotals: 76682\n"), Some(76_682));
        // A function of another name was looked for.
        assert_eq!(summary("events: Ir\nsummary: 0\n"), None);
        assert_eq!(summary(""), None);
    }
}
