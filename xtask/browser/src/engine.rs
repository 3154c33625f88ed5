//! The browser engines: where their programs are, and what is asked of each driver.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use nix::unistd::geteuid;
use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::Capabilities;

use crate::standstill::STANDSTILL;

/// A browser engine that the product supports.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// Chrome, Edge, Samsung Internet, the web views of Android.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari, and every browser of iOS; here as WebKitGTK.
    WebKit,
}

impl Engine {
    /// The engine that `JOURNEYS_ENGINE` names; Chromium when it is not set.
    pub fn from_environment() -> Result<Self> {
        let name = env::var("JOURNEYS_ENGINE").unwrap_or_else(|_| "chromium".to_owned());
        let engine = serde_json::from_value(json!(name));
        engine.with_context(|| format!("JOURNEYS_ENGINE is `{name}`: it must be chromium, firefox or webkit"))
    }

    /// Its browser and its driver.
    pub(crate) fn programs(self) -> Result<(PathBuf, PathBuf)> {
        let (browser, driver) = match self {
            Self::Chromium => ("CHROMIUM", "CHROMEDRIVER"),
            Self::Firefox => ("FIREFOX", "GECKODRIVER"),
            Self::WebKit => ("MINIBROWSER", "WEBKITDRIVER"),
        };
        Ok((program(browser)?, program(driver)?))
    }

    /// The very browser we were told, without a window where it can, and keeping to itself. Each driver gives its browser a
    /// fresh profile and removes it at the end. Those of Chromium and Firefox also let a page open windows that nobody
    /// asked for, unless they are told not to.
    pub(crate) fn capabilities(self, browser: &Path, arguments: &[String]) -> Result<Capabilities> {
        let (key, options) = match self {
            Self::Chromium => ("goog:chromeOptions", chromium_options(browser, arguments)),
            Self::Firefox => {
                let arguments = ["-headless", "--width=1280", "--height=900"];
                let preferences = json!({ "dom.disable_open_during_load": true });
                ("moz:firefoxOptions", json!({ "binary": browser, "args": arguments, "prefs": preferences }))
            }
            Self::WebKit => ("webkitgtk:browserOptions", json!({ "binary": browser, "args": ["--automation"] })),
        };
        // In milliseconds, beyond what [`crate::Browser`] itself takes for a standstill. It waits for elements, too.
        let beyond = 2 * STANDSTILL.as_secs() * 1000;
        let mut capabilities = Capabilities::new();
        capabilities.set(key, options)?;
        capabilities.set("timeouts", json!({ "script": beyond, "pageLoad": beyond, "implicit": 0 }))?;
        Ok(capabilities)
    }
}

fn chromium_options(browser: &Path, more: &[String]) -> Value {
    let mut arguments = vec![
        "--headless=new",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--window-size=1280,1024",
    ];
    // Chromium's own sandbox does not work as root.
    arguments.extend(geteuid().is_root().then_some("--no-sandbox"));
    arguments.extend(more.iter().map(String::as_str));
    json!({ "binary": browser, "args": arguments, "excludeSwitches": ["disable-popup-blocking"] })
}

/// The program that an environment variable names. `cargo xtask` finds or installs it and sets the variable.
fn program(variable: &str) -> Result<PathBuf> {
    let path = env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from);
    let path = path.with_context(|| {
        format!("{variable} is not set: use `cargo xtask test` or `cargo xtask demo`, or set it to the program's path")
    })?;
    ensure!(path.is_file(), "{variable} is {}, which is no file: set it to the program's path", path.display());
    Ok(path)
}
