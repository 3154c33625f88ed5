//! What is asked of each driver: the very browser we were told, without a window where it can, and keeping to itself.
//!
//! Each driver gives its browser a fresh profile and removes it at the end.

use std::path::Path;

use anyhow::Result;
use nix::unistd::geteuid;
use serde_json::{Value, json};
use thirtyfour::Capabilities;

use crate::Engine;

const CHROMIUM: [&str; 7] = [
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1280,1024",
];

pub(crate) fn capabilities(engine: Engine, browser: &Path) -> Result<Capabilities> {
    let (key, options) = match engine {
        Engine::Chromium => ("goog:chromeOptions", json!({ "binary": browser, "args": chromium_arguments() })),
        Engine::Firefox => {
            ("moz:firefoxOptions", json!({ "binary": browser, "args": ["-headless", "--width=1280", "--height=900"] }))
        }
        Engine::WebKit => ("webkitgtk:browserOptions", json!({ "binary": browser, "args": ["--automation"] })),
    };
    let mut capabilities = Capabilities::new();
    capabilities.set(key, options)?;
    capabilities.set("timeouts", timeouts())?;
    Ok(capabilities)
}

/// Chromium's own sandbox does not work as root.
fn chromium_arguments() -> Vec<&'static str> {
    let for_root = geteuid().is_root().then_some("--no-sandbox");
    CHROMIUM.into_iter().chain(for_root).collect()
}

/// In milliseconds. Elements are not waited for by the driver: [`crate::Browser::wait_for`] does that.
fn timeouts() -> Value {
    json!({ "script": 15_000, "pageLoad": 15_000, "implicit": 0 })
}
