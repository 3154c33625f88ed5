//! The tables, as Markdown, which a terminal shows as well.

use crate::apps::{App, Bytes, Flow, PLAIN};
use crate::series::Metric;
use crate::statistics::{Ratio, Summary};

use super::{Cell, Row};

/// The tables, with the unit of their numbers.
const TABLES: [(&str, &str); 5] = [
    ("ready", "ms from the start of the navigation until the library can be used"),
    ("callback", "ms from the start of the navigation until the first answer of the API is shown"),
    ("parse", "µs to read a callback's address and verify its state"),
    ("parse, by length", "µs to read an address, its state being told"),
    ("memory", "kB that the page holds after the sign-in"),
];

/// The table that a metric is a row of, and the row's name.
fn place(metric: Metric) -> (&'static str, String) {
    match metric {
        Metric::Ready { latency, cache } => ("ready", format!("{latency} ms, {cache}")),
        Metric::Answer { latency, cache } => ("callback", format!("{latency} ms, {cache}")),
        Metric::ParseGiven => ("parse", "state told".to_owned()),
        Metric::ParseStored => ("parse", "state in storage".to_owned()),
        Metric::ParseSize { bytes } => ("parse, by length", format!("{} KiB", bytes / 1024)),
        Metric::Memory => ("memory", "heap and wasm".to_owned()),
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
    let size = |bytes: &Bytes| format!("{} | {} | {}", bytes.raw, bytes.gzip, bytes.brotli);
    let row = |app: &App| {
        let version = app.version.as_deref().unwrap_or_default();
        let library = app.library.as_ref().map_or_else(|| "– | – | –".to_owned(), size);
        format!("| {} {version} | {} | {library} | {} |\n", app.name, app.flow.label(), size(&app.app))
    };
    let head = "bytes: all of the library, and what of it this app ships with its own few lines; bundled and minified\n\n\
                | | flow | raw | gzip | brotli | raw | gzip | brotli |\n| --- | --- |";
    format!("{head}{}\n{}", " ---: |".repeat(6), apps.iter().map(row).collect::<String>())
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
    let number = |value: f64| if value < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") };
    let spread = format!("{} ({}–{})", number(median), number(low), number(high));
    match cell.ours_to_this {
        None => spread,
        Some(Ratio { ratio, low, high }) => format!("{spread} ×{ratio:.2} [{low:.2}, {high:.2}]"),
    }
}
