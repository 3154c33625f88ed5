//! The command line: what `cargo xtask --help` shows.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::engine::Engine;
use crate::test::Suite;
use crate::test::native::consumers;
use crate::{bench, build, process, programs, release, setup, test};

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
    Build {
        /// Quick and readable, for debugging: no size optimisation, no minification, no budget
        #[arg(long)]
        dev: bool,
    },
    /// Print the sizes of the package, which is built where it is not; exit 1 when it is over its budget
    ///
    /// The budget, xtask/budget.json, names the tool chain that it is for. With another one the size is told, and not judged.
    Size,
    /// Write pkg/API.md, the reference of the API, from the types
    Reference,
    /// Serve the pages, the app and a local CoolSMS; with --headless, walk through them in a browser
    Demo {
        /// Drive Chromium through every step instead of waiting for you; exit 1 when a step is not as it should be
        #[arg(long)]
        headless: bool,
        /// The port of the pages, before those of CoolSMS and the app; the next free one when one is taken
        #[arg(long)]
        port: Option<u16>,
    },
    /// Run the local CoolSMS alone, for developing an app against it
    #[command(disable_help_flag = true)]
    Sandbox {
        /// Passed on; see `cargo xtask sandbox --help`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Run the test suites, natively and in three browser engines
    Test {
        /// The browser engines to test in, separated by commas
        #[arg(long, value_enum, value_delimiter = ',', default_values_t = Engine::ALL)]
        engines: Vec<Engine>,
        /// Also the suites that take long by nature
        #[arg(long)]
        all: bool,
        /// Only these suites, separated by commas
        #[arg(long, value_enum, value_delimiter = ',', value_name = "SUITE")]
        only: Vec<Suite>,
    },
    /// Prepare a release: raise the version, build, test the tarball, move the changelog's entries; publishes nothing
    Release {
        /// Do it all in a copy, and leave the work tree as it is
        #[arg(long)]
        dry_run: bool,
        /// patch, minor, major, or the version itself
        #[arg(default_value = "patch")]
        next: String,
    },
    /// Build apps with the packed package, by bundler and framework, sign in to each, and print a table
    ///
    /// Each is a row of tests/consumers/apps.mjs, with its own tools, which npm installs below target/consumers for as
    /// long as they are used.
    Consumers {
        /// Only these, by their names
        names: Vec<String>,
    },
    /// Measure the package beside what one would use in its place, in Chromium
    ///
    /// A table is printed; target/bench then holds it as bench.md, every number as bench.json, and a chart, bench.svg.
    /// docs/bench.md says what the numbers mean.
    Bench {
        /// Passed on: `--quick`, `--rounds N`, `--latencies 0,50`, `--before FOLDER` for an earlier build
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Drive the flows under random schedules, and say how often what happened; exit 1 when a rule does not hold
    Simulate {
        /// Passed on: `--seed S`, `--runs N`; `--replay S` for every step of one
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Break the package on purpose, and tell which page test notices; exit 1 where none does
    Breaks {
        /// Only these, by their names in tests/simulation/breaks.ts
        names: Vec<String>,
    },
    /// Serve the pages of the tests, for a look at them in any browser
    ServeTests {
        /// Passed on to the server
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

impl Cli {
    /// Runs the command; `Ok` holds the exit code, an error what a person should read.
    pub(crate) fn run(self) -> Result<ExitCode> {
        process::die_with_children()?;
        match self.command {
            Command::Setup => setup::everything()?,
            Command::Build { dev } => build::run(if dev { build::Mode::Dev } else { build::Mode::Release })?,
            Command::Size => build::size()?,
            Command::Reference => programs::reference()?,
            Command::Demo { headless, port } => programs::demo(headless, port)?,
            Command::Sandbox { args } => programs::sandbox(&args)?,
            Command::Test { engines, only, all } => return test::run(&test::Plan { engines, only, all }),
            Command::Simulate { args } => programs::simulation(&args)?,
            Command::Breaks { names } => programs::breaks(&names)?,
            Command::ServeTests { args } => programs::serve_tests(&args)?,
            Command::Release { next, dry_run } => release::run(&next, dry_run)?,
            Command::Consumers { names } if consumers(&names)?.failed > 0 => return Ok(ExitCode::FAILURE),
            Command::Consumers { .. } => {}
            Command::Bench { args } => bench::in_a_browser(&args)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}
