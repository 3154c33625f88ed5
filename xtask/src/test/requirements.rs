//! Which requirements of `SECURITY.md` (S1 to S50) this run has tested. A requirement whose row says `each engine` needs a
//! test that passed in every engine; for any other one test suffices, wherever it ran.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result};

use super::Row;
use super::verdict::Verdict;
use crate::engine::Engine;
use crate::workspace::Workspace;

/// What the third column begins with where the requirement depends on storage, history, navigation, channels, popups or
/// requests, which are each engine's own.
const EACH_ENGINE: &str = "each engine";

/// The requirements, and whether each is to be tested in every engine.
pub(super) struct Requirements(BTreeMap<u8, bool>);

/// Of one engine, or of what ran without one: by how many tests each requirement is named.
type Column = (Option<Engine>, BTreeMap<u8, u32>);

impl Requirements {
    pub(super) fn read(workspace: &Workspace) -> Result<Self> {
        let document = fs::read_to_string(workspace.path("SECURITY.md")).context("reading SECURITY.md")?;
        Ok(Self::parse(&document))
    }

    /// From the rows `| S26 | text | each engine; … |`.
    fn parse(document: &str) -> Self {
        let row = |line: &str| {
            let (number, rest) = line.strip_prefix("| S")?.split_once(" | ")?;
            let (_, remark) = rest.trim_end_matches(" |").rsplit_once(" | ")?;
            Some((number.parse().ok()?, remark.starts_with(EACH_ENGINE)))
        };
        Self(document.lines().filter_map(row).collect())
    }

    /// Prints the table where a test named a requirement; judges it where every suite ran in every engine.
    pub(super) fn report(&self, rows: &[Row], is_complete: bool) -> Verdict {
        let columns = columns(rows);
        if columns.iter().all(|(_, proofs)| proofs.is_empty()) && !is_complete {
            return Verdict::default();
        }
        print!("{}", self.table(&columns));
        if !is_complete {
            println!("Not every suite and engine ran, so this is not judged.");
            return Verdict::default();
        }
        let complaints = self.complaints(&columns);
        complaints.iter().for_each(|complaint| println!("error: {complaint}"));
        Verdict::check(complaints.is_empty())
    }

    fn table(&self, columns: &[Column]) -> String {
        let mut table = format!("\n{:<12}", "requirement");
        for (engine, _) in columns {
            let _ = write!(table, "{:>10}", engine.map_or("native", Engine::name));
        }
        for number in self.0.keys() {
            let _ = write!(table, "\n{:<12}", format!("S{number}"));
            for (_, proofs) in columns {
                let tests = proofs.get(number).map_or_else(|| "-".to_owned(), u32::to_string);
                let _ = write!(table, "{tests:>10}");
            }
        }
        table.push('\n');
        table
    }

    fn complaints(&self, columns: &[Column]) -> Vec<String> {
        let mut complaints = Vec::new();
        for (number, in_each) in &self.0 {
            let lacks = |(_, proofs): &&Column| !proofs.contains_key(number);
            if *in_each {
                let engines = columns.iter().filter(|(engine, _)| engine.is_some());
                let missing: Vec<_> = engines.filter(lacks).filter_map(|(engine, _)| Some((*engine)?.name())).collect();
                if !missing.is_empty() {
                    complaints.push(format!("no test that passed names S{number} in {}", missing.join(", ")));
                }
            } else if columns.iter().all(|column| lacks(&column)) {
                complaints.push(format!("no test that passed names S{number}"));
            }
        }
        let known = |number: &u8| self.0.contains_key(number);
        let unknown = columns.iter().flat_map(|(_, proofs)| proofs.keys()).filter(|number| !known(number));
        complaints.extend(unknown.map(|number| format!("a test names S{number}, which SECURITY.md does not have")));
        complaints
    }
}

/// The sums of all suites, by engine.
fn columns(rows: &[Row]) -> Vec<Column> {
    let all = [None].into_iter().chain(Engine::ALL.map(Some));
    let ran = all.filter(|engine| rows.iter().any(|row| row.engine == *engine));
    let sum = |engine| {
        let mut total = BTreeMap::new();
        for (number, count) in rows.iter().filter(|row| row.engine == engine).flat_map(|row| &row.verdict.proofs) {
            *total.entry(*number).or_default() += count;
        }
        (engine, total)
    };
    ran.map(sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str =
        "| | | |\n| --- | --- | --- |\n| S1 | One. | built |\n| S2 | Two | three. | each engine; by locks |\n";

    fn column(engine: Option<Engine>, proofs: &[(u8, u32)]) -> Column {
        (engine, proofs.iter().copied().collect())
    }

    #[test]
    fn one_test_suffices_unless_each_engine_is_asked_for() {
        let requirements = Requirements::parse(DOCUMENT);
        let mut columns = [
            column(None, &[(1, 3), (2, 1)]),
            column(Some(Engine::Chromium), &[(2, 1)]),
            column(Some(Engine::Firefox), &[]),
        ];
        assert_eq!(requirements.complaints(&columns), ["no test that passed names S2 in firefox"]);
        columns[2] = column(Some(Engine::Firefox), &[(2, 2)]);
        assert_eq!(requirements.complaints(&columns), [""; 0]);
        columns[0] = column(None, &[(3, 1)]);
        let expected = ["no test that passed names S1", "a test names S3, which SECURITY.md does not have"];
        assert_eq!(requirements.complaints(&columns), expected);
    }

    #[test]
    fn the_table_has_a_row_for_each_requirement() {
        let table = Requirements::parse(DOCUMENT).table(&[column(None, &[(1, 12)]), column(Some(Engine::WebKit), &[])]);
        let lines: Vec<&str> = table.trim().lines().collect();
        assert_eq!(
            lines,
            [
                "requirement     native    webkit",
                "S1                  12         -",
                "S2                   -         -"
            ]
        );
    }

    #[test]
    fn security_md_has_its_requirements_in_order() {
        let requirements = Requirements::read(&Workspace::find()).expect("it is readable");
        assert!(requirements.0.keys().copied().eq(1..=50));
        assert!(requirements.0.values().any(|in_each| *in_each));
    }
}
