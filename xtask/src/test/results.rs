//! What a suite's output and exit code say about its tests.

use std::ops::Add;

use super::lines;
use crate::process::Finished;

/// How many tests passed and failed, and what else a person should know.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(super) passed: u32,
    pub(crate) failed: u32,
    pub(super) note: &'static str,
    /// The names of those that passed, where a test runner said them.
    pub(super) tests: Vec<String>,
}

impl Verdict {
    /// Of a check that is one thing: it holds or it does not.
    pub(super) fn check(holds: bool) -> Self {
        Self { passed: u32::from(holds), failed: u32::from(!holds), ..Self::default() }
    }

    /// Of a test runner, by its own count. Beyond that count, a runner that ran no test, broke off or ran out of time
    /// has failed once.
    pub(super) fn of_tests(run: &Finished) -> Self {
        let mut verdict = count(&run.output);
        verdict.tests = lines::passed(&run.output);
        verdict.note = match run {
            Finished { timed_out: true, .. } => "out of time",
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

    fn add(mut self, mut other: Self) -> Self {
        self.passed += other.passed;
        self.failed += other.failed;
        self.tests.append(&mut other.tests);
        self.note = if self.note.is_empty() { other.note } else { self.note };
        self
    }
}

/// Adds up the lines that Rust's test runner and wasm-bindgen's write at the end of each test binary:
/// `test result: ok. 3 passed; 1 failed; …`
fn count(output: &str) -> Verdict {
    let mut total = Verdict::default();
    for result in output.lines().filter_map(|line| Some(line.split_once("test result: ")?.1)) {
        let number = |what: &str| -> u32 {
            let before = result.split_once(what).map_or("", |(before, _)| before);
            before.split_whitespace().next_back().and_then(|number| number.parse().ok()).unwrap_or(0)
        };
        total.passed += number(" passed;");
        total.failed += number(" failed;");
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSED: &str = "running 2 tests\ntest a ... ok\n\n\
        test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
    const FAILED: &str = "test result: FAILED. 10 passed; 3 failed; 1 ignored; 0 filtered out; finished in 1.20s\n";
    const EMPTY: &str = "running 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored\n";

    fn verdict(output: &str, success: bool, timed_out: bool) -> (u32, u32, &'static str) {
        let Verdict { passed, failed, note, .. } =
            Verdict::of_tests(&Finished { output: output.to_owned(), success, timed_out });
        (passed, failed, note)
    }

    #[test]
    fn the_results_of_several_test_binaries_add_up() {
        assert_eq!(verdict(&format!("{PASSED}{EMPTY}{FAILED}"), false, false), (12, 3, ""));
        assert_eq!(verdict(PASSED, true, false), (2, 0, ""));
    }

    #[test]
    fn a_suite_without_a_test_fails() {
        assert_eq!(verdict(EMPTY, true, false), (0, 1, "no test ran"));
        assert_eq!(verdict("", true, false), (0, 1, "no test ran"));
    }

    #[test]
    fn a_suite_that_did_not_come_to_its_end_fails() {
        assert_eq!(verdict(PASSED, false, false), (2, 1, "broke off"));
        assert_eq!(verdict(PASSED, false, true), (2, 1, "out of time"));
        assert_eq!(verdict("error: could not compile", false, false), (0, 1, "broke off"));
    }
}
