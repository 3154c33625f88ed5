//! What came of it: a short table and long ones to read, `bench.json` with every number, and a chart.

mod chart;
mod summary;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::apps::{App, BEFORE, CAPTURE, Flow, OURS, PLAIN};
use crate::plan::Plan;
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
    /// Of the page with our entry `capture` alone to this one, where there is such a page; none for ours.
    capture_to_this: Option<Ratio>,
    /// Round by round.
    rounds: Vec<f64>,
}

impl Row {
    fn cell(&self, library: &str) -> Option<&Cell> {
        self.libraries.iter().find(|cell| cell.library == library)
    }

    /// The best of what one would use in place of this package.
    fn best_other(&self) -> Option<&Cell> {
        let others = self.libraries.iter().filter(|cell| is_other(&cell.library));
        others.min_by(|a, b| a.summary.median.total_cmp(&b.summary.median))
    }
}

/// Whether it is a library of others.
fn is_other(library: &str) -> bool {
    ![OURS, CAPTURE, BEFORE, PLAIN].contains(&library)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    plan: &'a Plan,
    cores: usize,
    pages: &'a [App],
    measured: &'a [Row],
}

/// Prints the tables, and writes all three into the folder.
pub(crate) fn write(folder: &Path, plan: &Plan, apps: &[App], series: &Series) -> Result<()> {
    let rows = rows(series);
    let text = format!("{}\n{}", summary::text(apps, &rows, plan.typical()), table::text(apps, &rows));
    println!("\n{text}");
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let report = Report { plan, cores, pages: apps, measured: &rows };
    fs::write(folder.join("bench.json"), serde_json::to_string_pretty(&report)?)?;
    fs::write(folder.join("bench.md"), text)?;
    fs::write(folder.join("bench.svg"), chart::svg(&rows, plan.typical()))?;
    let rounds = rows.iter().flat_map(|row| &row.libraries).map(|cell| cell.rounds.len()).max().unwrap_or_default();
    println!("{rounds} rounds on {cores} cores; bench.md, bench.json and bench.svg are in {}", folder.display());
    Ok(())
}

fn rows(series: &Series) -> Vec<Row> {
    let row = |(flow, metric, libraries): (Flow, Metric, &BTreeMap<String, Vec<f64>>)| {
        let to = |whose: &str, library: &str, rounds: &[f64]| {
            let is_compared = ![OURS, CAPTURE].contains(&library) && !metric.is_difference();
            let whose = libraries.get(whose).filter(|_| is_compared)?;
            Some(ratio(whose, rounds))
        };
        let cell = |(library, rounds): (&String, &Vec<f64>)| Cell {
            library: library.clone(),
            summary: summary(rounds),
            ours_to_this: to(OURS, library, rounds),
            capture_to_this: to(CAPTURE, library, rounds),
            rounds: rounds.clone(),
        };
        let mut cells: Vec<_> = libraries.iter().map(cell).collect();
        cells.sort_by_key(|cell| (cell.library != OURS, cell.library != CAPTURE));
        Row { flow, metric, libraries: cells }
    };
    series.all().map(row).collect()
}

/// A number as a table shows it.
fn number(value: f64) -> String {
    match value.abs() {
        ..0.005 => "0".to_owned(),
        ..10.0 => format!("{value:.2}"),
        ..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

/// A ratio as a table shows it.
fn times(Ratio { ratio, low, high }: Ratio) -> String {
    format!("×{ratio:.2} [{low:.2}, {high:.2}]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apps::Bytes;
    use crate::conditions::{Cache, Device};

    fn page(name: &str, gzip: usize) -> App {
        let bytes = Bytes { raw: gzip * 2, gzip, brotli: gzip };
        App {
            flow: Flow::Code,
            name: name.to_owned(),
            version: None,
            library: None,
            app: bytes,
            first: bytes,
            functions: Vec::new(),
        }
    }

    fn measured(metrics: &[Metric], times: &[(&str, f64)]) -> Vec<Row> {
        let mut series = Series::default();
        for (metric, (library, time)) in metrics.iter().flat_map(|metric| times.iter().map(move |it| (metric, it))) {
            (0..5).for_each(|_| series.add(Flow::Code, *metric, library, *time));
        }
        rows(&series)
    }

    const LATENCY: u32 = 50;
    const TIMES: [(&str, f64); 3] = [(PLAIN, 50.0), ("zealous", 200.0), (OURS, 100.0)];

    fn callbacks() -> Vec<Row> {
        let device = Device::Desk;
        measured(&[Cache::Cold, Cache::Warm].map(|cache| Metric::Answer { latency: LATENCY, device, cache }), &TIMES)
    }

    #[test]
    fn table_and_chart_show_every_library_with_its_times_and_the_ratio_of_ours() {
        let rows = callbacks();
        let text = table::text(&[], &rows);
        assert!(text.contains(&format!("| | {OURS} | zealous | {PLAIN} |")), "the floor is not the last: {text}");
        let cold = "| 50 ms, desk, cold | 100 (100–100) | 200 (200–200) ×0.50 [0.50, 0.50] | 50.0";
        assert!(text.contains(cold), "{text}");
        assert!(text.contains("callback, code + PKCE:") && !text.contains("implicit:"), "{text}");

        let svg = chart::svg(&rows, LATENCY);
        assert_eq!(svg.matches("<rect").count(), 3, "{svg}");
        assert!(svg.contains(r#"class="ours" x="130" y="32" width="220.0""#), "{svg}");
        assert!(svg.contains(r#"class="theirs" x="130" y="64" width="440.0""#), "{svg}");
        assert!(!chart::svg(&rows, 20).contains("<rect"), "another line is drawn");
    }

    #[test]
    fn what_is_near_zero_is_shown_without_a_ratio() {
        let rows = measured(&[Metric::Call], &[(OURS, 48.0), ("zealous", -0.001), (PLAIN, -2.5)]);
        let text = table::text(&[], &rows);
        assert!(text.contains("| signed in | 48.0 (48.0–48.0) | 0 (0–0) | -2.50 (-2.50–-2.50) |"), "{text}");
        let text = summary::text(&[], &rows, LATENCY);
        assert!(text.contains("| a call beyond fetch, µs | – | – | – | 48.0 | – | – |"), "{text}");
    }

    #[test]
    fn the_summary_compares_with_the_best_other_library_and_not_with_the_floor() {
        let apps = [page(OURS, 40), page("zealous", 80), page("idle", 20), page(PLAIN, 1)];
        let rows = measured(
            &[Metric::Answer { latency: LATENCY, device: Device::Desk, cache: Cache::Warm }],
            &[TIMES[0], TIMES[1], TIMES[2], ("idle", 400.0), (BEFORE, 125.0)],
        );
        let text = summary::text(&apps, &rows, LATENCY);
        assert!(text.contains("| 100 | 200 (zealous) | ×0.50 [0.50, 0.50] |"), "{text}");
        assert!(text.contains("| 100 | 125 (before) | ×0.80 [0.80, 0.80] |"), "{text}");
        assert!(text.contains("| 40 | 20 (idle) | ×2.00 |"), "{text}");
    }

    #[test]
    fn a_page_with_capture_alone_has_a_ratio_of_its_own() {
        let rows = measured(&[Metric::PaintWork { device: Device::Desk }], &[TIMES[1], TIMES[2], (CAPTURE, 20.0)]);
        let text = table::text(&[], &rows);
        assert!(text.contains(&format!("| | {OURS} | {CAPTURE} | zealous |")), "{text}");
        assert!(text.contains("200 (200–200) ×0.50 [0.50, 0.50], capture ×0.10 [0.10, 0.10]"), "{text}");
        assert_eq!(rows[0].best_other().map(|cell| cell.library.as_str()), Some("zealous"));
    }
}
