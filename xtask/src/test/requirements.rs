//! Which requirements of `SECURITY.md` (S1 to S50) this run has tested. A requirement whose row says `each engine` needs a
//! test that passed in every engine; for any other one test suffices, wherever it ran.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use super::Row;
use super::verdict::Verdict;
use crate::engine::Engine;
use crate::workspace;

/// What the third column begins with where the requirement depends on storage, history, navigation, channels, popups or
/// requests, which are each engine's own.
const EACH_ENGINE: &str = "each engine";

/// The requirements, and whether each is to be tested in every engine.
type Requirements = BTreeMap<u8, bool>;

/// Of one engine, or of what ran without one: by how many tests each requirement is named.
type Column = (Option<Engine>, BTreeMap<u8, u32>);

/// Prints the table; judges it where every suite ran in every engine.
pub(super) fn report(rows: &[Row], is_complete: bool) -> Result<Verdict> {
    let columns: Vec<Column> =
        [None].into_iter().chain(Engine::ALL.map(Some)).filter_map(|engine| column(rows, engine)).collect();
    if columns.is_empty() {
        return Ok(Verdict::default());
    }
    let requirements = parse(&fs::read_to_string(workspace::path("SECURITY.md")).context("reading SECURITY.md")?);
    let row = |name: &str, cell: &dyn Fn(&Column) -> String| {
        println!("{name:<12}{}", columns.iter().map(|column| format!("{:>10}", cell(column))).collect::<String>());
    };
    println!();
    row("requirement", &|(engine, _)| engine.map_or("native", Engine::name).to_owned());
    for number in requirements.keys() {
        row(&format!("S{number}"), &|(_, tests)| tests.get(number).map_or_else(|| "-".to_owned(), u32::to_string));
    }
    if !is_complete {
        println!("Not every suite and engine ran, so this is not judged.");
        return Ok(Verdict::default());
    }
    let complaints = complaints(&requirements, &columns);
    complaints.iter().for_each(|complaint| println!("error: {complaint}"));
    Ok(Verdict::check(complaints.is_empty()))
}

/// The sums of all suites in that engine; `None` where no test that ran there names a requirement.
fn column(rows: &[Row], engine: Option<Engine>) -> Option<Column> {
    let mut total = BTreeMap::new();
    for (number, count) in rows.iter().filter(|row| row.engine == engine).flat_map(|row| &row.verdict.proofs) {
        *total.entry(*number).or_default() += count;
    }
    (!total.is_empty()).then_some((engine, total))
}

/// From the rows `| S26 | text | each engine; … |`.
fn parse(document: &str) -> Requirements {
    let row = |line: &str| {
        let (number, rest) = line.strip_prefix("| S")?.split_once(" | ")?;
        let (_, remark) = rest.trim_end_matches(" |").rsplit_once(" | ")?;
        Some((number.parse().ok()?, remark.starts_with(EACH_ENGINE)))
    };
    document.lines().filter_map(row).collect()
}

fn complaints(requirements: &Requirements, columns: &[Column]) -> Vec<String> {
    let tests = |engine, number| columns.iter().any(|(it, tests)| *it == engine && tests.contains_key(number));
    let mut complaints = Vec::new();
    for (number, in_each) in requirements {
        let missing: Vec<_> = Engine::ALL.into_iter().filter(|engine| !tests(Some(*engine), number)).collect();
        if *in_each && !missing.is_empty() {
            let names: Vec<_> = missing.into_iter().map(Engine::name).collect();
            complaints.push(format!("no test that passed names S{number} in {}", names.join(", ")));
        } else if missing.len() == Engine::ALL.len() && !tests(None, number) {
            complaints.push(format!("no test that passed names S{number}"));
        }
    }
    let named = columns.iter().flat_map(|(_, tests)| tests.keys());
    let unknown = named.filter(|number| !requirements.contains_key(number));
    complaints.extend(unknown.map(|number| format!("a test names S{number}, which SECURITY.md does not have")));
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str =
        "| | | |\n| --- | --- | --- |\n| S1 | One. | built |\n| S2 | Two | three. | each engine; by locks |\n";

    #[test]
    fn one_test_suffices_unless_each_engine_is_asked_for() {
        let requirements = parse(DOCUMENT);
        let column = |engine, proofs: &[(u8, u32)]| (engine, proofs.iter().copied().collect());
        let [chromium, firefox, webkit] = Engine::ALL.map(Some);
        let engines = [column(chromium, &[(2, 1)]), column(firefox, &[(2, 1)]), column(webkit, &[(2, 1)])];
        let complaints = |native: &[(u8, u32)], engines: &[Column]| {
            complaints(&requirements, &[&[column(None, native)], engines].concat())
        };
        assert_eq!(complaints(&[(1, 3)], &engines), [""; 0]);
        assert_eq!(complaints(&[(1, 3), (2, 1)], &engines[..2]), ["no test that passed names S2 in webkit"]);
        let expected = ["no test that passed names S1", "a test names S3, which SECURITY.md does not have"];
        assert_eq!(complaints(&[(3, 1)], &engines), expected);
    }

    #[test]
    fn security_md_has_its_requirements_in_order() {
        let requirements = parse(&fs::read_to_string(workspace::path("SECURITY.md")).expect("it is readable"));
        assert!(requirements.keys().copied().eq(1..=50));
        assert!(requirements.values().any(|in_each| *in_each));
    }
}
