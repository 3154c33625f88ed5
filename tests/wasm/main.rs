//! The functions of the module without the package around it, as JavaScript sees them, in a browser: `wasm-pack test
//! --headless`. The rules behind them are tested natively, in `tests/core`, which names the requirements.
#![cfg(target_arch = "wasm32")]

mod calls;
mod functions;
#[path = "../support/rows.rs"]
mod rows;
mod support;
mod vectors;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
