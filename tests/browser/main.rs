//! The exported functions and the client, in a real browser: `wasm-pack test --headless`.
#![cfg(target_arch = "wasm32")]

mod callback;
mod client;
mod codecs;
mod exports;
mod functions;
#[path = "../support/rows.rs"]
mod rows;
mod support;
mod vectors;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
