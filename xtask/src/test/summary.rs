//! The table at the end, and the line that sums it up.

use std::process::ExitCode;

use super::results::Verdict;
use crate::engine::Engine;

/// A suite in an engine.
pub(super) struct Row {
    pub(super) suite: String,
    pub(super) engine: Option<Engine>,
    pub(super) verdict: Verdict,
    pub(super) seconds: f64,
}

/// Prints the table; the last line is `N passed, N failed` and nothing else.
pub(super) fn print(rows: &[Row]) -> ExitCode {
    println!("\n{:<16}{:<10}{:>8}{:>8}{:>9}", "suite", "engine", "passed", "failed", "seconds");
    for Row { suite, engine, verdict, seconds } in rows {
        let engine = engine.map_or("-", Engine::name);
        let line = format!(
            "{suite:<16}{engine:<10}{:>8}{:>8}{seconds:>9.1}  {}",
            verdict.passed, verdict.failed, verdict.note
        );
        println!("{}", line.trim_end());
    }
    let passed: u32 = rows.iter().map(|row| row.verdict.passed).sum();
    let failed: u32 = rows.iter().map(|row| row.verdict.failed).sum();
    println!("\n{passed} passed, {failed} failed");
    if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
