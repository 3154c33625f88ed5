//! The chart: how long each callback takes at the end of one line, as bars with their quartiles.

use maud::{Markup, html};

use crate::apps::OURS;
use crate::conditions::Cache;
use crate::series::Metric;
use crate::statistics::Summary;

use super::{Cell, Row};

const WIDTH: f64 = 640.0;
/// Where the bars begin: names are left of them.
const LEFT: f64 = 130.0;
/// What is left free for the numbers behind the longest bar.
const RIGHT: f64 = 70.0;
const BAR: f64 = 16.0;
const TITLE: f64 = 26.0;

const STYLE: &str = "text { font: 12px system-ui, sans-serif; fill: #333 } .title { font-weight: 600 } \
                     .theirs { fill: #b8c4d0 } .ours { fill: #2f6fdb } .spread { stroke: #333 }";

/// The chart of all rows that are callbacks from a cold cache at that round-trip time.
pub(super) fn svg(rows: &[Row], round_trip: u32) -> String {
    let groups: Vec<(String, &Row)> = rows.iter().filter_map(|row| Some((title(row, round_trip)?, row))).collect();
    let longest = groups.iter().flat_map(|(_, row)| &row.libraries).map(|cell| cell.summary.high).fold(1.0, f64::max);
    let scale = (WIDTH - LEFT - RIGHT) / longest;
    let (mut height, mut drawn) = (4.0, Vec::new());
    for (title, row) in groups {
        drawn.push(html! { text.title x="4" y=(height + 16.0) { (title) } });
        height += TITLE;
        for cell in &row.libraries {
            drawn.push(bar(cell, height, scale));
            height += BAR;
        }
        height += 8.0;
    }
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {height}")) width=(WIDTH) height=(height) {
            style { (STYLE) }
            @for part in &drawn { (part) }
        }
    }
    .into_string()
}

fn title(row: &Row, round_trip: u32) -> Option<String> {
    let Metric::Answer { latency, device, cache: Cache::Cold } = row.metric else { return None };
    let title =
        format!("{}, {device}, {latency} ms a round trip, cold cache: ms to the first answer", row.flow.label());
    (latency == round_trip).then_some(title)
}

fn bar(cell: &Cell, top: f64, scale: f64) -> Markup {
    let Summary { median, low, high } = cell.summary;
    let at = |value: f64| format!("{:.1}", LEFT + value * scale);
    let class = if cell.library == OURS { "ours" } else { "theirs" };
    html! {
        text x=(LEFT - 6.0) y=(top + 12.0) text-anchor="end" { (cell.library) }
        rect class=(class) x=(LEFT) y=(top + 2.0) width=(format!("{:.1}", median * scale)) height=(BAR - 4.0) {}
        line.spread x1=(at(low)) x2=(at(high)) y1=(top + BAR / 2.0) y2=(top + BAR / 2.0) {}
        text x=(format!("{:.1}", LEFT + high * scale + 6.0)) y=(top + 12.0) { (format!("{median:.0}")) }
    }
}
