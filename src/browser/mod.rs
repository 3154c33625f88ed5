//! The shell: what JavaScript calls, and what acts on the page. It decides nothing.

pub mod client;
mod error;
pub mod fetch;
pub mod functions;
mod page;
mod platform;
mod session;
mod storage;
mod values;
