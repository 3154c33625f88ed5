//! Which lines of `SECURITY.md` (S1 to S50) this run has proved: a table by line and column, and a verdict on it.
//!
//! What counts is a test that ran and passed. Its source says which lines it is for: its name (`s26_…`), the comments in
//! it (`// S26`), or the rows of `tests/vectors` that it checks.

mod judge;
mod passed;
mod scan;
mod sources;
mod table;

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::SuiteName;
use super::results::Verdict;
use crate::engine::Engine;
use crate::workspace::Workspace;
use scan::Function;

pub(super) use passed::passed;

/// How many lines there are.
const LAST: u8 = 50;

/// How many tests prove each line.
type Proofs = BTreeMap<u8, usize>;

/// What one suite proved: a cell of the table is the sum of those of its column.
pub(super) struct Proved {
    /// `None`: natively.
    engine: Option<Engine>,
    proofs: Proofs,
}

/// What the tests of a suite that passed, by the names that its runner printed, prove by their sources.
pub(super) fn proved(
    workspace: &Workspace,
    suite: SuiteName,
    engine: Option<Engine>,
    passed: &[String],
) -> Result<Proved> {
    let rows = sources::vectors(workspace)?;
    let functions = sources::functions(workspace, suite)?;
    let proofs = join(&functions, &rows, passed).with_context(|| format!("joining sources and output of {suite:?}"))?;
    Ok(Proved { engine, proofs })
}

/// Prints the table and judges it, where every suite and engine ran that proves lines.
pub(super) fn report(proved: &[Proved], is_complete: bool) -> Verdict {
    print!("{}", table::render(proved));
    if !is_complete {
        println!("\nNot every suite and engine ran, so nobody judges whether this is enough.");
        return Verdict { note: "not judged", ..Verdict::default() };
    }
    let complaints = judge::complaints(&table::totals(proved));
    for complaint in &complaints {
        println!("error: {complaint}");
    }
    Verdict::check(complaints.is_empty())
}

/// Finds the function of each test that passed, and adds up what these prove. A row of vectors counts as a test.
fn join(functions: &[Function], vectors: &BTreeMap<String, Proofs>, passed: &[String]) -> Result<Proofs> {
    let mut total = Proofs::new();
    for test in passed {
        // Tests may be made by a table, so that no function has their name.
        let mut proofs: Proofs = scan::lines_of_name(test).into_iter().map(|line| (line, 1)).collect();
        let name = test.rsplit("::").next().unwrap_or(test);
        let namesakes: Vec<&Function> =
            functions.iter().filter(|function| function.name == name && function.proves_something()).collect();
        if namesakes.len() > 1 {
            bail!("several functions that prove lines are called `{name}`: which of them passed?");
        }
        for function in namesakes {
            proofs.extend(function.lines.iter().map(|line| (*line, 1)));
            for file in &function.vectors {
                let rows = vectors.get(file).with_context(|| format!("`{name}` checks {file}, which is no vectors"))?;
                proofs.extend(rows);
            }
        }
        for (line, count) in proofs {
            *total.entry(line).or_default() += count;
        }
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(name: &str, lines: &[u8], vectors: &[&str]) -> Function {
        Function {
            name: name.to_owned(),
            lines: lines.iter().copied().collect(),
            vectors: vectors.iter().map(|file| (*file).to_owned()).collect(),
        }
    }

    fn joined(functions: &[Function], passed: &[&str]) -> Result<Vec<(u8, usize)>> {
        let vectors = BTreeMap::from([("scopes".to_owned(), Proofs::from([(8, 12), (22, 3)]))]);
        let passed: Vec<String> = passed.iter().map(|name| (*name).to_owned()).collect();
        Ok(join(functions, &vectors, &passed)?.into_iter().collect())
    }

    #[test]
    fn only_tests_that_passed_prove_something() {
        let functions = [function("a", &[1, 2], &[]), function("b", &[2, 3], &[]), function("helper", &[4], &[])];
        assert_eq!(joined(&functions, &["a"]).unwrap(), [(1, 1), (2, 1)]);
        assert_eq!(joined(&functions, &["module::tests::a", "main::b"]).unwrap(), [(1, 1), (2, 2), (3, 1)]);
        assert_eq!(joined(&functions, &["unknown"]).unwrap(), []);
    }

    #[test]
    fn a_row_of_vectors_counts_as_a_test() {
        let functions = [function("every_scope", &[8], &["scopes"])];
        assert_eq!(joined(&functions, &["every_scope"]).unwrap(), [(8, 12), (22, 3)]);
    }

    #[test]
    fn a_name_proves_lines_without_a_function_of_that_name() {
        let functions = [function("s26_s27_it_is_clean", &[38], &[])];
        assert_eq!(joined(&functions, &["s4_relative_is_refused_by_name"]).unwrap(), [(4, 1)]);
        assert_eq!(joined(&functions, &["s26_s27_it_is_clean"]).unwrap(), [(26, 1), (27, 1), (38, 1)]);
    }

    #[test]
    fn what_cannot_be_told_is_an_error() {
        let two = [function("same", &[1], &[]), function("same", &[2], &[])];
        assert!(joined(&two, &["same"]).is_err());
        assert_eq!(joined(&two, &["other"]).unwrap(), [], "neither of them passed");
        let one = [function("same", &[1], &[]), function("same", &[], &[])];
        assert_eq!(joined(&one, &["same"]).unwrap(), [(1, 1)], "the other proves nothing");
        assert!(joined(&[function("a", &[], &["gone"])], &["a"]).is_err());
    }
}
