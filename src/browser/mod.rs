//! The shell: what the package's JavaScript calls, and the browser's part of what the core asks for. It decides nothing.
//!
//! Nothing here waits, listens or is remembered between two calls: each export takes plain values and gives plain
//! values back. What awaits and holds is JavaScript (`pkg/src`): a promise costs nothing there, and here kilobytes.

pub mod call;
pub mod client;
mod error;
pub mod functions;
mod platform;
mod storage;
pub mod tokens;
mod values;
