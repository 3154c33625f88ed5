//! What is asked of each driver: the very browser we were told, without a window where it can, and keeping to itself.
//!
//! Each driver gives its browser a fresh profile and removes it at the end. Those of Chromium and Firefox also let a page
//! open windows that nobody asked for, unless they are told not to.

use std::path::Path;

use anyhow::Result;
use nix::unistd::geteuid;
use serde_json::{Value, json};
use thirtyfour::Capabilities;

use crate::Engine;
use crate::standstill::STANDSTILL;

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
        Engine::Chromium => ("goog:chromeOptions", chromium_options(browser)),
        Engine::Firefox => {
            let arguments = ["-headless", "--width=1280", "--height=900"];
            let preferences = json!({ "dom.disable_open_during_load": true });
            ("moz:firefoxOptions", json!({ "binary": browser, "args": arguments, "prefs": preferences }))
        }
        Engine::WebKit => ("webkitgtk:browserOptions", json!({ "binary": browser, "args": ["--automation"] })),
    };
    let mut capabilities = Capabilities::new();
    capabilities.set(key, options)?;
    capabilities.set("timeouts", timeouts())?;
    Ok(capabilities)
}

/// Chromium's own sandbox does not work as root.
fn chromium_options(browser: &Path) -> Value {
    let for_root = geteuid().is_root().then_some("--no-sandbox");
    let arguments: Vec<&str> = CHROMIUM.into_iter().chain(for_root).collect();
    json!({ "binary": browser, "args": arguments, "excludeSwitches": ["disable-popup-blocking"] })
}

/// In milliseconds: beyond what [`crate::Browser`] itself takes for a standstill. Elements are not waited for by the
/// driver: [`crate::Browser::wait_for`] does that.
fn timeouts() -> Value {
    let beyond = 2 * STANDSTILL.as_secs() * 1000;
    json!({ "script": beyond, "pageLoad": beyond, "implicit": 0 })
}
