//! What the tests of a suite said: `test name ... ok`, or `test [S26 S27] name ... ok` where the test is for requirements
//! of `SECURITY.md`. Every suite prints such lines.

use std::collections::BTreeMap;
use std::ops::Add;
use std::process::Command;

use anyhow::{Result, anyhow};

use crate::process::{Finished, say, stream};

/// How many tests passed and failed, and what else a person should know.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(super) note: &'static str,
    /// By how many tests that passed each requirement is named.
    pub(super) proofs: BTreeMap<u8, u32>,
}

impl Verdict {
    /// Of a check that is one thing.
    pub(super) fn check(holds: bool) -> Self {
        Self { passed: u32::from(holds), failed: u32::from(!holds), ..Self::default() }
    }

    /// Of checks, each of which is a test: prints its line, and why it failed.
    pub(super) fn of_checks<N: AsRef<str>>(checks: impl IntoIterator<Item = (N, Result<()>)>) -> Self {
        let mut verdict = Self::default();
        for (name, outcome) in checks {
            let said = outcome.as_ref().map_or_else(|error| format!("FAILED\n{error:#}"), |()| "ok".to_owned());
            say(&format!("test {} ... {said}", name.as_ref()));
            *if outcome.is_ok() { &mut verdict.passed } else { &mut verdict.failed } += 1;
        }
        verdict
    }

    /// Of programs, each of which is a test.
    pub(super) fn of_programs<N: AsRef<str>>(programs: impl IntoIterator<Item = (N, Command)>) -> Self {
        Self::of_checks(programs.into_iter().map(|(name, mut program)| {
            let success = stream(&mut program).map(|it| it.success);
            (name, success.and_then(|success| success.then_some(()).ok_or_else(|| anyhow!("see above"))))
        }))
    }

    /// Of a program that runs tests.
    pub(super) fn of_runner(mut runner: Command) -> Result<Self> {
        Ok(Self::of_tests(&stream(&mut runner)?))
    }

    /// Of a test runner, by the lines it printed. A runner that ran no test, or broke off, has failed once more.
    fn of_tests(run: &Finished) -> Self {
        let mut verdict = Self::default();
        for (requirements, outcome) in run.output.lines().filter_map(test) {
            match outcome {
                "ok" => {
                    verdict.passed += 1;
                    requirements.into_iter().for_each(|it| *verdict.proofs.entry(it).or_default() += 1);
                }
                "FAILED" | "FAIL" => verdict.failed += 1,
                _ => {}
            }
        }
        verdict.note = match run {
            Finished { stuck: true, .. } => "printed nothing for ten minutes",
            Finished { success: false, .. } if verdict.failed == 0 => "broke off",
            _ if verdict.passed + verdict.failed == 0 => "no test ran",
            _ => return verdict,
        };
        verdict.failed += 1;
        verdict
    }
}

impl Add for Verdict {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self.passed += other.passed;
        self.failed += other.failed;
        self.note = if self.note.is_empty() { other.note } else { self.note };
        other.proofs.into_iter().for_each(|(it, count)| *self.proofs.entry(it).or_default() += count);
        self
    }
}

/// The requirements that a line of a test runner names, and the outcome; `None` for any other line.
fn test(line: &str) -> Option<(Vec<u8>, &str)> {
    let (name, outcome) = line.trim().strip_prefix("test ")?.rsplit_once(" ... ")?;
    let named = name.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let words = named.map_or("", |(requirements, _)| requirements).split(' ');
    Some((words.map_while(|word| word.strip_prefix('S')?.parse().ok()).collect(), outcome.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(output: &str, success: bool, stuck: bool) -> (u32, u32, &'static str) {
        let Verdict { passed, failed, note, .. } =
            Verdict::of_tests(&Finished { output: output.to_owned(), success, stuck });
        (passed, failed, note)
    }

    const TESTS: &str = "     Running tests/call.rs\n\nrunning 3 tests\ntest [S26 S27] away::back ... ok\n\
        test [S26]   it_is_clean     ... ok\ntest late ... FAILED\ntest slow ... ignored, slow\n\
        test tests::it_panics - should panic ... ok\ntest main::listeners_hear ... FAIL\n\n---- late stdout ----\n\
        test result: FAILED. 3 passed; 2 failed; 1 ignored\n";

    #[test]
    fn tests_are_counted_by_their_lines() {
        assert_eq!(verdict(TESTS, false, false), (3, 2, ""));
        let proofs = Verdict::of_tests(&Finished { output: TESTS.to_owned(), success: false, stuck: false }).proofs;
        assert_eq!(proofs, BTreeMap::from([(26, 2), (27, 1)]));
    }

    #[test]
    fn a_suite_without_a_test_fails() {
        assert_eq!(verdict("running 0 tests\n", true, false), (0, 1, "no test ran"));
    }

    #[test]
    fn a_suite_that_did_not_come_to_its_end_fails() {
        assert_eq!(verdict("test a ... ok\n", false, false), (1, 1, "broke off"));
        assert_eq!(verdict("test a ... ok\n", false, true), (1, 1, "printed nothing for ten minutes"));
        assert_eq!(verdict("error: could not compile", false, false), (0, 1, "broke off"));
    }
}
