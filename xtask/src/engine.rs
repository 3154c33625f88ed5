//! The browser engines, one browser of each.

use std::path::PathBuf;

use clap::ValueEnum;

/// A browser engine that the product supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
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
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// The name on the command line, in tables and in `JOURNEYS_ENGINE`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// The environment variables by which other programs are told where browser and driver are, and by which a person may
    /// choose them.
    pub(crate) const fn variables(self) -> [&'static str; 2] {
        match self {
            Self::Chromium => ["CHROMIUM", "CHROMEDRIVER"],
            Self::Firefox => ["FIREFOX", "GECKODRIVER"],
            Self::WebKit => ["MINIBROWSER", "WEBKITDRIVER"],
        }
    }
}

/// An installed browser and the WebDriver that drives it.
pub(crate) struct Browser {
    pub(crate) engine: Engine,
    pub(crate) browser: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// [`Engine::variables`] with their values.
    pub(crate) fn environment(&self) -> [(&'static str, &PathBuf); 2] {
        let [browser, driver] = self.engine.variables();
        [(browser, &self.browser), (driver, &self.driver)]
    }
}
