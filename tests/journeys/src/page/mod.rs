//! The page tests: what serves them, and who runs them.

mod run;
mod servers;

pub use run::run_page_tests;
pub use servers::PageServers;
