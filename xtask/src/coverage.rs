//! `cargo xtask coverage`: how much of the protocol and of the flows the native tests execute, file by file.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process::stream;
use crate::rust::Rust;
use crate::setup::{Report, cargo_tools, rust_components};
use crate::workspace::Workspace;

/// What is measured: the shell needs a browser, and decides nothing.
const ROOMS: [&str; 2] = ["src/protocol", "src/client"];
/// The least share of lines, in percent.
const LEAST: f64 = 95.0;
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// Runs the native tests, prints what they execute, and says whether it is enough.
pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    let report = Report::quiet();
    rust_components::llvm_tools(workspace, &report)?;
    let program = cargo_tools::cargo_llvm_cov().find_or_install(workspace, &report)?;
    let file = workspace.path("target/xtask/coverage.json");
    fs::create_dir_all(workspace.path("target/xtask"))?;

    let mut run = Command::new(program);
    Rust::current().select(&mut run, &[]);
    run.current_dir(workspace.root()).args(["llvm-cov", "--package", "coolsms-oauth2", "--json", "--summary-only"]);
    if !stream(run.arg("--output-path").arg(&file), LIMIT)?.success {
        return Ok(false);
    }
    let files = read(&fs::read_to_string(&file)?, workspace.root())?;
    let total = files.iter().fold(Executed::default(), |total, file| total.and(file));
    println!("\n{:<26}{:>19}{:>19}", "file", "lines", "regions");
    for file in files.iter().chain([&total]) {
        println!("{:<26}{:>19}{:>19}", file.name, file.lines.to_string(), file.regions.to_string());
    }
    let is_enough = total.lines.percent() >= LEAST;
    if !is_enough {
        println!("error: fewer than {LEAST} % of lines are executed by native tests");
    }
    Ok(is_enough)
}

/// How much of a file was executed.
#[derive(Clone, Debug, Default, PartialEq)]
struct Executed {
    name: String,
    lines: Share,
    regions: Share,
}

impl Executed {
    fn and(&self, other: &Self) -> Self {
        let sum = |one: Share, other: Share| Share { covered: one.covered + other.covered, all: one.all + other.all };
        Self { name: "all".to_owned(), lines: sum(self.lines, other.lines), regions: sum(self.regions, other.regions) }
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Share {
    covered: u32,
    all: u32,
}

impl Share {
    fn percent(self) -> f64 {
        if self.all == 0 { 0.0 } else { f64::from(self.covered) * 100.0 / f64::from(self.all) }
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{} {:>6.2} %", self.covered, self.all, self.percent())
    }
}

/// The files of the two rooms in the JSON that llvm-cov exports.
fn read(json: &str, root: &Path) -> Result<Vec<Executed>> {
    let json: Value = serde_json::from_str(json).context("reading what llvm-cov exported")?;
    let files = json["data"][0]["files"].as_array().context("llvm-cov exported no files")?;
    let share = |file: &Value, what: &str| -> Result<Share> {
        let number = |name: &str| file["summary"][what][name].as_u64().and_then(|number| number.try_into().ok());
        let both = number("covered").zip(number("count"));
        let (covered, all) = both.with_context(|| format!("llvm-cov counted no {what}"))?;
        Ok(Share { covered, all })
    };
    let mut found = Vec::new();
    for file in files {
        let path = Path::new(file["filename"].as_str().unwrap_or_default());
        let Ok(path) = path.strip_prefix(root) else { continue };
        if ROOMS.iter().any(|room| path.starts_with(room)) {
            let (lines, regions) = (share(file, "lines")?, share(file, "regions")?);
            found.push(Executed { name: path.display().to_string(), lines, regions });
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    anyhow::ensure!(!found.is_empty(), "llvm-cov exported nothing of {}", ROOMS.join(" and "));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn exported(files: &[(&str, u32, u32)]) -> String {
        let summary = |covered, all| json!({ "count": all, "covered": covered, "percent": 0 });
        let file = |(name, covered, all): &(&str, u32, u32)| {
            json!({ "filename": name, "summary": {
                "lines": summary(*covered, *all), "regions": summary(covered * 2, all * 2), "functions": summary(1, 1) } })
        };
        json!({ "data": [{ "files": files.iter().map(file).collect::<Vec<_>>() }], "version": "2.0.1" }).to_string()
    }

    #[test]
    fn the_two_rooms_are_read_and_nothing_else() {
        let json = exported(&[
            ("/repo/src/protocol/token.rs", 9, 10),
            ("/repo/src/lib.rs", 0, 10),
            ("/elsewhere/src/client/call.rs", 0, 10),
            ("/repo/src/client/call.rs", 30, 30),
        ]);
        let files = read(&json, Path::new("/repo")).unwrap();
        let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["src/client/call.rs", "src/protocol/token.rs"]);
        let total = files.iter().fold(Executed::default(), |total, file| total.and(file));
        assert_eq!((total.lines, total.regions), (Share { covered: 39, all: 40 }, Share { covered: 78, all: 80 }));
        assert_eq!(total.lines.to_string(), "39/40  97.50 %");
    }

    #[test]
    fn nothing_measured_is_an_error_and_no_success() {
        assert!(read(&exported(&[("/repo/src/lib.rs", 1, 1)]), Path::new("/repo")).is_err());
        assert!(read("{}", Path::new("/repo")).is_err());
        assert!(Share::default().percent() < LEAST);
    }
}
