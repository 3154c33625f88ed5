//! The tables, as Markdown, which a terminal shows as well.

use crate::apps::{App, Bytes, CAPTURE, Flow, PLAIN};
use crate::series::{Metric, State};
use crate::statistics::Summary;

use super::{Cell, Row, number, times};

/// The tables, with the unit of their numbers.
const TABLES: [(&str, &str); 10] = [
    ("callback", "ms from the start of the navigation until the first answer of the API is shown"),
    ("callback, step by step", "ms since the step before"),
    ("first parse", "ms to start the library in a fresh page and to read one address"),
    ("parse", "µs to read a callback's address and verify its state"),
    ("parse, by length", "µs to read an address, its state being told"),
    ("first paint", "ms from the start of the navigation until the text is painted, for who does not sign in"),
    ("main thread", "ms that the main thread works until that paint"),
    ("main thread, scripts", "ms of that work in JavaScript and WebAssembly"),
    ("call", "µs that a call takes beyond fetch, which answers at once"),
    ("memory", "kB that the page holds after the sign-in"),
];

/// The table that a metric is a row of, and the row's name.
fn place(metric: Metric) -> (&'static str, String) {
    let state = |state| match state {
        State::Told => "state told",
        State::Stored => "state in storage",
    };
    match metric {
        Metric::Answer { latency, device, cache } => ("callback", format!("{latency} ms, {device}, {cache}")),
        Metric::Step { device, cache, step } => ("callback, step by step", format!("{device}, {cache}: {step}")),
        Metric::FirstPaint { latency, device } => ("first paint", format!("{latency} ms, {device}")),
        Metric::PaintWork { device } => ("main thread", device.to_string()),
        Metric::PaintScript { device } => ("main thread, scripts", device.to_string()),
        Metric::FirstParse { device, state: of } => ("first parse", format!("{}, {device}", state(of))),
        Metric::Parse { state: of } => ("parse", state(of).to_owned()),
        Metric::ParseSize { bytes } => ("parse, by length", format!("{} KiB", bytes / 1024)),
        Metric::Call => ("call", "signed in".to_owned()),
        Metric::Memory => ("memory", "heap and wasm".to_owned()),
        Metric::MemoryOfCalls => ("memory", "more after 11,000 calls".to_owned()),
    }
}

/// All of them.
pub(super) fn text(apps: &[App], rows: &[Row]) -> String {
    let mut text = bytes(apps);
    for (title, unit) in TABLES {
        for flow in [Flow::Implicit, Flow::Code] {
            let named = rows.iter().filter(|row| row.flow == flow).map(|row| (place(row.metric), row));
            let rows: Vec<_> =
                named.filter(|((table, _), _)| *table == title).map(|((_, name), row)| (name, row)).collect();
            if !rows.is_empty() {
                text += &table(&format!("{title}, {}: {unit}", flow.label()), &rows);
            }
        }
    }
    text + "\nA number is a median, half of the rounds lie in the brackets behind it. × is ours divided by it, and the interval \
            that holds this ratio in 95 of 100 cases.\n"
}

fn bytes(apps: &[App]) -> String {
    let size = |bytes: &Option<Bytes>| match bytes {
        Some(bytes) => format!("{} | {} | {}", bytes.raw, bytes.gzip, bytes.brotli),
        None => "– | – | –".to_owned(),
    };
    let row = |app: &App| {
        let version = app.version.as_deref().unwrap_or_default();
        let sizes = [size(&app.library), size(&Some(app.app)), size(&Some(app.first))].join(" | ");
        format!("| {} {version} | {} | {sizes} |\n", app.name, app.flow.label())
    };
    let head = "bytes: all of the library; what of it an app ships that signs in, with its own few lines; what a page loads before it \
                is painted, for who does not sign in. Bundled and minified\n\n\
                | | flow | library: raw | gzip | brotli | app: raw | gzip | brotli | first paint: raw | gzip | brotli |\n| --- | --- |";
    format!("{head}{}\n{}", " ---: |".repeat(9), apps.iter().map(row).collect::<String>())
}

/// Libraries are its columns.
fn table(title: &str, rows: &[(String, &Row)]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for cell in rows.iter().flat_map(|(_, row)| &row.libraries) {
        if !names.contains(&cell.library.as_str()) {
            names.push(&cell.library);
        }
    }
    // The floor is no library: last.
    names.sort_by_key(|name| *name == PLAIN);
    let head = format!("| | {} |\n| --- |{}", names.join(" | "), " ---: |".repeat(names.len()));
    let line = |(name, row): &(String, &Row)| {
        let cell = |library: &&str| row.libraries.iter().find(|cell| cell.library == **library);
        let cells: Vec<String> = names.iter().map(|name| cell(name).map_or_else(|| "–".to_owned(), shown)).collect();
        format!("| {name} | {} |\n", cells.join(" | "))
    };
    format!("\n{title}\n\n{head}\n{}", rows.iter().map(line).collect::<String>())
}

fn shown(cell: &Cell) -> String {
    let Summary { median, low, high } = cell.summary;
    let spread = format!("{} ({}–{})", number(median), number(low), number(high));
    let ours = cell.ours_to_this.map(|ratio| format!(" {}", times(ratio)));
    let capture = cell.capture_to_this.map(|ratio| format!(", {CAPTURE} {}", times(ratio)));
    [Some(spread), ours, capture].into_iter().flatten().collect()
}
