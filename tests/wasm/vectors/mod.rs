//! The rows of `tests/vectors`, run through the functions that JavaScript calls, in a real browser: one runner for each
//! file. What the native tests show of the rules, these show of the module with the browser's own URL parser, storage
//! and `Request`.
//!
//! Three kinds of rows need a page of their own (`tests/page`). `callbacks.json`, and the rows of
//! `scopes.json` about what was granted, need an address for each row: here `history.replaceState` would have to make
//! it, and browsers let a page do that a hundred times in some seconds, no more. `www_authenticate.json` needs an
//! answer with that header, which no server of this page gives.
//!
//! `providers.json` is what the other runners take their providers from.

mod api_origins;
mod app;
mod expires_in;
mod page;
mod redirect_uris;
mod responses;
mod return_urls;
mod scopes;
