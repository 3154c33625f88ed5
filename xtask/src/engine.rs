//! The browser engines, one browser of each.

use std::fmt;
use std::path::PathBuf;

use clap::ValueEnum;

/// A browser engine that the product supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    /// Chrome, Edge, Samsung Internet, the web views of Android
    Chromium,
    /// Firefox
    Firefox,
    /// Safari, and every browser of iOS; here as WebKitGTK
    #[value(name = "webkit")]
    WebKit,
}

impl Engine {
    /// Every engine, in the order in which the suites run.
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// The name on the command line, in tables and in `JOURNEYS_ENGINE`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An installed browser and the WebDriver that drives it.
pub(crate) struct Browser {
    pub(crate) engine: Engine,
    pub(crate) browser: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// The environment variables by which other programs are told the two paths, and by which a person may choose them.
    pub(crate) const fn variables(engine: Engine) -> (&'static str, &'static str) {
        match engine {
            Engine::Chromium => ("CHROMIUM", "CHROMEDRIVER"),
            Engine::Firefox => ("FIREFOX", "GECKODRIVER"),
            Engine::WebKit => ("MINIBROWSER", "WEBKITDRIVER"),
        }
    }

    /// [`Self::variables`] with their values.
    pub(crate) fn environment(&self) -> [(&'static str, &PathBuf); 2] {
        let (browser, driver) = Self::variables(self.engine);
        [(browser, &self.browser), (driver, &self.driver)]
    }
}
