//! Names that the JavaScript that cleans the address and the Rust behind it share.

use coolsms_oauth2::protocol::parameters::{DECIDING, PARAMETERS};

use crate::case::cases;

cases! {
    [S26] parameters_of_response,
    [S26 S27] deciding_parameters,
    [] storage_key_of_pending_sign_ins,
}

fn source(path: &str) -> String {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands behind the first `start` and before the next `end`.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("{start} is gone"));
    rest.split_once(end).unwrap_or_else(|| panic!("{end} is gone")).0
}

fn parameters_of_response() {
    let script = source("pkg/src/sign_in/capture.ts");
    let list = between(&script, "const PARAMETERS = [", "];");
    let names: Vec<_> =
        list.split(',').map(|name| name.trim().trim_matches('"')).filter(|name| !name.is_empty()).collect();
    assert_eq!(names, PARAMETERS.split(' ').collect::<Vec<_>>());
}

fn deciding_parameters() {
    let script = source("pkg/src/sign_in/capture.ts");
    let many: usize = between(&script, "const DECIDING = PARAMETERS.slice(0, ", ")").parse().expect("a number");
    assert_eq!(PARAMETERS.split(' ').take(many).collect::<Vec<_>>(), DECIDING.split(' ').collect::<Vec<_>>());
}

fn storage_key_of_pending_sign_ins() {
    let (script, shell) = (source("pkg/src/sign_in/capture.ts"), source("src/browser/storage.rs"));
    let key = between(&script, "const PENDING = \"", "\"");
    assert_eq!(key, between(&shell, "const PENDING: &str = \"", "\""));
    assert!(key.starts_with("coolsms-oauth2."), "{key}");
}
