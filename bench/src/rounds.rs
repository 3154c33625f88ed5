//! The rounds: in each of them everything is measured once, in random order.

use std::time::Instant;

use anyhow::Result;
use browser::Browser;

use crate::apps::App;
use crate::conditions::{Cache, Device};
use crate::devtools;
use crate::place::Place;
use crate::plan::{Plan, Task};
use crate::series::{Metric, Series, State};
use crate::stage::Stage;

/// Measures everything in every round; `series` then holds it, or what there was until it was broken off.
pub(crate) async fn run(
    plan: &Plan,
    apps: &[App],
    stage: &Stage,
    browser: &Browser,
    series: &mut Series,
) -> Result<()> {
    let mut places = Vec::new();
    for latency in &plan.latencies {
        for app in apps {
            for cache in &plan.caches {
                places.push(Place::open(app, *latency, *cache, stage, browser).await?);
            }
        }
    }
    // What rounds bring that do not count.
    let mut thrown_away = Series::default();
    let mut random = fastrand::Rng::with_seed(1);
    let (rounds, started) = (plan.warm_up + plan.rounds, Instant::now());
    for round in 0..rounds {
        let mut order: Vec<(usize, Task)> = Vec::new();
        for (index, place) in places.iter().enumerate() {
            order.extend(
                plan.tasks(place.app, place.round_trip, place.cache, round).into_iter().map(|task| (index, task)),
            );
        }
        random.shuffle(&mut order);
        let into = if round < plan.warm_up { &mut thrown_away } else { &mut *series };
        for (index, task) in order {
            measure(&mut places[index], task, plan, browser, into).await?;
        }
        println!("{}", progress(round + 1, rounds, plan.warm_up, started.elapsed().as_secs_f64()));
    }
    Ok(())
}

/// What is said after a round.
fn progress(done: u32, rounds: u32, warm_up: u32, seconds: f64) -> String {
    let left = seconds / f64::from(done) * f64::from(rounds - done) / 60.0;
    let kind = if done <= warm_up { ", to warm up" } else { "" };
    format!("round {done} of {rounds}{kind}: {:.1} min, about {left:.0} to go", seconds / 60.0)
}

async fn measure(place: &mut Place<'_>, task: Task, plan: &Plan, browser: &Browser, series: &mut Series) -> Result<()> {
    let (flow, name, latency, cache) = (place.app.flow, place.app.name.as_str(), place.round_trip, place.cache);
    let mut add = |metric, value| series.add(flow, metric, name, value);
    match task {
        Task::Callback(device) => {
            let visit = place.visit(browser, device).await?;
            add(Metric::Answer { latency, device, cache }, visit.answer()?);
            if latency == plan.typical() {
                for (step, time) in visit.steps() {
                    add(Metric::Step { device, cache, step }, time);
                }
                if device == Device::Desk && cache == Cache::Warm {
                    add(Metric::Memory, devtools::memory(browser).await? / 1000.0);
                }
            }
            place.begin(browser).await?;
        }
        Task::FirstPaint(device) => {
            let paint = place.first_paint(browser, device).await?;
            add(Metric::FirstPaint { latency, device }, paint.paint);
            add(Metric::PaintWork { device }, paint.work.tasks);
            add(Metric::PaintScript { device }, paint.work.script);
        }
        Task::FirstParse(device) => {
            for state in [State::Told, State::Stored] {
                if let Some(time) = place.first_parse(browser, device, state).await? {
                    add(Metric::FirstParse { device, state }, time);
                }
            }
        }
        Task::Calls => {
            let calls = place.calls(browser, plan.parsing).await?;
            add(Metric::Call, calls.cost);
            add(Metric::MemoryOfCalls, calls.memory);
        }
        Task::Parse(parsing) => {
            let parse = place.parse(browser, parsing).await?;
            // The sign-ins that it started have taken the place of the one that waits for the next callback.
            place.begin(browser).await?;
            let told = [(State::Told, parse.given), (State::Stored, parse.stored)];
            for (state, time) in told.into_iter().filter_map(|(state, time)| Some((state, time?))) {
                add(Metric::Parse { state }, time);
            }
            for (bytes, time) in parse.sizes {
                add(Metric::ParseSize { bytes }, time);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_tells_how_long_it_still_takes() {
        assert_eq!(progress(1, 4, 1, 120.0), "round 1 of 4, to warm up: 2.0 min, about 6 to go");
        assert_eq!(progress(4, 4, 1, 480.0), "round 4 of 4: 8.0 min, about 0 to go");
    }
}
