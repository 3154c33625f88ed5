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
    pub(crate) caches: Vec<Cache>,
    pub(crate) parsing: Parsing,
    /// In how many rounds addresses are read again and again, which takes long and varies little.
    pub(crate) parse_rounds: u32,
}

/// A thing to do with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// A sign-in comes back.
    Callback(Device, Cache),
    /// A visitor comes who does not sign in.
    FirstPaint(Device, Cache),
    /// The library starts, and reads one address.
    FirstParse(Device),
    /// It reads addresses again and again.
    Parse(Parsing),
}

impl Plan {
    /// All of it.
    pub(crate) fn whole(rounds: Option<u32>, latencies: Option<Vec<u32>>) -> Self {
        let latencies = latencies.unwrap_or_else(|| vec![0, 20, 50, 150]);
        let phones = latencies.iter().copied().filter(|latency| *latency >= TYPICAL).collect::<Vec<_>>();
        Self {
            rounds: rounds.unwrap_or(12),
            warm_up: 1,
            phones: if phones.is_empty() { latencies.clone() } else { phones },
            latencies,
            caches: vec![Cache::Cold, Cache::Warm],
            parsing: Parsing::Full,
            parse_rounds: 4,
        }
    }

    /// Some minutes: one line, no phone.
    pub(crate) fn quick(rounds: Option<u32>, latencies: Option<Vec<u32>>) -> Self {
        Self {
            rounds: rounds.unwrap_or(8),
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
        let has_typical = self.latencies.contains(&TYPICAL);
        if has_typical { TYPICAL } else { self.latencies.iter().copied().max().unwrap_or_default() }
    }

    /// What is done in a round with that page at the end of that line. The first round has the number 0.
    pub(crate) fn tasks(&self, app: &App, latency: u32, round: u32) -> Vec<Task> {
        let devices = || [Device::Desk].into_iter().chain(self.phones.contains(&latency).then_some(Device::Phone));
        let conditions = || devices().flat_map(|device| self.caches.iter().map(move |cache| (device, *cache)));
        let is_typical = latency == self.typical();
        let mut tasks = Vec::new();
        if app.signs_in() {
            tasks.extend(conditions().map(|(device, cache)| Task::Callback(device, cache)));
        }
        if is_typical {
            tasks.extend(conditions().map(|(device, cache)| Task::FirstPaint(device, cache)));
        }
        // The rest does not depend on the line.
        if is_typical && (app.has("given") || app.has("take")) {
            tasks.extend(devices().map(Task::FirstParse));
            let is_parsed = round >= self.warm_up && round - self.warm_up < self.parse_rounds;
            tasks.extend(is_parsed.then_some(Task::Parse(self.parsing)));
        }
        tasks
    }
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
            app: Some(NOTHING),
            first: NOTHING,
            functions: functions.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn a_check_does_everything_once() {
        let tasks = Plan::check().tasks(&app(&["given"]), 0, 0);
        let (desk, cold) = (Device::Desk, Cache::Cold);
        let once = [
            Task::Callback(desk, cold),
            Task::FirstPaint(desk, cold),
            Task::FirstParse(desk),
            Task::Parse(Parsing::Once),
        ];
        assert_eq!(tasks, once);
    }

    #[test]
    fn what_does_not_depend_on_the_line_is_measured_at_one() {
        let plan = Plan::whole(None, None);
        let (near, typical) = (plan.tasks(&app(&["take"]), 0, 1), plan.tasks(&app(&["take"]), TYPICAL, 1));
        assert!(near.iter().all(|task| matches!(task, Task::Callback(..))), "{near:?}");
        let others = |task: &&Task| !matches!(task, Task::Callback(..));
        // Two devices and two caches; two devices; once.
        assert_eq!(typical.iter().filter(others).count(), 4 + 2 + 1, "{typical:?}");
    }

    #[test]
    fn addresses_are_read_in_rounds_that_count_and_not_in_all() {
        let plan = Plan { warm_up: 2, parse_rounds: 3, rounds: 9, ..Plan::whole(None, None) };
        let is_parsed = |round| plan.tasks(&app(&["given"]), TYPICAL, round).contains(&Task::Parse(Parsing::Full));
        assert_eq!((0..11).filter(|round| is_parsed(*round)).collect::<Vec<_>>(), [2, 3, 4]);
    }

    #[test]
    fn a_page_that_is_drawn_and_nothing_else_is_not_called_back() {
        let drawn = App { app: None, ..app(&[]) };
        let plan = Plan::whole(None, None);
        assert!(plan.tasks(&drawn, 0, 0).is_empty());
        assert!(plan.tasks(&drawn, TYPICAL, 0).iter().all(|task| matches!(task, Task::FirstPaint(..))));
    }

    #[test]
    fn the_longest_line_stands_for_all_where_none_is_typical() {
        assert_eq!(Plan::whole(None, Some(vec![0, 20])).typical(), 20);
        assert_eq!(Plan::whole(None, None).typical(), TYPICAL);
    }
}
