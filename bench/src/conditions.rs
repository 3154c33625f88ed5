//! Under which conditions a page is visited: where its script comes from, and on what device.

use std::fmt;

use serde::Serialize;

/// Where the page's script and the answers to preflights come from.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Cache {
    /// The server.
    Cold,
    /// The browser, which has run the script before.
    Warm,
}

impl fmt::Display for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cold => "cold",
            Self::Warm => "warm",
        })
    }
}

/// How fast the page's processor is.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Device {
    /// As this machine.
    Desk,
    /// Slowed down by Chromium.
    Phone,
}

impl Device {
    /// How many times slower than this machine.
    pub(crate) const fn slowdown(self) -> u32 {
        match self {
            Self::Desk => 1,
            Self::Phone => 4,
        }
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Desk => "desk",
            Self::Phone => "phone",
        })
    }
}
