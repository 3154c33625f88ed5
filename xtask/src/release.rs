//! `cargo xtask release`: everything up to the publication, which is the workflow's (`.github/workflows/release.yml`).

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process::{ask, checked, command, say};
use crate::rust::cargo;
use crate::workspace;
use crate::{build, test};

/// Prepares the next version: in the work tree or, as a rehearsal, in a clone of it.
pub(crate) fn run(bump: &str, is_rehearsal: bool) -> Result<()> {
    if is_rehearsal {
        let (clone, mut xtask) = clone("release")?;
        checked(xtask.args(["release", bump]))?;
        println!("\nwhat would be committed:");
        checked(command!("git --no-pager diff --unified=0").current_dir(&clone))?;
        println!("\nIt could be released. The work tree is as it was: all of this was done in a clone.");
        return Ok(fs::remove_dir_all(clone)?);
    }
    ensure_committed()?;
    let next = prepare(bump).context("`git restore .` undoes what was changed until then")?;
    say(&format!(
        "
{next} is prepared, and nothing is published. Next, by hand:
  git diff                          # read it
  cargo xtask test                  # all of it must pass
  git commit --all --message 'Release {next}'
  git tag v{next}
  git push --atomic origin HEAD v{next}
The tag starts .github/workflows/release.yml, which publishes with provenance. `git restore .` undoes it all."
    ));
    Ok(())
}

/// Clones what is committed, which must be everything, into another folder; returns it, and this program for it.
pub(crate) fn clone(purpose: &str) -> Result<(PathBuf, Command)> {
    ensure_committed()?;
    let folder = env::temp_dir().join(format!("coolsms-oauth2-{purpose}"));
    workspace::empty(&folder)?;
    checked(&mut command!("git clone --quiet . {folder}"))?;
    let mut xtask = Command::new(env::current_exe()?);
    // What cargo sets for `cargo xtask`: the manifest whose workspace is meant.
    xtask.env("CARGO_MANIFEST_DIR", folder.join("xtask"));
    Ok((folder, xtask))
}

fn ensure_committed() -> Result<()> {
    let changed = ask(&mut command!("git status --porcelain"))?;
    ensure!(changed.is_empty(), "commit or remove these changes first:\n{changed}");
    Ok(())
}

/// Raises the version, builds, tests the tarball, and shows what npm would publish.
fn prepare(bump: &str) -> Result<String> {
    let raised = ask(&mut command!("node xtask/version.js {bump}"));
    let next = raised.context("patch, minor, major, or a version such as 1.2.3")?;
    // The lock files name the version of each crate of the workspace.
    for manifest in ["Cargo.toml", "tests/fuzz/Cargo.toml"] {
        ask(cargo("update --quiet --workspace --offline --manifest-path").arg(manifest))
            .with_context(|| format!("the lock file of {manifest}"))?;
    }
    build::run(build::Mode::Release)?;
    ensure!(
        build::builds_library()?,
        "run `rustup component add rust-src`: a release is built along with the standard library"
    );
    ensure!(test::native::tarball()?.failed == 0, "the tarball is not one to publish");
    println!("\n$ npm publish --dry-run --provenance --access=public");
    checked(&mut command!("npm publish ./pkg --dry-run --provenance --access=public"))
        .context("npm would not publish")?;
    Ok(next)
}
