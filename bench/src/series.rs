//! What was measured: a number for each round, of each library, of each thing that is measured.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::apps::Flow;
use crate::conditions::{Cache, Device};

/// Where the state is that a response is compared with.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    /// The function is told it.
    Told,
    /// In the browser's storage.
    Stored,
}

/// A step on the way from the navigation to the callback to the first answer of the API. Its time is that since the step before.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Step {
    /// The page has arrived.
    Page,
    /// Its script has arrived.
    Script,
    /// The script runs: the browser has compiled it, and has done its own work.
    Started,
    /// The library can be used.
    Ready,
    /// The first request to the provider: a call of the API, or the one that exchanges the code.
    Request,
    /// The answer of the API is on the page.
    Answer,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Page => "the page arrives",
            Self::Script => "its script arrives",
            Self::Started => "the script starts",
            Self::Ready => "the library can be used",
            Self::Request => "the first request is made",
            Self::Answer => "the answer is shown",
        })
    }
}

/// A thing that is measured.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "camelCase", tag = "metric")]
pub(crate) enum Metric {
    /// From the start of the navigation until the first answer of the API is on the page, in milliseconds.
    Answer { latency: u32, device: Device, cache: Cache },
    /// A part of that, in milliseconds.
    Step { device: Device, cache: Cache, step: Step },
    /// From the start of the navigation until the page's text is painted, for who has not been here and does not
    /// sign in, in milliseconds.
    FirstPaint { latency: u32, device: Device },
    /// How long the main thread works for that, in milliseconds.
    PaintWork { device: Device },
    /// How long of it in JavaScript and WebAssembly, in milliseconds.
    PaintScript { device: Device },
    /// To start the library and to read one address, in milliseconds.
    FirstParse { device: Device, state: State },
    /// To read a typical address, in microseconds.
    Parse { state: State },
    /// To read an address of so many bytes, the state being told, in microseconds.
    ParseSize { bytes: u32 },
    /// What a call takes beyond `fetch`, in microseconds.
    Call,
    /// What the page holds after the sign-in, in kilobytes.
    Memory,
    /// What it holds more after eleven thousand calls, in kilobytes.
    MemoryOfCalls,
}

impl Metric {
    /// Whether it is what is more than something else: near zero, where a ratio says nothing.
    pub(crate) const fn is_difference(self) -> bool {
        matches!(self, Self::Call | Self::MemoryOfCalls)
    }
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Series(BTreeMap<(Flow, Metric), BTreeMap<String, Vec<f64>>>);

impl Series {
    /// Notes a number.
    pub(crate) fn add(&mut self, flow: Flow, metric: Metric, library: &str, value: f64) {
        self.0.entry((flow, metric)).or_default().entry(library.to_owned()).or_default().push(value);
    }

    /// Each thing, and the numbers of each library, round by round.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Flow, Metric, &BTreeMap<String, Vec<f64>>)> {
        self.0.iter().map(|((flow, metric), libraries)| (*flow, *metric, libraries))
    }
}
