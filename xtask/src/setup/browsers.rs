//! The browsers and their drivers.
//!
//! A path in the environment (`CHROMIUM`, `CHROMEDRIVER`, …) wins; else they are looked for where they usually are; else
//! apt installs them. Firefox's driver is no Debian package and comes from crates.io.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{apt, cargo_tools, report};
use crate::engine::{Browser, Engine};
use crate::process::ask;
use crate::workspace::{entries, on_path};

/// Firefox does not need the display, WebKit's small browser does.
const DISPLAY: [&str; 2] = ["xvfb-run", "xauth"];
const FONTS: &str = "fonts-nanum";

/// The browsers of these engines, in this order.
pub(crate) fn find_or_install(engines: &[Engine]) -> Result<Vec<Browser>> {
    install(engines)?;
    engines.iter().map(|engine| find(*engine)).collect()
}

/// What apt has of them, all at once; Firefox's driver is compiled elsewhere.
pub(super) fn install(engines: &[Engine]) -> Result<()> {
    for engine in engines {
        for variable in engine.variables() {
            let is_file = chosen(variable).is_none_or(|path| path.is_file());
            ensure!(is_file, "{variable} names no file: set it to the path of the program, or unset it");
        }
    }
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
    match apt::install(&names.join(", "), &packages) {
        Err(error) if missing.is_empty() => println!("note: {error:#}"),
        other => other?,
    }
    Ok(())
}

fn find(engine: Engine) -> Result<Browser> {
    let [browser_variable, driver_variable] = engine.variables();
    let missing = |what: &str, variable| {
        let name = engine.name();
        format!("the {what} {name} is not where apt installs it: set {variable} to its path")
    };
    let browser = report::find(engine.name(), || browser(engine));
    let browser = browser.with_context(|| missing("browser", browser_variable))?;
    let driver = match report::find(&format!("{}, driver", engine.name()), || driver(engine)) {
        None if engine == Engine::Firefox => cargo_tools::geckodriver()?,
        found => found.with_context(|| missing("driver of", driver_variable))?,
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
    chosen(engine.variables()[0]).or_else(|| match engine {
        Engine::Chromium => ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path),
        Engine::Firefox => ["firefox-esr", "firefox"].into_iter().find_map(on_path),
        Engine::WebKit => mini_browser(),
    })
}

/// The driver, but for Firefox's, whose version matters and which is installed in another way.
fn driver(engine: Engine) -> Option<PathBuf> {
    chosen(engine.variables()[1]).or_else(|| match engine {
        Engine::Chromium => on_path("chromedriver"),
        Engine::Firefox => None,
        Engine::WebKit => on_path("WebKitWebDriver"),
    })
}

fn chosen(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// WebKitGTK's own small browser, in a folder that names machine and interface (`/usr/lib/x86_64-linux-gnu/webkitgtk-6.0`):
/// the newest of them.
fn mini_browser() -> Option<PathBuf> {
    let of = |folders: Vec<PathBuf>| folders.iter().flat_map(|it| entries(it).unwrap_or_default()).collect::<Vec<_>>();
    let outer = of(vec!["/usr/lib".into(), "/usr/libexec".into()]);
    let folders = of(outer.clone()).into_iter().chain(outer);
    let is_webkit = |folder: &PathBuf| folder.file_name().is_some_and(|it| it.to_string_lossy().starts_with("webkit"));
    folders.filter(is_webkit).map(|folder| folder.join("MiniBrowser")).filter(|program| program.is_file()).max()
}

/// Whether screenshots show Korean; taken for granted where it cannot be asked.
fn korean_is_readable() -> bool {
    ask(Command::new("fc-list").arg(":lang=ko")).map_or(true, |fonts| !fonts.is_empty())
}
