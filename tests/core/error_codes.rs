//! The error codes are the same in the types, in the module, and in the README.

use std::collections::BTreeSet;

use crate::case::cases;

cases! {
    [] readme_lists_codes_of_types,
    [] types_list_codes_of_module,
}

/// What stands between two of these signs, every other time.
fn between(text: &str, sign: char) -> BTreeSet<&str> {
    text.split(sign).skip(1).step_by(2).collect()
}

fn in_types() -> BTreeSet<&'static str> {
    let types = include_str!("../../pkg/src/index.d.ts");
    let (_, union) = types.split_once("export type OAuthErrorCode =").expect("the union of the codes");
    let (union, _) = union.split_once("\";").expect("its end");
    union.lines().filter_map(|line| line.trim().strip_prefix("| \"")).map(|code| code.trim_end_matches('"')).collect()
}

fn readme_lists_codes_of_types() {
    let readme = include_str!("../../README.md");
    let (_, table) = readme.split_once("\n| `code` | what to do |\n").expect("the table of errors");
    let (table, _) = table.split_once("\n\n").expect("its end");
    let rows = table.lines().filter_map(|row| row.split('|').nth(1));
    assert_eq!(rows.flat_map(|cell| between(cell, '`')).collect::<BTreeSet<_>>(), in_types());
}

/// Those of `pkg/src` come on top: `not_ready`, `wasm_blocked`, `wasm_unavailable`, `popup_blocked`.
fn types_list_codes_of_module() {
    let module = include_str!("../../src/protocol/error.rs");
    let codes = module.lines().filter_map(|line| line.strip_suffix("\",")?.split_once(" = \"")).map(|(_, code)| code);
    let codes: BTreeSet<&str> = codes.collect();
    assert!(codes.len() > 20, "the codes are {codes:?}");
    assert_eq!(codes.difference(&in_types()).collect::<Vec<_>>(), [&""; 0]);
}
