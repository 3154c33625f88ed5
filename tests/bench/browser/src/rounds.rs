//! The order in which everything is measured.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use journeys::Browser;
use sandbox::Sandbox;

use crate::apps::App;
use crate::place::{Cache, Place};
use crate::series::{Metric, Series};
use crate::{devtools, stage};

/// How much is measured.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) rounds: u32,
    /// Rounds before, which do not count: a browser compiles what it runs often once and for all.
    pub(crate) warm_up: u32,
    /// In milliseconds.
    pub(crate) latencies: Vec<u32>,
}

/// Measures everything in every round, each in an order of its own.
pub(crate) async fn run(plan: &Plan, apps: &[App], folder: &Path, browser: &Browser) -> Result<Series> {
    let mut sandboxes = Vec::new();
    for latency in &plan.latencies {
        sandboxes.push((*latency, stage::provider((*latency).into()).await?));
    }
    let mut places = open(apps, folder, &sandboxes, browser).await?;
    let mut series = Series::default();
    let mut random = fastrand::Rng::with_seed(1);
    let rounds = plan.warm_up + plan.rounds;
    for round in 0..rounds {
        let started = Instant::now();
        if round == plan.warm_up {
            series = Series::default();
        }
        one_round(&mut places, browser, &mut random, &mut series).await?;
        let seconds = started.elapsed().as_secs_f64();
        println!("round {} of {rounds}, {} of them to warm up ({seconds:.0} s)", round + 1, plan.warm_up);
    }
    for place in places {
        place.close().await;
    }
    for (_, sandbox) in sandboxes {
        sandbox.stop().await;
    }
    Ok(series)
}

async fn open<'a>(
    apps: &'a [App],
    folder: &Path,
    sandboxes: &'a [(u32, Sandbox)],
    browser: &Browser,
) -> Result<Vec<Place<'a>>> {
    let mut places = Vec::new();
    for (latency, sandbox) in sandboxes {
        for app in apps {
            let site = stage::site(app, folder, sandbox, (*latency).into()).await?;
            places.push(Place::open(app, *latency, site, sandbox, browser).await?);
        }
    }
    Ok(places)
}

async fn one_round(
    places: &mut [Place<'_>],
    browser: &Browser,
    random: &mut fastrand::Rng,
    series: &mut Series,
) -> Result<()> {
    let nearest = places.iter().map(|place| place.latency).min();
    let mut order: Vec<(usize, Cache)> =
        (0..places.len()).flat_map(|index| [Cache::Cold, Cache::Warm].map(|cache| (index, cache))).collect();
    random.shuffle(&mut order);
    for (index, cache) in order {
        let place = &mut places[index];
        let (flow, name, latency) = (place.app.flow, &place.app.name, place.latency);
        let visit = place.visit(browser, cache).await?;
        series.add(flow, Metric::Ready { latency, cache }, name, visit.ready);
        series.add(flow, Metric::Answer { latency, cache }, name, visit.answer);
        // The rest does not depend on line and cache.
        if Some(latency) == nearest && cache == Cache::Warm {
            series.add(flow, Metric::Memory, name, devtools::memory(browser).await? / 1000.0);
            let parse = place.parse(browser).await?;
            let told = [(Metric::ParseGiven, parse.given), (Metric::ParseStored, parse.stored)];
            let sizes = parse.sizes.into_iter().map(|(bytes, time)| (Metric::ParseSize { bytes }, Some(time)));
            for (metric, time) in told.into_iter().chain(sizes) {
                time.into_iter().for_each(|time| series.add(flow, metric, name, time));
            }
        }
        place.begin(browser).await?;
    }
    Ok(())
}
