//! What a consumer says of itself, in its package.json.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace::{Workspace, entries};

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
}

/// All of them, by name.
pub(super) fn all(workspace: &Workspace) -> Result<Vec<Project>> {
    let mut projects = Vec::new();
    for folder in entries(&workspace.path("tests/consumers"))? {
        if folder.join("package.json").is_file() {
            projects.push(read(&folder).with_context(|| format!("{}/package.json", folder.display()))?);
        }
    }
    Ok(projects)
}

/// The package.json of a consumer, with exact versions in place of major ones; and the day before which npm is to look for
/// the packages that those depend on.
pub(super) fn pinned(workspace: &Workspace, package: &str) -> Result<(String, String)> {
    let file = workspace.path("tests/consumers/versions.json");
    let table: Value = serde_json::from_str(&fs::read_to_string(file)?).context("tests/consumers/versions.json")?;
    let mut package: Value = serde_json::from_str(package)?;
    for kind in ["dependencies", "devDependencies"] {
        for (name, version) in package.get_mut(kind).and_then(Value::as_object_mut).into_iter().flatten() {
            let key = format!("{name}@{}", version.as_str().unwrap_or_default());
            let pinned = table["versions"].get(&key);
            *version = pinned.with_context(|| format!("tests/consumers/versions.json has no {key}"))?.clone();
        }
    }
    let before = table["before"].as_str().context("tests/consumers/versions.json has no `before`")?;
    Ok((format!("{package:#}"), before.to_owned()))
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
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_is_in_the_table_of_versions() {
        let workspace = Workspace::find();
        for project in all(&workspace).expect("the consumers are readable") {
            let package = fs::read_to_string(project.folder.join("package.json")).expect("it is read");
            pinned(&workspace, &package).unwrap_or_else(|error| panic!("{}: {error}", project.name));
        }
    }

    /// Who installs from a registry of their own must not send everybody else there.
    #[test]
    fn no_lock_file_names_a_registry() {
        for folder in ["xtask", "tests/bench", "tests/journeys", "tests/types", "www/spa"] {
            let lock =
                fs::read_to_string(Workspace::find().path(folder).join("package-lock.json")).expect("it is there");
            assert!(!lock.contains("\"resolved\": \"http"), "{folder}/package-lock.json has a URL");
        }
    }

    #[test]
    fn the_quick_ones_install_almost_nothing() {
        let quick = all(&Workspace::find()).expect("the consumers are readable");
        let quick: Vec<_> = quick.into_iter().filter(|project| project.is_quick).map(|project| project.name).collect();
        assert_eq!(quick, ["esbuild", "module", "node-esm", "node-require", "script", "worker"]);
    }
}
