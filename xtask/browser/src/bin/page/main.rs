//! The page tests, `tests/page`: one page in one engine, against one sandbox, and a line for each case.
//!
//! `JOURNEYS_ENGINE` chooses the engine. A case that fails leaves a picture and what the console said in `target/page`.

mod run;
mod servers;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use browser::{Engine, conclude};
use clap::Parser;

use servers::PageServers;

/// Runs the cases of `tests/page` in a browser.
#[derive(Debug, Parser)]
#[command(name = "page", version)]
struct Arguments {
    /// Only cases whose names hold this text
    filter: Option<String>,

    /// Take the package, and the page with it, from this folder, and end with the first failure
    #[arg(long, value_name = "FOLDER")]
    broken: Option<PathBuf>,

    /// Serve the page for a browser of your own, until Ctrl+C, in place of running it
    #[arg(long)]
    serve: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    conclude(run(Arguments::parse()).await)
}

async fn run(arguments: Arguments) -> Result<bool> {
    let servers = PageServers::start(arguments.broken.as_deref()).await?;
    if arguments.serve {
        println!("The page tests run at {}", servers.address());
        println!("Add ?grep=TEXT to limit them to cases that hold that text. Ctrl+C ends the server.");
        tokio::signal::ctrl_c().await?;
        return Ok(true);
    }
    run::run(Engine::from_environment()?, &servers, arguments.filter.as_deref()).await
}
