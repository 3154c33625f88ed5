//! OAuth 2.0 sign-in to CoolSMS (SOLAPI) for single-page apps, as one small WebAssembly module.
//!
//! - [`host`]: values that JavaScript holds, and what it can do with them; natively its twin.
//! - [`protocol`]: OAuth 2.0 over these values, after RFC 6749 and its companions.
//! - [`client`]: the flows: what happened goes in, what to do comes out.
//! - `browser`: the exports to JavaScript (wasm32 only).
//!
//! Arrows point downward only: browser → client → protocol → host. What waits, and what is held between two calls, is the
//! package's JavaScript, `pkg/src`.

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod client;
pub mod host;
pub mod protocol;

/// The smallest allocator there is: a free list, sorted and merged. This module holds nothing between two calls, so that
/// the list is short.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());
