//! The browser engines, and where their programs are.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// A browser engine that the product supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    ///
    /// # Errors
    /// When it names none.
    pub fn from_environment() -> Result<Self> {
        match env::var("JOURNEYS_ENGINE").as_deref() {
            Err(_) | Ok("chromium") => Ok(Self::Chromium),
            Ok("firefox") => Ok(Self::Firefox),
            Ok("webkit") => Ok(Self::WebKit),
            Ok(other) => bail!("JOURNEYS_ENGINE is `{other}`: it must be chromium, firefox or webkit"),
        }
    }

    pub(crate) fn browser_path(self) -> Result<PathBuf> {
        program(match self {
            Self::Chromium => "CHROMIUM",
            Self::Firefox => "FIREFOX",
            Self::WebKit => "MINIBROWSER",
        })
    }

    pub(crate) fn driver_path(self) -> Result<PathBuf> {
        program(match self {
            Self::Chromium => "CHROMEDRIVER",
            Self::Firefox => "GECKODRIVER",
            Self::WebKit => "WEBKITDRIVER",
        })
    }
}

/// The program that an environment variable names. `cargo xtask` finds or installs it and sets the variable.
pub(crate) fn program(variable: &str) -> Result<PathBuf> {
    let path = env::var_os(variable).filter(|path| !path.is_empty());
    let path = PathBuf::from(path.with_context(|| {
        format!("{variable} is not set: use `cargo xtask test` or `cargo xtask demo`, or set it to the program's path")
    })?);
    if !path.is_file() {
        bail!("{variable} is {}, which is no file: set it to the program's path", path.display());
    }
    Ok(path)
}
