//! The error codes are the same in the types, in the module, and in the README.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::case::cases;

cases! {
    [] readme_lists_codes_of_types,
    [] types_list_codes_of_module,
}

/// What stands between two of these signs, every other time.
fn between(text: &str, sign: char) -> impl Iterator<Item = String> {
    text.split(sign).skip(1).step_by(2).map(str::to_owned)
}

/// The codes in the type `OAuthErrorCode`, in whichever file of `pkg/src` it is.
fn in_types() -> BTreeSet<String> {
    const TYPE: &str = "export type OAuthErrorCode =";
    let types = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/src"));
    let types = types.iter().find(|text| text.contains(TYPE)).expect("the type of the codes");
    let (_, union) = types.split_once(TYPE).expect("its beginning");
    let (union, _) = union.split_once("\";").expect("its end");
    let codes = union.lines().filter_map(|line| line.trim().strip_prefix("| \""));
    codes.map(|code| code.trim_end_matches('"').to_owned()).collect()
}

/// The text of every file below a folder.
fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { fs::read_to_string(path).into_iter().collect() })
        .collect()
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
    let codes: BTreeSet<String> = codes.map(str::to_owned).collect();
    assert!(codes.len() > 20, "the codes are {codes:?}");
    assert_eq!(codes.difference(&in_types()).collect::<Vec<_>>(), [""; 0]);
}
