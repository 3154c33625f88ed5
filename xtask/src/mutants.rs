//! `cargo xtask mutants`: changes src/protocol and src/client in one place at a time, and tells which change no native
//! test notices. `.cargo/mutants.toml` says what is changed.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process::status;
use crate::rust::Rust;
use crate::setup::{Report, cargo_tools};
use crate::workspace::Workspace;

/// For all mutants, on a machine that has other things to do.
const LIMIT: Duration = Duration::from_secs(6 * 60 * 60);
/// What cargo-mutants exits with where a change made a test run without end.
const TIMED_OUT: i32 = 3;

/// Runs cargo-mutants with arguments of its own, and says whether the tests noticed every change.
pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Result<bool> {
    let program = cargo_tools::cargo_mutants().find_or_install(workspace, &Report::quiet())?;
    let mut mutants = Command::new(program);
    Rust::current().select(&mut mutants, &[]);
    mutants.current_dir(workspace.root());
    mutants.args(["mutants", "--package", "coolsms-oauth2", "--output", "target"]).args(args);
    // Each mutant is linked into every test binary; nobody debugs them.
    mutants.env("CARGO_PROFILE_DEV_DEBUG", "none");
    let code = status(&mut mutants, LIMIT)?.code();
    is_every_change_noticed(code, || {
        let file = workspace.path("target/mutants.out/outcomes.json");
        fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))
    })
}

/// By exit code and, where that leaves it open, by what cargo-mutants counted, as JSON: a test that runs without end has
/// noticed the change, but the exit code does not tell then whether no test noticed another.
fn is_every_change_noticed(exit_code: Option<i32>, counted: impl FnOnce() -> Result<String>) -> Result<bool> {
    if exit_code != Some(TIMED_OUT) {
        return Ok(exit_code == Some(0));
    }
    let counted: Value = serde_json::from_str(&counted()?).context("reading what cargo-mutants counted")?;
    let missed = counted["missed"].as_u64().context("cargo-mutants did not count what was missed")?;
    Ok(missed == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(exit_code: Option<i32>, counted: &str) -> Option<bool> {
        is_every_change_noticed(exit_code, || Ok(counted.to_owned())).ok()
    }

    #[test]
    fn a_change_that_no_test_noticed_is_a_failure_even_beside_one_that_ran_without_end() {
        let (all, not_all) = (r#"{ "missed": 0, "timeout": 1 }"#, r#"{ "missed": 1, "timeout": 1 }"#);
        assert_eq!((outcome(Some(0), all), outcome(Some(TIMED_OUT), all)), (Some(true), Some(true)));
        assert_eq!((outcome(Some(2), not_all), outcome(Some(TIMED_OUT), not_all)), (Some(false), Some(false)));
    }

    #[test]
    fn tests_that_fail_without_a_change_and_a_run_that_was_ended_are_no_success() {
        for code in [Some(1), Some(4), Some(70), None] {
            assert_eq!(outcome(code, r#"{ "missed": 0 }"#), Some(false), "{code:?}");
        }
        assert_eq!((outcome(Some(TIMED_OUT), ""), outcome(Some(TIMED_OUT), "{}")), (None, None));
    }
}
