//! `cargo xtask release`: everything up to the publication, which is the workflow's (`.github/workflows/release.yml`).

use std::fs;

use anyhow::{Context, Result, bail};

use crate::build;
use crate::package;
use crate::process::{ask, command, stream};
use crate::replica::Replica;
use crate::rust::Rust;
use crate::test;
use crate::workspace::Workspace;

const UNRELEASED: &str = "## [Unreleased]\n";

/// Prepares the next version: in the work tree or, as a rehearsal, in a copy of it.
pub(crate) fn run(workspace: &Workspace, bump: &str, is_rehearsal: bool) -> Result<()> {
    if is_rehearsal {
        let copy = Replica::of(workspace, "release")?;
        let next = prepare(copy.workspace(), bump)?;
        show_changes(workspace, copy.workspace())?;
        println!("\n{next} could be released. The work tree is as it was: all of this was done in a copy.");
        return Ok(());
    }
    let changed = ask(&mut command!(workspace, "git status --porcelain"))?;
    if !changed.is_empty() {
        bail!("commit or remove these changes, which would become part of the release:\n{changed}");
    }
    let next = prepare(workspace, bump).context("`git restore .` undoes what was changed until then")?;
    println!("\n{next} is prepared, and nothing is published. Next, by hand:");
    println!("  git diff                          # read it");
    println!("  cargo xtask test                  # all of it must pass");
    println!("  git commit --all --message 'Release {next}'");
    println!("  git tag v{next}");
    println!("  git push --atomic origin HEAD v{next}");
    println!(
        "The tag starts .github/workflows/release.yml, which publishes with provenance. `git restore .` undoes it all."
    );
    Ok(())
}

/// Raises the version, builds, tests the tarball, and shows what npm would publish.
fn prepare(workspace: &Workspace, bump: &str) -> Result<String> {
    package::version(workspace)?;
    // npm knows the rules of versions, and what comes after a pre-release.
    let raise = ["version", bump, "--no-git-tag-version", "--allow-same-version", "--prefix", "pkg"];
    ask(&mut command!(workspace, "npm {raise...}")).context("patch, minor, major, or a version such as 1.2.3")?;
    let next = ask(&mut command!(workspace, "npm pkg get version --prefix pkg"))?.trim_matches('"').to_owned();
    let day = ask(&mut command!(workspace, "date --utc +%F"))?;
    let changelog = workspace.path("CHANGELOG.md");
    fs::write(&changelog, released(&fs::read_to_string(&changelog)?, &next, &day)?)?;
    package::set_version(workspace, &next)?;
    // The lock files name the version of each crate of the workspace.
    for manifest in ["Cargo.toml", "tests/fuzz/Cargo.toml"] {
        let cargo = Rust::current().cargo().get_program().to_owned();
        ask(&mut command!(workspace, "{cargo} update --quiet --workspace --offline --manifest-path {manifest}"))
            .with_context(|| format!("the lock file of {manifest}"))?;
    }
    build::run(workspace, build::Mode::Release)?;
    if !build::builds_library(workspace)? {
        bail!("run `rustup component add rust-src`: a release is built along with the standard library");
    }
    if test::tarball::check(workspace)?.failed > 0 {
        bail!("the tarball is not one to publish");
    }
    println!("\n$ npm publish --dry-run --provenance --access=public");
    if !stream("", &mut command!(workspace, "npm publish ./pkg --dry-run --provenance --access=public"))?.success {
        bail!("npm would not publish it");
    }
    Ok(next)
}

/// The changelog in which what stood under Unreleased stands under the version, with its day.
fn released(text: &str, version: &str, day: &str) -> Result<String> {
    let (before, after) = text.split_once(UNRELEASED).context("CHANGELOG.md has no heading [Unreleased]")?;
    let entries = after.split("\n## [").next().unwrap_or_default();
    if !entries.contains("\n- ") {
        bail!("CHANGELOG.md says nothing under [Unreleased]: there is nothing to release");
    }
    if text.contains(&format!("\n## [{version}]")) {
        bail!("CHANGELOG.md has {version} already");
    }
    Ok(format!("{before}{UNRELEASED}\n## [{version}] - {day}\n{after}"))
}

/// What would be committed.
fn show_changes(workspace: &Workspace, prepared: &Workspace) -> Result<()> {
    println!("\nwhat would be committed:");
    for file in package::FILES.iter().chain(&["CHANGELOG.md", "Cargo.lock", "tests/fuzz/Cargo.lock"]) {
        let (old, new) = (workspace.path(file), prepared.path(file));
        // It exits with 1 for files that differ.
        stream("", &mut command!(workspace, "diff --unified=0 --label {file} --label {file} {old} {new}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changelog(text: &str) -> Result<String> {
        released(text, "0.2.0", "2026-03-01")
    }

    #[test]
    fn what_was_unreleased_gets_the_version_and_its_day() {
        let text = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- This.\n\n## [0.1.0] - 2026-01-02\n\n- That.\n";
        let expected = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-03-01\n\n### Added\n\n- This.\n\n\
                        ## [0.1.0] - 2026-01-02\n\n- That.\n";
        assert_eq!(changelog(text).expect("a changelog"), expected);
    }

    #[test]
    fn nothing_is_released_without_entries_or_twice() {
        assert!(changelog("# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-02\n\n- That.\n").is_err());
        assert!(changelog("# Changelog\n").is_err());
        assert!(changelog("## [Unreleased]\n\n- This.\n\n## [0.2.0] - 2026-01-02\n\n- That.\n").is_err());
    }
}
