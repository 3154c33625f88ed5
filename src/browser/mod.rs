//! The shell: what JavaScript calls, and what acts on the page. It decides nothing.

mod client;
mod error;
mod fetch;
mod functions;
mod page;
mod platform;
mod session;
mod storage;
mod values;
