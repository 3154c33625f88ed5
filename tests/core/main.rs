//! The tests of the core that need no browser, in one binary: `cargo test --test core`.
//!
//! Each module lists its tests at its top, each with the requirements of `SECURITY.md` that it proves. The report names
//! them (`test [S19 S34] call::invalid_token_is_not_sent ... ok`), and so can a filter: `cargo test --test core S34`. A
//! row of `tests/vectors` is a test of its own, and so is a target of `tests/fuzz`.
#![cfg_attr(target_arch = "wasm32", no_main)]
#![cfg(not(target_arch = "wasm32"))]

mod any_input;
mod any_order;
mod call;
mod case;
mod code_grant;
mod config;
mod errors;
mod fuzz;
mod metadata;
mod pending;
mod primitives;
mod provider;
mod secrecy;
mod session;
mod sign_in;
mod storage;
#[path = "../support/mod.rs"]
mod support;
mod token;
mod token_endpoint;
mod types;
mod vectors;
mod work;

use std::collections::BTreeSet;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let tests: Vec<Trial> = [
        any_input::cases(),
        any_order::cases(),
        call::cases(),
        code_grant::cases(),
        config::cases(),
        errors::cases(),
        fuzz::cases(),
        metadata::cases(),
        pending::cases(),
        primitives::cases(),
        primitives::rows(),
        provider::cases(),
        secrecy::cases(),
        session::cases(),
        sign_in::cases(),
        storage::cases(),
        token::cases(),
        token_endpoint::cases(),
        types::cases(),
        vectors::cases(),
        work::cases(),
    ]
    .into_iter()
    .flatten()
    .collect();
    check(&tests);
    libtest_mimic::run(&Arguments::from_args(), tests).exit_code()
}

/// Panics where two tests have one name, or a test names a requirement that is not in `SECURITY.md`.
fn check(tests: &[Trial]) {
    let security = include_str!("../../SECURITY.md");
    let mut names = BTreeSet::new();
    for test in tests {
        assert!(names.insert(test.name()), "two tests are named {}", test.name());
        for requirement in test.kind().split_whitespace() {
            assert!(security.contains(&format!("| {requirement} |")), "{}: no requirement {requirement}", test.name());
        }
    }
}
