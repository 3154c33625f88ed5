//! The summary: this package beside the best of the others, thing by thing, at the end of one line.

use crate::apps::{App, BEFORE, CAPTURE, Flow, OURS};
use crate::conditions::{Cache, Device};
use crate::series::{Metric, State};

use super::{Row, is_other, number, times};

const FLOWS: [Flow; 2] = [Flow::Implicit, Flow::Code];

/// What stands in each row: a name, and the metric.
fn shown(latency: u32) -> Vec<(String, Metric)> {
    let conditions = [Device::Desk, Device::Phone]
        .into_iter()
        .flat_map(|device| [Cache::Cold, Cache::Warm].map(|cache| (device, cache)));
    let mut shown = Vec::new();
    for (device, cache) in conditions {
        let name = format!("callback to first answer, {device}, {cache}, ms");
        shown.push((name, Metric::Answer { latency, device, cache }));
    }
    for device in [Device::Desk, Device::Phone] {
        let name = format!("library start and first parse, {device}, ms");
        shown.push((name, Metric::FirstParse { device, state: State::Told }));
    }
    shown.push(("parse, state told, µs".to_owned(), Metric::Parse { state: State::Told }));
    shown.push(("parse, state stored, µs".to_owned(), Metric::Parse { state: State::Stored }));
    for device in [Device::Desk, Device::Phone] {
        shown.push((format!("first paint, {device}, ms"), Metric::FirstPaint { latency, device }));
        shown.push((format!("scripts before it, {device}, ms"), Metric::PaintScript { device }));
    }
    shown.push(("a call beyond fetch, µs".to_owned(), Metric::Call));
    shown.push(("memory, kB".to_owned(), Metric::Memory));
    shown.push(("memory, more after 11,000 calls, kB".to_owned(), Metric::MemoryOfCalls));
    shown
}

/// The table. The page with the entry `capture` and an earlier build have rows of their own.
pub(super) fn text(apps: &[App], rows: &[Row], latency: u32) -> String {
    let head = format!(
        "In short, at {latency} ms a round trip: ours, the best other library, and ours divided by it\n\n\
         | | {} |\n| --- |{}\n",
        FLOWS.map(|flow| format!("{}: ours | best other | ×", flow.label())).join(" | "),
        " ---: |".repeat(FLOWS.len() * 3),
    );
    let mut lines = bytes(apps);
    for (name, metric) in shown(latency) {
        let lines_of_it = [
            (OURS, None, name.clone()),
            (CAPTURE, None, format!("{name}: `{CAPTURE}` first")),
            (OURS, Some(BEFORE), format!("{name}: beside `{BEFORE}`")),
        ];
        for (ours, theirs, name) in lines_of_it {
            let cells = FLOWS.map(|flow| cell(rows, flow, metric, ours, theirs));
            if cells.iter().any(Option::is_some) {
                lines.push(line(&name, cells));
            }
        }
    }
    head + lines.concat().as_str()
}

fn line(name: &str, cells: [Option<String>; 2]) -> String {
    let cells = cells.map(|cell| cell.unwrap_or_else(|| "– | – | –".to_owned()));
    format!("| {name} | {} |\n", cells.join(" | "))
}

/// Beside `theirs`, or the best of the others.
fn cell(rows: &[Row], flow: Flow, metric: Metric, ours: &str, theirs: Option<&str>) -> Option<String> {
    let row = rows.iter().find(|row| row.flow == flow && row.metric == metric)?;
    let own = number(row.cell(ours)?.summary.median);
    let best = match theirs {
        Some(theirs) => Some(row.cell(theirs)?),
        None => row.best_other(),
    };
    let Some(best) = best.filter(|_| !metric.is_difference()) else { return Some(format!("{own} | – | –")) };
    let ratio = if ours == OURS { best.ours_to_this } else { best.capture_to_this };
    let ratio = ratio.map_or_else(|| "–".to_owned(), times);
    Some(format!("{own} | {} ({}) | {ratio}", number(best.summary.median), best.library))
}

/// What an app ships, and what it loads before its first paint.
fn bytes(apps: &[App]) -> Vec<String> {
    type Size = fn(&App) -> usize;
    let whole: Size = |app| app.app.gzip;
    let first: Size = |app| app.first.gzip;
    let row = |name: &str, size: Size, ours: &str| {
        let cells = FLOWS.map(|flow| {
            let of_flow = || apps.iter().filter(move |app| app.flow == flow);
            let own = of_flow().find(|app| app.name == ours).map(size)?;
            let others = of_flow().filter(|app| is_other(&app.name));
            let (least, name) = others.map(|app| (size(app), &app.name)).min()?;
            #[allow(clippy::cast_precision_loss, reason = "files have less than 2⁵² bytes")]
            let ratio = own as f64 / least as f64;
            Some(format!("{own} | {least} ({name}) | ×{ratio:.2}"))
        });
        cells.iter().any(Option::is_some).then(|| line(name, cells))
    };
    let rows = [
        row("bytes of an app, gzip", whole, OURS),
        row("bytes before the first paint, gzip", first, OURS),
        row(&format!("bytes before the first paint, gzip: `{CAPTURE}` first"), first, CAPTURE),
    ];
    rows.into_iter().flatten().collect()
}
