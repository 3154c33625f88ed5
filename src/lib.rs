//! OAuth 2.0 sign-in to CoolSMS (SOLAPI) for single-page apps, as one small WebAssembly module.
//!
//! - [`protocol`]: OAuth 2.0 as values, after RFC 6749 and its companions.
//! - [`client`]: the flows, without input or output.
//! - `browser`: the shell: the exports to JavaScript, and the browser's part of what they need (wasm32 only).
//!
//! Arrows point downward only: browser → client → protocol. What waits, and what is held between two calls, is the
//! package's JavaScript, `pkg/src`.

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod client;
pub mod protocol;

/// The smallest allocator there is: a free list, sorted and merged. This module holds nothing between two calls, so that
/// the list is short.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());
