//! What the package's TypeScript has to know of the core, as a JavaScript module on standard output: `#names`, which the build
//! puts beside the glue. So every name has one home, in Rust.

use std::ffi::CStr;

use coolsms_oauth2::protocol::parameters::{
    ADDED, DECIDING, ERROR, OWN_STATE, ResponseParameters, STATES, TELLING, TOKEN,
};
use coolsms_oauth2::protocol::pending::STORAGE_KEY;
use coolsms_oauth2::protocol::provider::{COOLSMS, SOLAPI};

fn text(text: &CStr) -> &str {
    text.to_str().unwrap_or_default()
}

/// A pattern that fits a whole text, as one that fits a part.
fn part(pattern: &CStr) -> &str {
    text(pattern).trim_start_matches('^').trim_end_matches('$')
}

/// The words of a pattern that fits a set of words, as a JavaScript array.
fn words(patterns: &[&CStr]) -> String {
    let words = patterns.iter().flat_map(|it| part(it).trim_matches(|mark| "(?:)".contains(mark)).split('|'));
    format!("[{}]", words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", "))
}

/// The `apiScopes` of the settings for CoolSMS, as JSON.
#[cfg(not(target_arch = "wasm32"))]
fn api_scopes() -> serde_json::Value {
    use coolsms_oauth2::host::imports::run_flow;
    use coolsms_oauth2::protocol::provider;

    let settings = run_flow(provider::coolsms, &serde_json::Value::Null);
    settings.unwrap_or_default()["apiScopes"].take()
}

/// Cargo compiles this program along with the tests for browsers, where nobody runs it.
#[cfg(target_arch = "wasm32")]
const fn api_scopes() -> &'static str {
    "{}"
}

fn main() {
    println!("export const STORAGE_KEY = \"{}\";", text(STORAGE_KEY));
    println!("export const PARAMETERS = {};", words(&[ResponseParameters::NAMES, ADDED]));
    println!("export const DECIDING = {};", words(&[DECIDING]));
    println!("export const TELLING = {};", words(&[TELLING]));
    println!("export const TOKEN = {};", words(&[TOKEN]));
    println!("export const ERROR = {};", words(&[ERROR]));
    println!("export const STATES = {};", words(&[STATES]));
    println!("export const STATE = /{}/;", text(OWN_STATE));
    println!("export const API_ORIGINS = [\"{}\", \"{}\"];", text(COOLSMS), text(SOLAPI));
    println!("export const API_SCOPES = {};", api_scopes());
}
