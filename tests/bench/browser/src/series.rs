//! What was measured: a number for each round, of each library, of each thing that is measured.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::apps::Flow;
use crate::place::Cache;

/// A thing that is measured.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "camelCase", tag = "metric")]
pub(crate) enum Metric {
    /// From the start of the navigation until the library can be used, in milliseconds.
    Ready { latency: u32, cache: Cache },
    /// From the start of the navigation until the first answer of the API is on the page, in milliseconds.
    Answer { latency: u32, cache: Cache },
    /// To read a typical address, the state being told, in microseconds.
    ParseGiven,
    /// To read a typical address, the state being in the browser's storage, in microseconds.
    ParseStored,
    /// As `ParseGiven`, for an address of so many bytes.
    ParseSize { bytes: u32 },
    /// What the page holds after the sign-in, in kilobytes.
    Memory,
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
