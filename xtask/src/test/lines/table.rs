//! The table: a row for each line, a column for what ran natively and for each engine.

use std::fmt::Write;

use super::{LAST, Proofs, Proved};
use crate::engine::Engine;

/// The table as text, with the columns of what ran.
pub(super) fn render(proved: &[Proved]) -> String {
    let all = [None].into_iter().chain(Engine::ALL.map(Some));
    let columns: Vec<Option<Engine>> = all.filter(|column| proved.iter().any(|it| it.engine == *column)).collect();
    let mut table = format!("{:<6}", "line");
    for column in &columns {
        let _ = write!(table, "{:>10}", column.map_or("native", Engine::name));
    }
    for line in 1..=LAST {
        let _ = write!(table, "\n{:<6}", format!("S{line}"));
        for column in &columns {
            let tests = sum(proved.iter().filter(|it| it.engine == *column)).get(&line).copied();
            let _ = write!(table, "{:>10}", tests.map_or_else(|| "-".to_owned(), |tests| tests.to_string()));
        }
    }
    table.push('\n');
    table
}

/// Of each line that was proved, by how many tests, wherever they ran.
pub(super) fn totals(proved: &[Proved]) -> Proofs {
    sum(proved.iter())
}

fn sum<'a>(proved: impl Iterator<Item = &'a Proved>) -> Proofs {
    let mut total = Proofs::new();
    for (line, count) in proved.flat_map(|it| &it.proofs) {
        *total.entry(*line).or_default() += count;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_the_sum_of_the_suites_of_its_column() {
        let proved = |engine, proofs: &[(u8, usize)]| Proved { engine, proofs: proofs.iter().copied().collect() };
        let all = [
            proved(None, &[(1, 12), (50, 1)]),
            proved(Some(Engine::WebKit), &[(1, 2)]),
            proved(Some(Engine::WebKit), &[(1, 3)]),
        ];
        let table = render(&all);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 51);
        assert_eq!(lines[0], "line      native    webkit");
        assert_eq!(lines[1], "S1            12         5");
        assert_eq!(lines[2], "S2             -         -");
        assert_eq!(lines[50], "S50            1         -");
        assert_eq!(totals(&all), Proofs::from([(1, 17), (50, 1)]));
    }
}
