//! What came of it: a table to read, `bench.json` with every number, and a chart.

mod chart;
mod table;

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::apps::{App, Flow, OURS};
use crate::rounds::Plan;
use crate::series::{Metric, Series};
use crate::statistics::{Ratio, Summary, ratio, summary};

/// A thing that was measured, of every library.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    flow: Flow,
    #[serde(flatten)]
    metric: Metric,
    /// Ours first, then by name.
    libraries: Vec<Cell>,
}

/// What one library came to.
#[derive(Debug, Serialize)]
pub(crate) struct Cell {
    library: String,
    #[serde(flatten)]
    summary: Summary,
    /// Of ours to this one; none for ours.
    ours_to_this: Option<Ratio>,
    /// Round by round.
    rounds: Vec<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    rounds: u32,
    cores: usize,
    pages: &'a [App],
    measured: &'a [Row],
}

/// Prints the table, and writes all three into the folder.
pub(crate) fn write(folder: &Path, plan: &Plan, apps: &[App], series: &Series) -> Result<()> {
    let rows = rows(series);
    let text = table::text(apps, &rows);
    println!("\n{text}");
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let report = Report { rounds: plan.rounds, cores, pages: apps, measured: &rows };
    fs::write(folder.join("bench.json"), serde_json::to_string_pretty(&report)?)?;
    fs::write(folder.join("bench.md"), text)?;
    fs::write(folder.join("bench.svg"), chart::svg(&rows))?;
    println!("{} rounds on {cores} cores; bench.md, bench.json and bench.svg are in {}", plan.rounds, folder.display());
    Ok(())
}

fn rows(series: &Series) -> Vec<Row> {
    let cell = |library: &str, rounds: &[f64], ours: Option<&Vec<f64>>| Cell {
        library: library.to_owned(),
        summary: summary(rounds),
        ours_to_this: ours.filter(|_| library != OURS).map(|ours| ratio(ours, rounds)),
        rounds: rounds.to_vec(),
    };
    let row = |(flow, metric, libraries): (Flow, Metric, &std::collections::BTreeMap<String, Vec<f64>>)| {
        let ours = libraries.get(OURS);
        let mut cells: Vec<_> = libraries.iter().map(|(library, rounds)| cell(library, rounds, ours)).collect();
        cells.sort_by_key(|cell| cell.library != OURS);
        Row { flow, metric, libraries: cells }
    };
    series.all().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apps::PLAIN;
    use crate::place::Cache;

    #[test]
    fn table_and_chart_show_every_library_with_its_times_and_the_ratio_of_ours() {
        let mut series = Series::default();
        for (library, time) in [(PLAIN, 50.0), ("zealous", 200.0), (OURS, 100.0)] {
            for cache in [Cache::Cold, Cache::Warm] {
                (0..5).for_each(|_| series.add(Flow::Code, Metric::Answer { latency: 50, cache }, library, time));
            }
        }
        let rows = rows(&series);
        let text = table::text(&[], &rows);
        assert!(text.contains(&format!("| | {OURS} | zealous | {PLAIN} |")), "the floor is not the last: {text}");
        assert!(text.contains("| 50 ms, cold | 100 (100–100) | 200 (200–200) ×0.50 [0.50, 0.50] | 50.0"), "{text}");
        assert!(text.contains("callback, code + PKCE:") && !text.contains("implicit:"), "{text}");

        let svg = chart::svg(&rows);
        assert_eq!(svg.matches("<rect").count(), 3, "{svg}");
        assert!(svg.contains(r#"class="ours" x="130" y="32" width="220.0""#), "{svg}");
        assert!(svg.contains(r#"class="theirs" x="130" y="64" width="440.0""#), "{svg}");
    }
}
