//! The targets of `tests/fuzz` as ordinary tests: over their seeds, over what a fuzzer has found (`tests/fuzz/corpus`), and
//! over mutations of these from a fixed seed.
//!
//! Where `FUZZ_SEEDS` names a folder, the seeds are written there, a folder for each target: a corpus for `cargo fuzz run`.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value as Json, json};

use crate::case::cases;
use crate::support::rows::{rows, with_states};

#[path = "../fuzz/src/callback.rs"]
mod callback_target;
#[path = "../fuzz/src/challenge.rs"]
mod challenge_target;
#[path = "../fuzz/src/provider.rs"]
mod provider_target;
#[path = "../fuzz/src/token.rs"]
mod token_target;

cases! {
    [S9 S10 S11 S18 S19 S21 S38] callback,
    [S37] challenge,
    [S5 S6 S38] provider,
    [S21 S24 S38 S46] token,
}

fn callback() {
    let url = |row: &Json| row["url"].as_str().map(with_states);
    let seeds = [from_rows("callbacks", url), from_rows("authorization_responses", url)].concat();
    run("callback", seeds, callback_target::check);
}

fn challenge() {
    let seeds = from_rows("www_authenticate", |row| row["header"].as_str().map(str::to_owned));
    run("challenge", seeds, challenge_target::check);
}

fn provider() {
    let settings = |row: &Json| row["settings"].as_object().map(|_| row["settings"].to_string());
    let client = |row: &Json| json!({ "clientId": "a", "redirectUri": row["redirectUri"], "scope": "a" });
    let clients = from_rows("redirect_uris", |row| Some(client(row).to_string()));
    run("provider", [from_rows("providers", settings), clients].concat(), provider_target::check);
}

fn token() {
    run("token", Vec::new(), token_target::check);
}

fn from_rows(file: &str, input: impl Fn(&Json) -> Option<String>) -> Vec<String> {
    rows(file).iter().filter_map(input).collect()
}

/// Pieces that mean something to one of the parsers.
const PIECES: &str =
    "& = # ? + %ZZ %00 \" \\ , { } null 1e308 state=ours access_token=t Bearer Bearer\t client_secret 회원 \u{2028}";

fn run(target: &str, mut seeds: Vec<String>, check: fn(&str)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    seeds.extend(files(&folder.join("seeds").join(target)));
    assert!(seeds.len() >= 5, "{target} has no seeds");
    if let Some(folder) = std::env::var_os("FUZZ_SEEDS") {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder).expect("a folder for the seeds");
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("seed-{number}")), seed).expect("a seed is written");
        }
    }
    seeds.extend(files(&folder.join("corpus").join(target)));
    seeds.iter().for_each(|seed| check(seed));

    // The beginning of one seed, a piece, and the end of another.
    let mutated =
        (select(seeds.clone()), select(PIECES.split(' ').collect::<Vec<_>>()), select(seeds), any::<(Index, Index)>());
    let config = Config { cases: 500, max_shrink_iters: 200, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&mutated, |(one, piece, other, (end, start))| {
        let cut =
            |text: &str, at: &Index| text.char_indices().nth(at.index(text.len() + 1)).map_or(text.len(), |it| it.0);
        check(&[&one[..cut(&one, &end)], piece, &other[cut(&other, &start)..]].concat());
        Ok(())
    });
    if let Err(error) = result {
        panic!("{target}: {error}");
    }
}

/// The files of a folder; none where there is no folder.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| fs::read(entry.path()).ok())
        .map(|it| String::from_utf8_lossy(&it).into_owned())
        .collect()
}
