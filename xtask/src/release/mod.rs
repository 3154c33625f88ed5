//! `cargo xtask release`: everything up to the publication, which is the workflow's (`.github/workflows/release.yml`).

mod bump;
mod changelog;

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use time::OffsetDateTime;

pub(crate) use bump::Bump;

use crate::build;
use crate::package::version;
use crate::process::{ask, stream};
use crate::replica::Replica;
use crate::rust::Rust;
use crate::test;
use crate::workspace::Workspace;

const LIMIT: Duration = Duration::from_secs(2 * 60);

/// Prepares the next version: in the work tree or, as a rehearsal, in a copy of it.
pub(crate) fn run(workspace: &Workspace, bump: &Bump, is_rehearsal: bool) -> Result<()> {
    if is_rehearsal {
        let copy = Replica::of(workspace, "release")?;
        let next = prepare(copy.workspace(), bump)?;
        show_changes(workspace, copy.workspace())?;
        println!("\n{next} could be released. The work tree is as it was: all of this was done in a copy.");
        return Ok(());
    }
    let changed = ask(Command::new("git").args(["status", "--porcelain"]).current_dir(workspace.root()))?;
    if !changed.is_empty() {
        bail!("the work tree has changes of its own, which would become part of the release:\n{changed}");
    }
    let next = prepare(workspace, bump).context("`git restore .` takes back what was changed until then")?;
    println!("\n{next} is prepared, and nothing is published. What a person does now:");
    println!("  git diff                          # read it");
    println!("  cargo xtask test                  # all of it must pass");
    println!("  git commit --all --message 'Release {next}'");
    println!("  git tag v{next}");
    println!("  git push --atomic origin HEAD v{next}");
    println!(
        "The tag starts .github/workflows/release.yml, which publishes with provenance. `git restore .` takes it all back."
    );
    Ok(())
}

/// Bumps, builds, tests the tarball, and shows what npm would publish.
fn prepare(workspace: &Workspace, bump: &Bump) -> Result<semver::Version> {
    let next = bump.of(&version::read(workspace)?)?;
    changelog::release(workspace, &next, OffsetDateTime::now_utc().date())?;
    version::write(workspace, &next)?;
    follow(workspace)?;
    build::run(workspace, build::Mode::Release)?;
    if !build::builds_library(workspace)? {
        bail!("a release is built along with the standard library: `rustup component add rust-src`");
    }
    if test::tarball::check(workspace)?.failed > 0 {
        bail!("the tarball is not one to publish");
    }
    rehearse_publication(workspace)?;
    Ok(next)
}

/// The lock files name the version of each crate of the workspace.
fn follow(workspace: &Workspace) -> Result<()> {
    for manifest in ["Cargo.toml", "tests/fuzz/Cargo.toml"] {
        let mut update = Rust::current().cargo();
        update.args(["update", "--quiet", "--workspace", "--offline", "--manifest-path"]).arg(workspace.path(manifest));
        ask(update.current_dir(workspace.root())).with_context(|| format!("the lock file of {manifest}"))?;
    }
    Ok(())
}

/// What `npm publish --provenance` would do, short of doing it.
fn rehearse_publication(workspace: &Workspace) -> Result<()> {
    let mut publish = Command::new("npm");
    publish.args(["publish", "--dry-run", "--provenance", "--access=public"]).current_dir(workspace.path("pkg"));
    println!("\n$ npm publish --dry-run --provenance --access=public");
    if !stream(&mut publish, LIMIT)?.success {
        bail!("npm would not publish it");
    }
    Ok(())
}

/// What would be committed.
fn show_changes(workspace: &Workspace, prepared: &Workspace) -> Result<()> {
    println!("\nwhat would be committed:");
    for file in version::FILES.iter().chain(&["CHANGELOG.md", "Cargo.lock", "tests/fuzz/Cargo.lock"]) {
        let mut diff = Command::new("diff");
        diff.args(["--unified=0", "--label", file, "--label", file]).arg(workspace.path(file)).arg(prepared.path(file));
        // 1 is for files that differ.
        stream(&mut diff, LIMIT)?;
    }
    Ok(())
}
