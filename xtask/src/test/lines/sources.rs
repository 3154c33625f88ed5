//! Where the tests of a suite are written down, and the rows of vectors that they check.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::scan::{self, Function};
use super::{LAST, Proofs};
use crate::test::SuiteName;
use crate::workspace::Workspace;

/// The functions in the sources of a suite; none for a suite that proves no lines.
pub(super) fn functions(workspace: &Workspace, suite: SuiteName) -> Result<Vec<Function>> {
    let mut files = Vec::new();
    match suite {
        SuiteName::Native => {
            // The integration tests are the files; the folders beside them are other suites' or no tests.
            files.extend(listed(&workspace.path("tests"))?.into_iter().filter(|file| is_rust(file)));
            for folder in ["src", "xtask/src", "tests/sandbox/src", "tests/sandbox/tests", "tests/simulation/tests"] {
                below(&workspace.path(folder), &mut files)?;
            }
        }
        SuiteName::Browser => below(&workspace.path("tests/browser"), &mut files)?,
        SuiteName::E2e => below(&workspace.path("tests/journeys/tests"), &mut files)?,
        _ => {}
    }
    let mut functions = Vec::new();
    for file in files {
        let context = || format!("reading {}", file.display());
        let source = fs::read_to_string(&file).with_context(context)?;
        functions.extend(scan::functions(&source).with_context(context)?);
    }
    Ok(functions)
}

/// Of each file in `tests/vectors`, by its name, how many rows name each line.
pub(super) fn vectors(workspace: &Workspace) -> Result<BTreeMap<String, Proofs>> {
    let mut vectors = BTreeMap::new();
    for file in listed(&workspace.path("tests/vectors"))? {
        if file.extension().is_some_and(|extension| extension == "json") {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let rows = fs::read_to_string(&file)?;
            vectors.insert(name, count(&rows).with_context(|| format!("reading {}", file.display()))?);
        }
    }
    Ok(vectors)
}

/// How many rows name each line, in `"s": ["S9", "S22"]`.
fn count(rows: &str) -> Result<Proofs> {
    let rows: Vec<Value> = serde_json::from_str(rows).context("it is no list")?;
    let mut proofs = Proofs::new();
    for line in rows.iter().filter_map(|row| row["s"].as_array()).flatten() {
        let number = line.as_str().and_then(|text| text.strip_prefix('S')?.parse().ok());
        let number = number.filter(|number| (1..=LAST).contains(number));
        *proofs.entry(number.with_context(|| format!("{line} is no line of SECURITY.md"))?).or_default() += 1;
    }
    Ok(proofs)
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in listed(folder)? {
        if entry.is_dir() {
            below(&entry, files)?;
        } else if is_rust(&entry) {
            files.push(entry);
        }
    }
    Ok(())
}

fn is_rust(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "rs")
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_by_the_lines_they_name() {
        let rows = r#"[{"name": "a", "s": ["S9", "S22"]}, {"name": "b", "s": ["S9"]}, {"name": "S3 of no line"}]"#;
        assert_eq!(count(rows).unwrap(), Proofs::from([(9, 2), (22, 1)]));
    }

    #[test]
    fn a_row_that_names_no_line_of_the_document_is_an_error() {
        for wrong in [r#"[{"s": ["S51"]}]"#, r#"[{"s": ["9"]}]"#, r#"[{"s": [9]}]"#, r#"{"s": []}"#, "["] {
            assert!(count(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_suites_of_this_repository_have_tests_for_lines() {
        let workspace = Workspace::find();
        for suite in [SuiteName::Native, SuiteName::Browser, SuiteName::E2e] {
            let functions = functions(&workspace, suite).expect("they can be read");
            assert!(functions.iter().any(Function::proves_something), "{suite:?}");
        }
        assert!(vectors(&workspace).expect("they can be read").contains_key("callbacks"));
    }
}
