//! Whether what was proved is enough: every line, except those that are not built yet.

use super::{LAST, Proofs};

/// Lines of which nothing is built. Each comes off with the first test that proves it.
const NOT_BUILT: &[u8] = &[];

/// What is wrong, in sentences: lines without a test, and lines that no longer belong on the list.
pub(super) fn complaints(totals: &Proofs) -> Vec<String> {
    complaints_but_for(NOT_BUILT, totals)
}

fn complaints_but_for(not_built: &[u8], totals: &Proofs) -> Vec<String> {
    let complaint = |line: u8| match (totals.contains_key(&line), not_built.contains(&line)) {
        (false, false) => Some(format!("no test that passed proves S{line}")),
        (true, true) => Some(format!("S{line} has a test: take it off the list of what is not built")),
        _ => None,
    };
    (1..=LAST).filter_map(complaint).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::workspace::Workspace;

    fn all_but(missing: &[u8]) -> Proofs {
        (1..=LAST).filter(|line| !missing.contains(line)).map(|line| (line, 1)).collect()
    }

    #[test]
    fn every_line_that_is_built_needs_a_test() {
        assert_eq!(complaints(&all_but(NOT_BUILT)), [""; 0]);
        assert_eq!(
            complaints_but_for(&[7], &all_but(&[7, 12, 50])),
            ["no test that passed proves S12", "no test that passed proves S50"]
        );
    }

    #[test]
    fn a_line_that_has_a_test_comes_off_the_list() {
        assert_eq!(
            complaints_but_for(&[7, 30], &all_but(&[30])),
            ["S7 has a test: take it off the list of what is not built"]
        );
    }

    #[test]
    fn the_list_is_what_security_md_says() {
        let document = fs::read_to_string(Workspace::find().path("SECURITY.md")).expect("it is there");
        let rows = document.lines().filter_map(|row| row.strip_prefix("| S")?.split_once(" | "));
        let rows: Vec<(u8, &str)> = rows.map(|(line, rest)| (line.parse().expect("a number"), rest)).collect();
        assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), (1..=LAST).collect::<Vec<_>>());
        let mark = |row: &str| row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default().to_owned();
        let not_built = rows.iter().filter(|(_, row)| mark(row).starts_with("not yet")).map(|(line, _)| *line);
        assert_eq!(not_built.collect::<Vec<_>>(), NOT_BUILT);
    }
}
