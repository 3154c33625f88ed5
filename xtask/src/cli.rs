//! The command line: what `cargo xtask --help` shows.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::engine::Engine;
use crate::test::Suite;
use crate::workspace::Workspace;
use crate::{bench, build, consumers, process, programs, reference, release, setup, sizes, test};

/// Developer commands of coolsms-oauth2.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Find or install what the other commands need: the wasm target, cargo and npm tools, three browsers
    ///
    /// The other commands do this for themselves, each for what it needs. Tools go to a cache folder of this project
    /// (`$XDG_CACHE_HOME/coolsms-oauth2`), browsers come from apt.
    Setup,
    /// Build the npm package into pkg/dist and print its sizes
    Build(BuildArgs),
    /// Print the sizes of the package, which is built where it is not; exit 1 when it is over its budget
    ///
    /// The budget, xtask/budget.json, names the tool chain that it is for. With another one the size is told, and not judged.
    Size,
    /// Write pkg/API.md, the reference of the API, from the types
    Reference,
    /// Serve the pages, the app and a local CoolSMS; with --headless, walk through them in a browser
    Demo(DemoArgs),
    /// Run the local CoolSMS alone, for developing an app against it
    #[command(disable_help_flag = true)]
    Sandbox {
        /// Passed on; see `cargo xtask sandbox --help`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Run the test suites, natively and in three browser engines
    Test(TestArgs),
    /// Prepare a release: raise the version, build, test the tarball, move the changelog's entries; publishes nothing
    Release(ReleaseArgs),
    /// Build apps with the packed package, by bundler and framework, sign in to each, and print a table
    ///
    /// Each is a folder of tests/consumers, with tools of its own, which npm installs below target/consumers for as long
    /// as they are used.
    Consumers {
        /// Only these, by the names of their folders
        names: Vec<String>,
    },
    /// Measure the package beside what one would use in its place, in Chromium; its core natively, or by instructions
    ///
    /// A table is printed; target/bench then holds it as bench.md, every number as bench.json, and a chart, bench.svg.
    /// docs/bench.md says what the numbers mean.
    Bench(BenchArgs),
    /// Drive the flows under random schedules, and say how often what happened; exit 1 when a rule does not hold
    Simulate {
        /// Passed on: `--seed S`, `--runs N`; `--replay S` for every step of one
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Serve the pages of the tests, for a look at them in any browser
    ServeTests {
        /// Passed on to the server
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

#[derive(Args)]
struct BuildArgs {
    /// Quick and readable, for debugging: no size optimisation, no minification, no budget
    #[arg(long)]
    dev: bool,
}

#[derive(Args)]
struct DemoArgs {
    /// Drive Chromium through every step instead of waiting for you; exit 1 when a step is not as it should be
    #[arg(long)]
    headless: bool,
    /// The port of the pages, before those of CoolSMS and the app; the next free one when one is taken
    #[arg(long)]
    port: Option<u16>,
}

#[derive(Args)]
struct TestArgs {
    /// The browser engines to test in, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Engine::ALL)]
    engines: Vec<Engine>,
    /// Also the suites that take long by nature
    #[arg(long)]
    all: bool,
    /// Only these suites, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "SUITE")]
    only: Vec<Suite>,
}

#[derive(Args)]
struct ReleaseArgs {
    /// Do it all in a copy, and leave the work tree as it is
    #[arg(long)]
    dry_run: bool,
    /// patch, minor, major, or the version itself
    #[arg(default_value = "patch")]
    next: String,
}

#[derive(Args)]
struct BenchArgs {
    /// How often everything is measured
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// How much later the servers answer, in milliseconds, separated by commas
    #[arg(long, value_delimiter = ',', default_values_t = [0, 50, 150])]
    latencies: Vec<u32>,
    /// Time the core natively, by criterion
    #[arg(long, conflicts_with = "instructions")]
    native: bool,
    /// Count the instructions of the core by callgrind; exit 1 where there are a few per cent more than in the baseline
    #[arg(long)]
    instructions: bool,
    /// Make what is counted the baseline
    #[arg(long, requires = "instructions")]
    bless: bool,
}

/// The exit code of a command that looked for something wrong.
fn exit_code(holds: bool) -> ExitCode {
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Cli {
    /// Runs the command; `Ok` holds the exit code, an error what a person should read.
    pub(crate) fn run(self) -> Result<ExitCode> {
        process::die_with_children()?;
        let workspace = Workspace::find();
        match self.command {
            Command::Setup => setup::everything(&workspace)?,
            Command::Build(args) => build::run(&workspace, build::Mode::new(args.dev))?,
            Command::Size => sizes::run(&workspace)?,
            Command::Reference => reference::write(&workspace)?,
            Command::Demo(args) => programs::demo(&workspace, args.headless, args.port)?,
            Command::Sandbox { args } => programs::sandbox(&workspace, &args)?,
            Command::Test(args) => {
                let plan = test::Plan { engines: args.engines, only: args.only, all: args.all };
                return test::run(&workspace, &plan);
            }
            Command::Simulate { args } => programs::simulation(&workspace, &args)?,
            Command::ServeTests { args } => programs::serve_tests(&workspace, &args)?,
            Command::Release(args) => release::run(&workspace, &args.next, args.dry_run)?,
            Command::Consumers { names } => {
                let outcome = consumers::run(&workspace, consumers::Which::Named(&names))?;
                return Ok(exit_code(outcome.failed == 0));
            }
            Command::Bench(BenchArgs { instructions: true, bless: true, .. }) => bench::bless(&workspace)?,
            Command::Bench(BenchArgs { instructions: true, .. }) => {
                return Ok(exit_code(bench::check_instructions(&workspace)?));
            }
            Command::Bench(BenchArgs { native: true, .. }) => bench::native(&workspace)?,
            Command::Bench(BenchArgs { rounds, latencies, .. }) => bench::in_a_browser(&workspace, rounds, &latencies)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
