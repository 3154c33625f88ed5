//! Runs the sandbox until Ctrl+C.

use std::io;
use std::process::ExitCode;

use clap::Parser;
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Options, PASSWORD, Sandbox};

/// A local CoolSMS: OAuth 2.0 sign-in and the API calls that it opens, on this machine only.
///
/// Everything lives in memory and ends with the program. No message is ever sent.
#[derive(Debug, Parser)]
#[command(name = "sandbox", version)]
struct Arguments {
    #[command(flatten)]
    options: Options,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> io::Result<()> {
    let sandbox = Sandbox::start(Arguments::parse().options).await?;
    print_guide(&sandbox.base());
    tokio::signal::ctrl_c().await?;
    sandbox.stop().await;
    println!("\nThe sandbox has ended.");
    Ok(())
}

fn print_guide(base: &str) {
    println!("CoolSMS sandbox   {base}");
    println!("client_id         {DEMO_CLIENT_ID} (redirects to any address of this machine)");
    for member in MEMBERS {
        println!("member            {} (password {PASSWORD})", member.email);
    }
    println!();
    println!("Make the next balance request fail:");
    println!("  curl {base}/sandbox/faults --json \\");
    println!(r#"    '{{"path": "/cash/v1/balance", "effect": {{"kind": "status", "status": 503}}}}'"#);
    println!();
    println!("Ctrl+C ends it.");
}
