//! What is measured, how often, and in what order.

use serde::Serialize;

use crate::apps::App;
use crate::conditions::{Cache, Device};

/// Where the first paint is measured and the summary is taken from, where there is such a line: a mobile network in a city.
const TYPICAL: u32 = 50;

/// How long the reading of an address is looked at.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Parsing {
    /// Once, to see that it works.
    Once,
    /// At the typical length.
    Short,
    /// At every length.
    Full,
}

/// How much is measured.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Plan {
    pub(crate) rounds: u32,
    /// Rounds before, which do not count: a browser compiles what it runs often once and for all.
    pub(crate) warm_up: u32,
    /// Round-trip times, in milliseconds.
    pub(crate) latencies: Vec<u32>,
    /// Those at whose end there is a phone, too.
    pub(crate) phones: Vec<u32>,
    /// A page that comes from the last of them reads addresses.
    pub(crate) caches: Vec<Cache>,
    pub(crate) parsing: Parsing,
    /// In how many rounds addresses are read, and calls made, again and again, which takes long and varies little.
    pub(crate) parse_rounds: u32,
}

/// A thing to do with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// A sign-in comes back.
    Callback(Device),
    /// A visitor comes who has not been here and does not sign in.
    FirstPaint(Device),
    /// The library starts, and reads one address.
    FirstParse(Device),
    /// It reads addresses again and again.
    Parse(Parsing),
    /// It calls the API again and again.
    Calls,
}

impl Plan {
    /// All of it.
    pub(crate) fn whole(rounds: Option<u32>, latencies: Option<Vec<u32>>) -> Self {
        let latencies = latencies.unwrap_or_else(|| vec![0, 20, 50, 150]);
        Self {
            rounds: rounds.unwrap_or(12),
            warm_up: 1,
            phones: vec![typical(&latencies)],
            latencies,
            caches: vec![Cache::Cold, Cache::Warm],
            parsing: Parsing::Full,
            parse_rounds: 4,
        }
    }

    /// Some minutes: one line, no phone.
    pub(crate) fn quick(rounds: Option<u32>, latencies: Option<Vec<u32>>) -> Self {
        Self {
            rounds: rounds.unwrap_or(5),
            latencies: latencies.unwrap_or_else(|| vec![TYPICAL]),
            phones: Vec::new(),
            parsing: Parsing::Short,
            parse_rounds: 0,
            ..Self::whole(None, None)
        }
    }

    /// Every page once, to see that it works.
    pub(crate) fn check() -> Self {
        Self {
            rounds: 1,
            warm_up: 0,
            latencies: vec![0],
            phones: Vec::new(),
            caches: vec![Cache::Cold],
            parsing: Parsing::Once,
            parse_rounds: 1,
        }
    }

    /// The line that stands for all where one is enough.
    pub(crate) fn typical(&self) -> u32 {
        typical(&self.latencies)
    }

    /// What is done in a round with that page at the end of that line. The first round has the number 0.
    pub(crate) fn tasks(&self, app: &App, latency: u32, cache: Cache, round: u32) -> Vec<Task> {
        let devices = || [Device::Desk].into_iter().chain(self.phones.contains(&latency).then_some(Device::Phone));
        let is_typical = latency == self.typical();
        let mut tasks: Vec<Task> = devices().map(Task::Callback).collect();
        if is_typical && self.caches.first() == Some(&cache) {
            tasks.extend(devices().map(Task::FirstPaint));
        }
        // The rest does not depend on the line.
        let is_repeated = round >= self.warm_up && round - self.warm_up < self.parse_rounds;
        let is_last = is_typical && self.caches.last() == Some(&cache);
        tasks.extend((is_last && is_repeated).then_some(Task::Calls));
        let reads = app.has("given") || app.has("take");
        if is_last && reads {
            tasks.extend(devices().map(Task::FirstParse));
            tasks.extend(is_repeated.then_some(Task::Parse(self.parsing)));
        }
        tasks
    }
}

fn typical(latencies: &[u32]) -> u32 {
    let longest = latencies.iter().copied().max().unwrap_or_default();
    if latencies.contains(&TYPICAL) { TYPICAL } else { longest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apps::{Bytes, Flow};

    const NOTHING: Bytes = Bytes { raw: 0, gzip: 0, brotli: 0 };

    fn app(functions: &[&str]) -> App {
        App {
            flow: Flow::Code,
            name: "one".to_owned(),
            version: None,
            library: None,
            app: NOTHING,
            first: NOTHING,
            functions: functions.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    const DESK: Device = Device::Desk;
    const PHONE: Device = Device::Phone;

    #[test]
    fn a_check_does_everything_once() {
        let tasks = Plan::check().tasks(&app(&["given"]), 0, Cache::Cold, 0);
        let visits = [Task::Callback(DESK), Task::FirstPaint(DESK)];
        assert_eq!(tasks, [&visits[..], &[Task::Calls, Task::FirstParse(DESK), Task::Parse(Parsing::Once)]].concat());
    }

    #[test]
    fn what_does_not_depend_on_the_line_is_measured_at_one() {
        let plan = Plan::whole(None, None);
        let tasks = |latency, cache| plan.tasks(&app(&["take"]), latency, cache, 1);
        let callbacks = [DESK, PHONE].map(Task::Callback);
        for cache in [Cache::Cold, Cache::Warm] {
            assert_eq!(tasks(150, cache), [Task::Callback(DESK)]);
        }
        assert_eq!(tasks(TYPICAL, Cache::Cold), [callbacks, [DESK, PHONE].map(Task::FirstPaint)].concat());
        let rest = [Task::Calls, Task::FirstParse(DESK), Task::FirstParse(PHONE), Task::Parse(Parsing::Full)];
        assert_eq!(tasks(TYPICAL, Cache::Warm), [&callbacks[..], &rest].concat());
    }

    #[test]
    fn addresses_are_read_in_rounds_that_count_and_not_in_all() {
        let plan = Plan { warm_up: 2, parse_rounds: 3, rounds: 9, ..Plan::whole(None, None) };
        let tasks = |round| plan.tasks(&app(&["given"]), TYPICAL, Cache::Warm, round);
        let parsed = (0..11).filter(|round| tasks(*round).contains(&Task::Parse(Parsing::Full)));
        assert_eq!(parsed.collect::<Vec<_>>(), [2, 3, 4]);
    }

    #[test]
    fn the_longest_line_stands_for_all_where_none_is_typical() {
        assert_eq!(Plan::whole(None, Some(vec![0, 20])).typical(), 20);
        assert_eq!(Plan::whole(None, None).typical(), TYPICAL);
    }
}
