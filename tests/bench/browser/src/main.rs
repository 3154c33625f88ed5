//! This package and what one would use in its place, side by side in Chromium.
//!
//! Every library has a page that differs from the others in the library alone, on an origin of its own. In each round every
//! page is visited once from every cache at every latency, in an order of its own, so that what disturbs the machine
//! disturbs all alike. `docs/bench.md` says what is measured, and how far it can be believed.

mod apps;
mod devtools;
mod place;
mod report;
mod rounds;
mod series;
mod stage;
mod statistics;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use journeys::{Browser, Engine};

use rounds::Plan;

/// Visits the pages that `cargo xtask bench` has built, in Chromium, and writes what it measured.
#[derive(Debug, Parser)]
#[command(name = "bench-browser", version)]
struct Arguments {
    /// The folder with the built pages, for what is measured too
    folder: PathBuf,
    /// How often everything is measured
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// How much later the servers answer, in milliseconds, separated by commas
    #[arg(long, value_delimiter = ',', default_values_t = [0, 50, 150])]
    latencies: Vec<u32>,
    /// Only see that every page works: one round, without latency, and nothing is written
    #[arg(long)]
    check: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<()> {
    let apps = apps::read(&arguments.folder)?;
    let plan = match arguments.check {
        true => Plan { rounds: 1, warm_up: 0, latencies: vec![0] },
        false => Plan { rounds: arguments.rounds, warm_up: 2, latencies: arguments.latencies.clone() },
    };
    let browser = Browser::start(Engine::Chromium).await?;
    let measured = tokio::select! {
        measured = rounds::run(&plan, &apps, &arguments.folder, &browser) => measured,
        _ = tokio::signal::ctrl_c() => Err(anyhow::anyhow!("it was broken off")),
    };
    let closed = browser.close().await;
    let measured = measured?;
    closed?;
    if arguments.check {
        println!("{} pages work.", apps.len());
        return Ok(());
    }
    report::write(&arguments.folder, &plan, &apps, &measured)
}
