//! The tests that passed, by what the runners print: Rust's own, wasm-bindgen's and libtest-mimic's alike write
//! `test name ... ok`.

use std::collections::BTreeSet;

/// Their names. One that also failed, as two test binaries may have tests of one name, did not pass.
pub(in crate::test) fn passed(output: &str) -> Vec<String> {
    let (mut passed, mut others) = (BTreeSet::new(), BTreeSet::new());
    for (name, outcome) in output.lines().filter_map(outcome) {
        if outcome == "ok" {
            passed.insert(name)
        } else {
            others.insert(name)
        };
    }
    passed.difference(&others).map(|name| (*name).to_owned()).collect()
}

fn outcome(line: &str) -> Option<(&str, &str)> {
    let (name, outcome) = line.trim().strip_prefix("test ")?.split_once(" ... ")?;
    Some((name.trim().trim_end_matches(" - should panic"), outcome.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_of_cargo_test_is_read() {
        let output = "   Compiling coolsms-oauth2 v0.1.0\n     Running tests/call.rs (target/debug/deps/call-0a)\n\n\
            running 3 tests\ntest no_token_is_no_header ... ok\ntest late ... FAILED\ntest slow ... ignored, slow\n\
            test tests::it_panics - should panic ... ok\n\nfailures:\n\n---- late stdout ----\ntest of a test\n\n\
            test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(passed(output), ["no_token_is_no_header", "tests::it_panics"]);
    }

    #[test]
    fn the_output_of_the_browsers_is_read() {
        let wasm = "Running headless tests in Chrome on `http://127.0.0.1:39557/`\n\
            running 2 tests\ntest main::callback::a_page_without_a_response_is_no_callback ... ok\n\
            test main::client::listeners_hear ... FAIL\n";
        assert_eq!(passed(wasm), ["main::callback::a_page_without_a_response_is_no_callback"]);
        let mimic = "running 2 tests\ntest s9_short             ... ok\ntest s10_with_a_long_name ... FAILED\n";
        assert_eq!(passed(mimic), ["s9_short"]);
    }

    #[test]
    fn a_name_that_also_failed_did_not_pass() {
        assert_eq!(passed("test same ... ok\ntest same ... FAILED\ntest other ... ok\ntest other ... ok\n"), ["other"]);
    }
}
