//! What the package's TypeScript has to know of the core, as a JavaScript module on standard output: `#names`, which the build
//! puts beside the glue. So every name has one home, in Rust.

use std::ffi::CStr;

use coolsms_oauth2::protocol::parameters::{DECIDING, ResponseParameters, TELLING, TOKEN};
use coolsms_oauth2::protocol::pending::{POPUP, STATE_LENGTH, STORAGE_KEY};

fn text(text: &CStr) -> &str {
    text.to_str().unwrap_or_default()
}

/// The words of a pattern that fits a set of words, as a JavaScript array.
fn words(pattern: &CStr) -> String {
    let words = text(pattern).trim_matches(|mark| "^(?:)$".contains(mark)).split('|');
    format!("[{}]", words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", "))
}

fn main() {
    println!("export const STORAGE_KEY = \"{}\";", text(STORAGE_KEY));
    println!("export const PARAMETERS = {};", words(ResponseParameters::NAMES));
    println!("export const DECIDING = {};", words(DECIDING));
    println!("export const TELLING = {};", words(TELLING));
    println!("export const TOKEN = {};", words(TOKEN));
    println!(
        "export const POPUP_STATE = /[?&#](?:{})=({}[a-p]{{{STATE_LENGTH}}})(?![^&#])/;",
        [ResponseParameters::STATE.name(), ResponseParameters::STATE_IN_REDIRECT_URI.name()].map(text).join("|"),
        text(POPUP),
    );
}
