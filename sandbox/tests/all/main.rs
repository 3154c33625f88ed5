//! How the sandbox itself behaves, where the tests that use it would not notice.

mod api;
mod authorize;
mod controls;
mod faults;
mod pages;
mod static_site;
mod support;
mod token;
