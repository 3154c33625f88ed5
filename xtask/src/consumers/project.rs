//! What a consumer says of itself, in its package.json.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace::Workspace;

/// A folder of `tests/consumers`.
pub(super) struct Project {
    /// The folder's name.
    pub(super) name: String,
    pub(super) folder: PathBuf,
    /// As the table calls it.
    pub(super) title: String,
    /// The package whose version counts.
    pub(super) tool: Option<String>,
    /// Whether plain `cargo xtask test` has the time for it.
    pub(super) is_quick: bool,
    /// Folders of `shared`, whose files it has too.
    pub(super) overlays: Vec<String>,
    /// Where its build puts the pages.
    pub(super) site: Option<String>,
    /// Whether anything comes from npm but the package itself.
    pub(super) has_dependencies: bool,
}

/// All of them, by name.
pub(super) fn all(workspace: &Workspace) -> Result<Vec<Project>> {
    let folder = workspace.path("tests/consumers");
    let mut projects = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        let folder = entry?.path();
        if folder.join("package.json").is_file() {
            projects.push(read(&folder).with_context(|| format!("{}/package.json", folder.display()))?);
        }
    }
    projects.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(projects)
}

fn read(folder: &Path) -> Result<Project> {
    let package: Value = serde_json::from_str(&fs::read_to_string(folder.join("package.json"))?)?;
    let settings = package["consumer"].as_object().context("`consumer` is missing")?;
    let known = ["title", "tool", "quick", "overlays", "site", "serve", "run", "policy"];
    if let Some(unknown) = settings.keys().find(|key| !known.contains(&key.as_str())) {
        bail!("`consumer` has no setting `{unknown}`; there are: {}", known.join(" "));
    }
    let text = |key: &str| settings.get(key).and_then(Value::as_str).map(str::to_owned);
    let overlays = settings.get("overlays").and_then(Value::as_array).into_iter().flatten();
    Ok(Project {
        name: folder.file_name().context("a folder has a name")?.to_string_lossy().into_owned(),
        folder: folder.to_owned(),
        title: text("title").context("`title` is missing")?,
        tool: text("tool"),
        is_quick: settings.get("quick").and_then(Value::as_bool).unwrap_or_default(),
        overlays: overlays.filter_map(Value::as_str).map(str::to_owned).collect(),
        site: text("site"),
        has_dependencies: ["dependencies", "devDependencies"].iter().any(|kind| package[kind].is_object()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who installs from a registry of their own must not send everybody else there, nor to another version.
    #[test]
    fn every_lock_file_is_there_and_names_no_registry() {
        let workspace = Workspace::find();
        let projects = all(&workspace).expect("the consumers are readable");
        let locked = projects.iter().filter(|project| project.has_dependencies);
        let others = ["xtask", "tests/bench", "tests/journeys"].map(|folder| workspace.path(folder));
        let mut count = 0;
        for folder in locked.map(|project| project.folder.clone()).chain(others) {
            let file = folder.join("package-lock.json");
            let lock = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let lock: Value = serde_json::from_str(&lock).expect("a lock file is JSON");
            for (path, package) in lock["packages"].as_object().expect("a lock file has packages") {
                assert!(package["resolved"].is_null(), "{}: {path} has an address", file.display());
            }
            count += 1;
        }
        assert!(count > 10, "{count} lock files");
    }

    #[test]
    fn the_quick_ones_install_almost_nothing() {
        let quick = all(&Workspace::find()).expect("the consumers are readable");
        let quick: Vec<_> = quick.into_iter().filter(|project| project.is_quick).map(|project| project.name).collect();
        assert_eq!(quick, ["esbuild", "module", "node-esm", "node-require", "script", "worker"]);
    }
}
