//! One case, once: what callgrind counts. `cargo xtask bench --instructions` calls it for each.

use anyhow::{Context, Result};
use bench_core::cases;
use clap::Parser;

/// Does one thing once, for callgrind; without a name, tells the names.
#[derive(Debug, Parser)]
#[command(name = "bench-core", version)]
struct Arguments {
    /// What to do
    case: Option<String>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let cases = cases();
    let Some(name) = arguments.case else {
        cases.iter().for_each(|case| println!("{}", case.name));
        return Ok(());
    };
    let case = cases.iter().find(|case| case.name == name).with_context(|| format!("no case is called {name}"))?;
    case.unmeasured();
    case.measured();
    Ok(())
}
