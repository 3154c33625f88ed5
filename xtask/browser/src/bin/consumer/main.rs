//! Visits one app of `tests/consumers`, which is built already. `cargo xtask consumers` builds it and calls this.

mod consumer;
mod host;
mod policy;
mod routes;
mod visit;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use browser::conclude;
use clap::Parser;

use consumer::Consumer;

/// Serves an app that was built with the package, signs in to it in Chromium, and looks for the member's name and
/// balance; exit 1 when it does not come to that.
#[derive(Debug, Parser)]
#[command(name = "consumer", version)]
struct Arguments {
    /// The folder of the app, with its package.json
    folder: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    conclude(run(&Arguments::parse()).await)
}

async fn run(arguments: &Arguments) -> Result<bool> {
    println!("{}", Consumer::read(&arguments.folder)?.check().await?);
    Ok(true)
}
