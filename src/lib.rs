//! OAuth 2.0 sign-in to CoolSMS (SOLAPI) for single-page apps, as one small WebAssembly module.
//!
//! - [`protocol`]: OAuth 2.0 as values, after RFC 6749 and its companions.
//! - [`client`]: the flows, without input or output.
//! - `browser`: the shell that reads the page and acts on it; the exports to JavaScript (wasm32 only).
//!
//! Arrows point downward only: browser → client → protocol.

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod client;
pub mod protocol;

/// Half the size of the default allocator, in one thread, which is all that a module of this kind has.
#[cfg(all(target_arch = "wasm32", not(target_feature = "atomics")))]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
