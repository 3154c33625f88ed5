//! Where fuzzing starts: the inputs of the vectors, one file each, and what `tests/fuzz/seeds` adds.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Target;
use crate::workspace::Workspace;

/// A file of vectors, and how a row of it becomes an input.
type Source = (&'static str, fn(&Value) -> Option<String>);

/// What a target starts from.
fn sources(target: Target) -> &'static [Source] {
    match target {
        Target::Callback => &[
            ("callbacks", |row| row["url"].as_str().map(str::to_owned)),
            ("authorization_responses", |row| row["url"].as_str().map(str::to_owned)),
        ],
        Target::Challenge => &[("www_authenticate", |row| row["header"].as_str().map(str::to_owned))],
        Target::Token => &[],
        Target::Provider => &[
            ("providers", |row| row["settings"].as_object().map(|_| row["settings"].to_string())),
            ("redirect_uris", |row| {
                Some(json!({ "clientId": "a", "redirectUri": row["redirectUri"], "scope": "a" }).to_string())
            }),
        ],
    }
}

/// Writes the seeds of a target into a folder; there is at least one.
pub(super) fn write(workspace: &Workspace, target: Target, folder: &Path) -> Result<()> {
    let mut written = 0;
    for (file, input) in sources(target) {
        let path = workspace.path(format!("tests/vectors/{file}.json"));
        let rows = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let rows: Vec<Value> = serde_json::from_str(&rows).with_context(|| format!("reading {}", path.display()))?;
        for (number, seed) in rows.iter().filter_map(input).enumerate() {
            fs::write(folder.join(format!("{file}-{number}")), seed)?;
            written += 1;
        }
    }
    let own = workspace.path("tests/fuzz/seeds").join(target.name());
    for seed in own.read_dir().into_iter().flatten() {
        let seed = seed?;
        fs::copy(seed.path(), folder.join(seed.file_name()))?;
        written += 1;
    }
    anyhow::ensure!(written > 0, "the target {} has no seeds", target.name());
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{env, process};

    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_target_has_seeds_that_say_something() {
        for target in Target::value_variants() {
            let folder = env::temp_dir().join(format!("coolsms-oauth2-seeds-{}-{}", process::id(), target.name()));
            fs::create_dir_all(&folder).expect("a folder");
            write(&Workspace::find(), *target, &folder).expect("they are written");
            let seeds: Vec<_> = folder.read_dir().expect("they are there").flatten().collect();
            let any_long = seeds.iter().any(|seed| seed.metadata().is_ok_and(|seed| seed.len() > 20));
            fs::remove_dir_all(&folder).expect("it is ours");
            assert!(seeds.len() >= 5 && any_long, "{}", target.name());
        }
    }
}
