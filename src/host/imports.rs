//! The primitives of a host, by places: all bindings to JavaScript in one file. `host.js` says what each does; zero is none.

use core::ffi::CStr;

use wasm_bindgen::prelude::*;

#[cfg(feature = "standalone")]
#[wasm_bindgen(module = "/src/host/host.js")]
extern "C" {
    /// Runs a flow as a separate call: an object with its `answer` or its `refusal`.
    pub(crate) fn run(flow: &mut dyn FnMut(i32) -> i32, input: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = useMemory)]
    pub(crate) fn use_memory(memory: &JsValue);
    #[wasm_bindgen(js_name = ofString)]
    pub(crate) fn of_string(text: &str) -> i32;
    #[wasm_bindgen(js_name = stringOf)]
    pub(crate) fn string_of(of: i32) -> String;
}

#[wasm_bindgen(module = "/src/host/host.js")]
extern "C" {
    pub(crate) fn refuse(error: i32);
    pub(crate) fn refused() -> i32;

    pub(crate) fn object() -> i32;
    pub(crate) fn list() -> i32;
    #[wasm_bindgen(js_name = ofNumber)]
    pub(crate) fn of_number(number: f64) -> i32;
    #[cfg(not(feature = "standalone"))]
    #[wasm_bindgen(js_name = randomLetters)]
    pub(crate) fn random_letters(count: i32) -> i32;
    pub(crate) fn equal(one: i32, other: i32) -> i32;

    pub(crate) fn kind(of: i32) -> i32;
    pub(crate) fn number(of: i32) -> f64;

    pub(crate) fn get(of: i32, name: i32) -> i32;
    pub(crate) fn typed(of: i32, name: i32, kind: i32) -> i32;
    pub(crate) fn put(of: i32, name: i32, value: i32);
    pub(crate) fn names(of: i32) -> i32;
    pub(crate) fn copy(of: i32) -> i32;

    pub(crate) fn items(of: i32) -> i32;
    pub(crate) fn last(of: i32, most: i32) -> i32;
    pub(crate) fn find(of: i32, name: i32, value: i32) -> i32;
    pub(crate) fn replace(of: i32, item: i32, by: i32);
    pub(crate) fn next(of: i32) -> i32;
    pub(crate) fn push(of: i32, item: i32);
    pub(crate) fn has(of: i32, item: i32) -> i32;
    pub(crate) fn joined(of: i32, mark: i32) -> i32;

    pub(crate) fn length(of: i32) -> i32;
    pub(crate) fn join(one: i32, other: i32) -> i32;
    pub(crate) fn fits(of: i32, pattern: i32) -> i32;
    pub(crate) fn part(of: i32, pattern: i32) -> i32;
    pub(crate) fn matches(of: i32, pattern: i32) -> i32;
    pub(crate) fn replaced(of: i32, pattern: i32, by: i32) -> i32;
    pub(crate) fn after(of: i32, beginning: i32) -> i32;
    pub(crate) fn split(of: i32, mark: i32) -> i32;
    pub(crate) fn lower(of: i32) -> i32;

    pub(crate) fn url(text: i32, base: i32) -> i32;
    pub(crate) fn parameters(text: i32) -> i32;
    pub(crate) fn encode(text: i32) -> i32;
    pub(crate) fn json(text: i32) -> i32;
    #[wasm_bindgen(js_name = toJson)]
    pub(crate) fn to_json(of: i32) -> i32;
    pub(crate) fn base64url(text: i32) -> i32;

    pub(crate) fn now() -> f64;
    pub(crate) fn stored(key: i32) -> i32;
    pub(crate) fn store(key: i32, text: i32) -> i32;
}

/// What a refused flow returns in place of an answer.
pub(crate) const REFUSED: i32 = -1;

/// The place of a constant text: its address in the module's memory, where it ends in a zero.
pub(crate) fn text(text: &'static CStr) -> i32 {
    text.as_ptr().addr() as i32
}

/// A constant text in a table: a reference to its first byte is half as wide as one to the text.
pub(crate) type Own = &'static u8;

/// A text in a table.
pub(crate) const fn own(text: &'static CStr) -> Own {
    match text.to_bytes_with_nul().split_first() {
        Some((first, _)) => first,
        None => &0,
    }
}

/// The text that a table holds.
pub(crate) fn own_text(own: Own) -> i32 {
    core::ptr::from_ref(own).addr() as i32
}

/// What the package's host does with the platform's generator, by getrandom: that passes through the module's memory.
#[cfg(feature = "standalone")]
pub(crate) fn random_letters(count: i32) -> i32 {
    let mut bytes = vec![0; count as usize];
    if getrandom::fill(&mut bytes).is_err() {
        return 0;
    }
    let letters: String = bytes.iter().map(|byte| char::from(b'a' + (byte & 15))).collect();
    of_string(&letters)
}
