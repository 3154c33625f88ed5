//! Every developer command, as `cargo xtask <command>`.
//!
//! This crate finds and runs tools; it builds nothing heavy itself, so that it compiles quickly and answers at once.
//! The sandbox's server and the WebDriver tests live in separate crates, which it runs with `cargo run`; what is about
//! the npm package alone is in scripts for Node.js.

mod bench;
mod build;
mod cli;
mod engine;
mod package;
mod process;
mod programs;
mod release;
mod rust;
mod setup;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match cli::Cli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
