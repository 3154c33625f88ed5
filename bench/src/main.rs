//! This package and what one would use in its place, side by side in Chromium.
//!
//! Every library has a page on a separate origin, behind TLS and a delayed line; pages differ in the library alone. In each round
//! every page is visited once for every line and cache, in random order, so that a disturbance of the machine affects all
//! libraries alike. `docs/bench.md` says what is measured, and how far it can be believed.

mod apps;
mod conditions;
mod devtools;
mod front;
mod line;
mod place;
mod plan;
mod report;
mod response;
mod rounds;
mod series;
mod stage;
mod statistics;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use browser::{Browser, Engine, in_repository};
use clap::Parser;

use front::Certificate;
use plan::Plan;
use series::Series;
use stage::Stage;

/// Builds the pages, visits them in Chromium, and writes what it measured into target/bench.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask bench", version)]
struct Arguments {
    /// How often everything is measured
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: Option<u32>,
    /// The round-trip times of the lines, in milliseconds, separated by commas
    #[arg(long, value_delimiter = ',')]
    latencies: Option<Vec<u32>>,
    /// Some minutes: one line, no phone, and no address is read again and again
    #[arg(long)]
    quick: bool,
    /// Also an earlier build of the package: a copy of its pkg/dist, seen from the repository
    #[arg(long, value_name = "FOLDER")]
    before: Option<PathBuf>,
    /// Only see that every page works: once, at the end of a line without length, and nothing is written
    #[arg(long)]
    check: bool,
}

impl Arguments {
    fn plan(&self) -> Plan {
        match (self.check, self.quick) {
            (true, _) => Plan::check(),
            (false, true) => Plan::quick(self.rounds, self.latencies.clone()),
            (false, false) => Plan::whole(self.rounds, self.latencies.clone()),
        }
    }
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
    let folder = in_repository("target/bench");
    let apps = apps::build(&folder, arguments.before.as_deref())?;
    let plan = arguments.plan();
    let certificate = Certificate::new()?;
    let stage = Stage::start(&apps, &plan.latencies, &folder, &certificate).await?;
    let browser = Browser::start_with(Engine::Chromium, &certificate.arguments()).await?;
    let mut series = Series::default();
    let measured = tokio::select! {
        measured = rounds::run(&plan, &apps, &stage, &browser, &mut series) => measured,
        _ = tokio::signal::ctrl_c() => {
            println!("It was broken off. What was measured until then:");
            Ok(())
        }
    };
    let closed = browser.close().await;
    stage.close().await;
    measured?;
    closed?;
    if arguments.check {
        println!("{} pages work.", apps.len());
        return Ok(());
    }
    ensure!(series.all().next().is_some(), "nothing was measured");
    report::write(&folder, &plan, &apps, &series)
}
