//! The browsers and their drivers.
//!
//! A path in the environment (`CHROMIUM`, `CHROMEDRIVER`, …) wins; else they are looked for where they usually are; else
//! apt installs them. Firefox's driver is no Debian package and comes from crates.io.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::{Report, apt, cargo_tools};
use crate::engine::{Browser, Engine};
use crate::process::ask;
use crate::workspace::{Workspace, on_path};

/// Firefox does not need the display, WebKit's small browser does.
const DISPLAY: [&str; 2] = ["xvfb-run", "xauth"];
const FONTS: &str = "fonts-nanum";

/// The browsers of these engines, in this order.
pub(crate) fn find_or_install(engines: &[Engine], workspace: &Workspace, report: &Report) -> Result<Vec<Browser>> {
    install(engines, workspace, report)?;
    engines.iter().map(|engine| find(*engine, workspace, report)).collect()
}

/// What apt has of them, all at once; Firefox's driver is compiled elsewhere.
pub(super) fn install(engines: &[Engine], workspace: &Workspace, report: &Report) -> Result<()> {
    let missing: Vec<Engine> = engines.iter().copied().filter(|engine| !is_there(*engine)).collect();
    let mut packages: Vec<&str> = missing.iter().flat_map(|engine| packages(*engine)).copied().collect();
    if !engines.is_empty() && !korean_is_readable() {
        // Without it the pages work, and screenshots show boxes.
        packages.push(FONTS);
    }
    if packages.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|engine| engine.name()).collect();
    let installed = apt::install(&names.join(", "), &packages, workspace, report);
    match installed {
        Err(error) if missing.is_empty() => println!("note: {error:#}"),
        other => other?,
    }
    Ok(())
}

fn find(engine: Engine, workspace: &Workspace, report: &Report) -> Result<Browser> {
    let (_, variable) = Browser::variables(engine);
    let look = || Some((browser(engine)?, driver(engine)));
    let place = |(browser, driver): &(PathBuf, Option<PathBuf>)| {
        let driver = driver.iter().map(|driver| format!(", {}", driver.display()));
        format!("{}{}", browser.display(), driver.collect::<String>())
    };
    let Some((browser, driver)) = report.find(engine.name(), look, place) else {
        let (variable, _) = Browser::variables(engine);
        bail!("{engine} is not where apt installs it: set {variable} to the path of the browser");
    };
    let driver = match driver {
        Some(driver) => driver,
        None if engine == Engine::Firefox => cargo_tools::geckodriver(workspace, report)?,
        None => bail!("the driver of {engine} is missing: set {variable} to its path"),
    };
    Ok(Browser { engine, browser, driver })
}

/// The Debian packages of an engine.
const fn packages(engine: Engine) -> &'static [&'static str] {
    match engine {
        Engine::Chromium => &["chromium", "chromium-driver"],
        Engine::Firefox => &["firefox-esr"],
        Engine::WebKit => &["webkit2gtk-driver", "xvfb", "xauth"],
    }
}

/// Whether apt has nothing to do for this engine.
fn is_there(engine: Engine) -> bool {
    let driver_there = engine == Engine::Firefox || driver(engine).is_some();
    let display_there = engine != Engine::WebKit || DISPLAY.iter().all(|program| on_path(program).is_some());
    browser(engine).is_some() && driver_there && display_there
}

fn browser(engine: Engine) -> Option<PathBuf> {
    let (variable, _) = Browser::variables(engine);
    chosen(variable).or_else(|| match engine {
        Engine::Chromium => ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path),
        Engine::Firefox => ["firefox-esr", "firefox"].into_iter().find_map(on_path),
        Engine::WebKit => mini_browser(),
    })
}

/// The driver, but for Firefox's, whose version matters and which has a way of its own.
fn driver(engine: Engine) -> Option<PathBuf> {
    let (_, variable) = Browser::variables(engine);
    chosen(variable).or_else(|| match engine {
        Engine::Chromium => on_path("chromedriver"),
        Engine::Firefox => None,
        Engine::WebKit => on_path("WebKitWebDriver"),
    })
}

fn chosen(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

/// WebKitGTK's own small browser, in a folder that names machine and interface: the newest of them.
fn mini_browser() -> Option<PathBuf> {
    let list = |folder: &Path| folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path());
    let roots = [Path::new("/usr/lib"), Path::new("/usr/libexec")];
    let folders = roots
        .into_iter()
        .flat_map(|root| list(root).flat_map(|folder| list(&folder).chain([folder])).collect::<Vec<_>>());
    let is_webkit =
        |folder: &PathBuf| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit"));
    folders.filter(is_webkit).map(|folder| folder.join("MiniBrowser")).filter(|program| program.is_file()).max()
}

/// Whether screenshots show Korean; taken for granted where it cannot be asked.
fn korean_is_readable() -> bool {
    ask(Command::new("fc-list").arg(":lang=ko")).map_or(true, |fonts| !fonts.is_empty())
}
