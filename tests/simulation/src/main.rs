//! Runs schedules and says what happened in them: `cargo xtask simulate`.

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use simulation::{Counts, Fault, Finding, Schedule, search_on_all_cores};

/// Sign-ins under random schedules.
#[derive(Parser)]
#[command(name = "simulate")]
struct Arguments {
    /// The seed of the first schedule; those after it have the numbers that follow
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many schedules
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..))]
    runs: u64,
    /// Tell every step of the first schedule
    #[arg(long)]
    trace: bool,
}

fn main() -> ExitCode {
    let Arguments { seed, runs, trace } = Arguments::parse();
    if trace || runs == 1 {
        let (schedule, ..) = Schedule::run(seed, Fault::None, Counts::default());
        print(&schedule.trace().0);
    }
    let started = Instant::now();
    let (counts, finding) = search_on_all_cores(seed, runs);
    let seconds = started.elapsed().as_secs_f64();
    println!("{counts}");
    let (schedules, steps) = (counts.schedules, counts.steps());
    let each = schedules as f64 / seconds;
    println!("{schedules} schedules from seed {seed}, {steps} steps, {seconds:.1} s, {each:.0} schedules/s");
    let Some(Finding { violation, seed, trace }) = finding else {
        println!("Every rule held after every step.");
        return ExitCode::SUCCESS;
    };
    println!("\nBroken: {:?}: {}\nThe shortest trace found:", violation.rule, cut(&violation.what));
    print(&trace);
    println!("The whole schedule: cargo xtask simulate --seed {seed} --runs 1 --trace");
    ExitCode::FAILURE
}

fn print(trace: &[String]) {
    for (number, line) in trace.iter().enumerate() {
        println!("{:>4}  {}", number + 1, cut(line));
    }
    println!();
}

/// A line that a person can read.
fn cut(line: &str) -> String {
    line.chars().take(400).collect()
}
