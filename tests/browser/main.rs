//! The exported functions and the client, in a real browser: `wasm-pack test --headless`.
#![cfg(target_arch = "wasm32")]

mod callback;
mod client;
mod functions;
mod support;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
