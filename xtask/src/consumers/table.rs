//! The table at the end.

use super::Outcome;
use super::project::Project;

/// What became of a consumer.
pub(super) struct Row {
    pub(super) project: Project,
    /// Of the tool that counts.
    pub(super) version: String,
    pub(super) passed: bool,
    /// What the package adds to the pages, in bytes after brotli; none where no files are built.
    pub(super) added: Option<usize>,
    pub(super) seconds: f64,
}

/// Prints a line for each.
pub(super) fn print(rows: &[Row]) -> Outcome {
    println!("\n{:<17}{:<21}{:<24}{:<8}{:>7}{:>9}", "name", "consumer", "version", "passed", "added", "seconds");
    for Row { project, version, passed, added, seconds } in rows {
        let passed = if *passed { "yes" } else { "NO" };
        let added = added.map_or_else(|| "–".to_owned(), |bytes| bytes.to_string());
        println!("{:<17}{:<21}{version:<24}{passed:<8}{added:>7}{seconds:>9.1}", project.name, project.title);
    }
    println!("added: bytes after brotli, of the same pages with the package and without it");
    let count = |passed: bool| rows.iter().filter(|row| row.passed == passed).map(|_| 1).sum();
    Outcome { passed: count(true), failed: count(false) }
}
