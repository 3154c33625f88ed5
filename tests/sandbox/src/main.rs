//! Runs the sandbox until Ctrl+C.

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Options, PASSWORD, Sandbox};

/// A local CoolSMS: OAuth 2.0 sign-in and the API calls that it opens, on this machine only.
///
/// Everything lives in memory and ends with the program. No message is ever sent.
#[derive(Debug, Parser)]
#[command(name = "sandbox", version)]
struct Arguments {
    /// Port on 127.0.0.1; the next free one is used when it is taken, any with 0
    #[arg(long, default_value_t = 8401)]
    port: u16,

    /// How long an access token lives, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 86_400)]
    token_lifetime_seconds: u64,

    /// What every account holds at the start, in won
    #[arg(long, value_name = "WON", default_value_t = 1_000)]
    balance: u64,

    /// Send no CORS headers, to see what an app meets without them
    #[arg(long)]
    no_cors: bool,

    /// Answer a refresh with a new refresh token, and end the old one
    #[arg(long)]
    rotate_refresh_tokens: bool,

    /// Let pages without a secret spend codes with PKCE, by forms as well: unlike CoolSMS
    #[arg(long)]
    public_clients: bool,

    /// How much later every answer comes, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency_ms: u64,

    /// Show the front page in the browser
    #[arg(long)]
    open: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> io::Result<()> {
    let sandbox = Sandbox::start(Options {
        port: arguments.port,
        token_lifetime: Duration::from_secs(arguments.token_lifetime_seconds),
        balance: arguments.balance,
        cors: !arguments.no_cors,
        rotate_refresh_tokens: arguments.rotate_refresh_tokens,
        public_clients: arguments.public_clients,
        latency: Duration::from_millis(arguments.latency_ms),
        ..Options::default()
    })
    .await?;

    let base = sandbox.base();
    print_guide(&base);
    if arguments.open && open::that(&base).is_err() {
        eprintln!("No browser could be opened: visit {base} yourself.");
    }

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
