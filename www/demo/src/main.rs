//! The demo: the pages, the app and a local CoolSMS, for a person or for a browser without a window.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context, Result};
use browser::{Browser, Engine, conclude, in_repository};
use clap::Parser;
use demo::{Demo, Ports, Stage, walk};
use sandbox::{MEMBERS, PASSWORD};

const APP_PORT: u16 = 8400;

/// The demo, as static pages and as a single-page app, and a local CoolSMS, on this machine only. No message is ever sent.
#[derive(Debug, Parser)]
#[command(name = "demo", version)]
struct Arguments {
    /// The port of the pages, before those of CoolSMS and the app; the next free one when one is taken
    #[arg(long, default_value_t = APP_PORT)]
    port: u16,

    /// Drive Chromium through every step instead of waiting for you; exit 1 when a step is not as it should be
    #[arg(long)]
    headless: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    conclude(run(&Arguments::parse()).await.map(|()| true))
}

async fn run(arguments: &Arguments) -> Result<()> {
    let after = |offset| arguments.port.saturating_add(offset);
    let stage = Stage::start(Ports { app: arguments.port, sandbox: after(1), spa: after(2) }, &[]).await?;
    if arguments.headless { walk_through(&stage).await } else { wait_for_visitors(&stage).await }
}

async fn wait_for_visitors(stage: &Stage) -> Result<()> {
    println!("Demo       {} (static pages, with a script tag)", stage.page("/"));
    println!("           {} (a single-page app, with npm)", stage.route("/"));
    println!("CoolSMS    {} (a sandbox)", stage.sandbox.base());
    for member in MEMBERS {
        println!("Sign in    {} (password {PASSWORD})", member.email);
    }
    println!("\nCtrl+C ends it.");
    if has_desktop() && open::that_detached(stage.page("/")).is_err() {
        eprintln!("No browser could be opened: visit the address yourself.");
    }
    tokio::signal::ctrl_c().await?;
    println!("\nThe demo has ended.");
    Ok(())
}

fn has_desktop() -> bool {
    let is_set = |variable| env::var_os(variable).is_some_and(|value| !value.is_empty());
    cfg!(any(target_os = "macos", windows)) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

async fn walk_through(stage: &Stage) -> Result<()> {
    let folder = in_repository("target/demo");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("removing the screenshots of the last time")?;
    }
    let browser = Browser::start(Engine::Chromium).await?;
    let result = tokio::select! {
        result = take_every_step(&browser, stage, &folder) => result,
        _ = tokio::signal::ctrl_c() => Err(anyhow::anyhow!("it was broken off")),
    };
    let closed = browser.close().await;
    result.and(closed)?;
    println!("\nEvery step is as it should be. The screenshots are in target/demo.");
    Ok(())
}

async fn take_every_step(browser: &Browser, stage: &Stage, folder: &Path) -> Result<()> {
    let mut number = 0;
    for demo in [Demo::Site, Demo::App] {
        let tell = async |name: &str, shown: &str| {
            number += 1;
            println!("{number:2}  {name:22} {}", shown.replace('\n', " "));
            browser.picture(&folder.join(format!("{number:02}-{name}.png"))).await
        };
        if let Err(error) = walk(browser, stage, demo, tell).await {
            // Of help, but the error is what matters.
            let _ = browser.picture(&folder.join(format!("{:02}-failed.png", number + 1))).await;
            return Err(error);
        }
    }
    Ok(())
}
