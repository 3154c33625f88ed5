//! `cargo xtask consumers`: apps that install the packed package, each with tools of its own, are built, served and
//! signed in to.
//!
//! ```text
//! pkg/ -- npm pack --> coolsms-oauth2-….tgz ────────────────────────────┐
//! pkg/README.md -- the recipes ─┐                                       │
//! tests/consumers/shared/ ──────┼─> target/consumers/<name> -- npm install, build --> pages -- journeys --> passed
//! tests/consumers/<name>/ ──────┘
//! ```
//!
//! One consumer is one folder: its tools, their configuration, and under `consumer` in its package.json what to do with
//! it. `tests/consumers/build.mjs` builds it; the crate `journeys` does what takes a browser.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::engine::{Browser, Engine};
use crate::package;
use crate::process::{command, run_logged};
use crate::rust::Rust;
use crate::setup::{Report, browsers};
use crate::workspace::{Workspace, entries, remove};

/// Which consumers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which<'a> {
    /// Those whose tools are installed in a moment.
    Quick,
    /// Those of these names; all, where there is none.
    Named(&'a [String]),
}

/// How many consumers passed and failed.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

/// A folder of `tests/consumers`.
struct Consumer {
    /// The folder's name.
    name: String,
    /// As the table calls it.
    title: String,
    is_quick: bool,
}

/// Builds and visits them, one after the other, and prints a table. One that fails does not keep the next from its turn.
pub(crate) fn run(workspace: &Workspace, which: Which<'_>) -> Result<Outcome> {
    let consumers = chosen(all(workspace)?, which)?;
    let browsers = browsers::find_or_install(&[Engine::Chromium], workspace, &Report::quiet())?;
    let tarball = package::pack(workspace)?;
    let cargo = Rust::current().cargo().get_program().to_owned();
    let mut build = command!(workspace, "{cargo} build --quiet --package journeys --bin consumer");
    run_logged(&mut build, &workspace.log("consumer"))?;

    let mut table =
        format!("\n{:<17}{:<21}{:<24}{:<8}{:>7}{:>9}\n", "name", "consumer", "version", "passed", "added", "seconds");
    let mut outcome = Outcome::default();
    for Consumer { name, title, .. } in consumers {
        println!("\n{name}: {title}");
        let started = Instant::now();
        let result = take(workspace, &name, &tarball, &browsers);
        // Some hundred megabytes each; what was built stays where something failed.
        let built = workspace.path("target/consumers").join(&name);
        let result = remove(&if result.is_ok() { built } else { built.join("node_modules") }).and(result);
        let (version, added) = result.as_ref().cloned().unwrap_or_else(|_| ("–".to_owned(), None));
        if let Err(error) = &result {
            println!("error: {error:#}");
        }
        println!("test {name} ... {}", if result.is_ok() { "ok" } else { "FAILED" });
        *if result.is_ok() { &mut outcome.passed } else { &mut outcome.failed } += 1;
        let passed = if result.is_ok() { "yes" } else { "NO" };
        let added = added.map_or_else(|| "–".to_owned(), |bytes| bytes.to_string());
        let seconds = started.elapsed().as_secs_f64();
        table += &format!("{name:<17}{title:<21}{version:<24}{passed:<8}{added:>7}{seconds:>9.1}\n");
    }
    println!("{table}added: bytes after brotli, of the same pages with the package and without it");
    Ok(outcome)
}

/// All of them, by name.
fn all(workspace: &Workspace) -> Result<Vec<Consumer>> {
    let mut consumers = Vec::new();
    for folder in entries(&workspace.path("tests/consumers"))? {
        let Ok(package) = fs::read_to_string(folder.join("package.json")) else { continue };
        let package: Value = serde_json::from_str(&package)?;
        let name = folder.file_name().context("a folder has a name")?.to_string_lossy().into_owned();
        let settings = &package["consumer"];
        let title = settings["title"].as_str().with_context(|| format!("{name}: `title` is missing"))?.to_owned();
        consumers.push(Consumer { is_quick: settings["quick"] == true, name, title });
    }
    Ok(consumers)
}

fn chosen(mut all: Vec<Consumer>, which: Which<'_>) -> Result<Vec<Consumer>> {
    match which {
        Which::Quick => all.retain(|consumer| consumer.is_quick),
        Which::Named([]) => {}
        Which::Named(names) => {
            let known: Vec<_> = all.iter().map(|consumer| consumer.name.clone()).collect();
            if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
                bail!("there is no consumer `{unknown}`; there are: {}", known.join(" "));
            }
            all.retain(|consumer| names.contains(&consumer.name));
        }
    }
    Ok(all)
}

/// From nothing to a sign-in. Returns the version of its tool, and what the package adds to its pages, in bytes after
/// brotli; none where no files are built.
fn take(workspace: &Workspace, name: &str, tarball: &Path, browsers: &[Browser]) -> Result<(String, Option<u64>)> {
    let act = |doing: &str, command: &mut Command| {
        let log = workspace.log(&format!("consumers {name} {doing}"));
        Report::quiet().act(name, doing, || run_logged(command, &log))?;
        let last = fs::read_to_string(&log)?.lines().next_back().unwrap_or_default().to_owned();
        anyhow::Ok(serde_json::from_str::<Value>(&last).unwrap_or_default())
    };
    let built = act("building", &mut command!(workspace, "node tests/consumers/build.mjs {name} {tarball}"))?;
    let cargo = Rust::current().cargo().get_program().to_owned();
    let folder = workspace.path("target/consumers").join(name);
    let mut visit = command!(workspace, "{cargo} run --quiet --package journeys --bin consumer -- {folder}");
    browsers.iter().for_each(|browser| {
        visit.envs(browser.environment());
    });
    act("signing in", &mut visit)?;
    let version = built["version"].as_str().unwrap_or("?").to_owned();
    let Some(with) = built["bytes"].as_u64() else { return Ok((version, None)) };
    let mut build = command!(workspace, "node tests/consumers/build.mjs {name} --without");
    let without = act("building without the package", &mut build)?["bytes"].as_u64().context("no bytes")?;
    Ok((version, Some(with.checked_sub(without).context("the package makes the page smaller")?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_ones_install_almost_nothing() {
        let quick = chosen(all(&Workspace::find()).expect("the consumers are readable"), Which::Quick);
        let names: Vec<_> = quick.expect("some are quick").into_iter().map(|consumer| consumer.name).collect();
        assert_eq!(names, ["esbuild", "module", "node-esm", "node-require", "script", "worker"]);
    }

    /// Who installs from a registry of their own must not send everybody else there.
    #[test]
    fn no_lock_file_names_a_registry() {
        for folder in ["xtask", "tests/bench", "tests/journeys", "tests/types", "www/spa"] {
            let lock = fs::read_to_string(Workspace::find().path(folder).join("package-lock.json"));
            assert!(
                !lock.expect("it is there").contains("\"resolved\": \"http"),
                "{folder}/package-lock.json has a URL"
            );
        }
    }
}
