//! How many instructions each case of `tests/bench/core` takes, counted by callgrind, and the baseline that the counts are
//! compared with.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use crate::process::{ask, checked, command, run_logged};
use crate::rust::Rust;
use crate::setup::{Report, apt};
use crate::workspace::Workspace;

const BASELINE: &str = "tests/bench/core/instructions.json";
/// How much more than the baseline is taken for the same: a C library of another version allocates by other code.
const TOLERANCE: f64 = 0.03;

/// Counts, and compares with the baseline; false where a count has grown by more than a few per cent.
pub(crate) fn check(workspace: &Workspace) -> Result<bool> {
    let problems = compare(&count(workspace)?, &baseline(workspace)?);
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
    compare(&counts, &baseline(workspace).unwrap_or_default());
    println!("{BASELINE} is written.");
    Ok(fs::write(workspace.path(BASELINE), format!("{counts:#}\n"))?)
}

fn baseline(workspace: &Workspace) -> Result<Value> {
    let text = fs::read_to_string(workspace.path(BASELINE)).with_context(|| format!("reading {BASELINE}"))?;
    serde_json::from_str(&text).context(BASELINE)
}

/// What each case takes, and the tool chain that compiled it: another one makes other instructions.
fn count(workspace: &Workspace) -> Result<Value> {
    let valgrind = apt::program("valgrind", "VALGRIND", workspace, &Report::quiet())?;
    // The place of the program is then known, whatever the environment says.
    let target = workspace.path("target/bench/core");
    let cargo = Rust::current().cargo().get_program().to_owned();
    checked(&mut command!(workspace, "{cargo} build --profile bench --target-dir {target} --package bench-core"))?;
    let program = target.join("release/bench-core");
    let out = workspace.path("target/bench/callgrind.out");
    let mut instructions = Map::new();
    for name in ask(&mut Command::new(&program))?.lines() {
        let mut run = command!(workspace, "{valgrind} --tool=callgrind --collect-atstart=no");
        // Counted is what lies between entry and return of this function.
        run.arg("--toggle-collect=bench_core::Case::measured");
        run.arg(format!("--callgrind-out-file={}", out.display())).arg(&program).arg(name);
        run_logged(&mut run, &workspace.log("callgrind"))?;
        let sum =
            summary(&fs::read_to_string(&out)?).with_context(|| format!("callgrind counted nothing of {name}"))?;
        instructions.insert(name.to_owned(), sum.into());
    }
    Ok(json!({ "toolChain": Rust::current().for_this_machine()?, "instructions": instructions }))
}

/// The sum in the text that callgrind writes; `None` where it is missing or nothing.
fn summary(text: &str) -> Option<u64> {
    let count = text.lines().find_map(|line| line.strip_prefix("summary: "))?;
    count.trim().parse().ok().filter(|count| *count > 0)
}

/// Prints each count beside the baseline's, and returns what is wrong; nothing is, where another tool chain made it.
fn compare(now: &Value, baseline: &Value) -> Vec<String> {
    let counts = |of: &Value| -> BTreeMap<String, u64> {
        let cases = of["instructions"].as_object().into_iter().flatten();
        cases.map(|(name, count)| (name.clone(), count.as_u64().unwrap_or_default())).collect()
    };
    let (before, after) = (counts(baseline), counts(now));
    println!("{:<40}{:>14}{:>14}{:>10}", "instructions", "baseline", "now", "change");
    let mut problems = Vec::new();
    for (name, count) in &after {
        let Some(old) = before.get(name) else {
            println!("{name:<40}{:>14}{count:>14}{:>10}", "–", "–");
            problems.push(format!("{name} is not in the baseline"));
            continue;
        };
        #[allow(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
        let change = *count as f64 / *old as f64 - 1.0;
        println!("{name:<40}{old:>14}{count:>14}{:>+9.1}%", change * 100.0);
        if change > TOLERANCE {
            problems.push(format!("{name} takes {:.1} % more", change * 100.0));
        }
    }
    problems
        .extend(before.keys().filter(|name| !after.contains_key(*name)).map(|name| format!("{name} was not counted")));
    if now["toolChain"] != baseline["toolChain"] {
        println!("not judged: this is {}, and the baseline is that of {}", now["toolChain"], baseline["toolChain"]);
        return Vec::new();
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_callgrind_counted_is_read() {
        assert_eq!(summary("# callgrind format\nevents: Ir\nsummary: 76682\n\ntotals: 76682\n"), Some(76_682));
        // A function of another name was looked for.
        assert_eq!(summary("events: Ir\nsummary: 0\n"), None);
    }

    #[test]
    fn a_count_that_grew_came_or_went_is_a_problem() {
        let baseline = json!({ "toolChain": "a", "instructions": { "gone": 1, "one": 1000, "two": 1000 } });
        let mut now = json!({ "toolChain": "a", "instructions": { "new": 1, "one": 1029, "two": 1031 } });
        let problems = ["new is not in the baseline", "two takes 3.1 % more", "gone was not counted"];
        assert_eq!(compare(&now, &baseline), problems);
        now["toolChain"] = "another is not judged".into();
        assert!(compare(&now, &baseline).is_empty());
    }

    #[test]
    fn the_baseline_of_the_repository_is_readable() {
        let baseline = baseline(&Workspace::find()).expect("it is read");
        assert!(baseline["instructions"].as_object().is_some_and(|cases| !cases.is_empty()));
    }
}
