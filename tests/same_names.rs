//! What the JavaScript that cleans the address and the Rust behind it must say alike.
#![cfg(not(target_arch = "wasm32"))]

use coolsms_oauth2::protocol::parameters::{DECIDING, PARAMETERS};

fn source(path: &str) -> String {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands behind the first `start` and before the next `end`.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("{start} is gone"));
    rest.split_once(end).unwrap_or_else(|| panic!("{end} is gone")).0
}

#[test]
fn both_know_the_same_parameters_of_a_response_in_the_same_order() {
    let script = source("pkg/src/address.js");
    let list = between(&script, "const PARAMETERS = [", "];");
    let names: Vec<_> =
        list.split(',').map(|name| name.trim().trim_matches('"')).filter(|name| !name.is_empty()).collect();
    assert_eq!(names, PARAMETERS.split(' ').collect::<Vec<_>>()); // S26
}

#[test]
fn the_same_ones_make_an_address_a_response() {
    let script = source("pkg/src/address.js");
    let many: usize = between(&script, "const DECIDING = PARAMETERS.slice(0, ", ")").parse().expect("a number");
    assert_eq!(PARAMETERS.split(' ').take(many).collect::<Vec<_>>(), DECIDING.split(' ').collect::<Vec<_>>()); // S26, S27
}

#[test]
fn both_keep_the_pending_sign_ins_under_the_same_key() {
    let (script, shell) = (source("pkg/src/address.js"), source("src/browser/storage.rs"));
    let key = between(&script, "const PENDING = \"", "\"");
    assert_eq!(key, between(&shell, "const PENDING: &str = \"", "\""));
    assert!(key.starts_with("coolsms-oauth2."), "{key}");
}
