//! The tarball that npm would publish: what is in it, what must not be, and how tools that know other resolvers see it.

mod contents;
mod lint;
mod traces;

use std::path::PathBuf;

use anyhow::Result;

use super::results::Verdict;
use crate::package::{self, version};
use crate::setup::{Report, npm_tools};
use crate::workspace::Workspace;

/// The tarball, and its files unpacked.
struct Packed {
    tarball: PathBuf,
    folder: PathBuf,
}

/// Packs the package and looks at it; every check runs, whatever the one before found.
pub(crate) fn check(workspace: &Workspace) -> Result<Verdict> {
    let npm = npm_tools::find_or_install(workspace, &Report::quiet())?;
    let packed = Packed { tarball: package::pack(workspace)?, folder: workspace.path("target/npm/unpacked") };
    package::unpack(&packed.tarball, &packed.folder)?;
    let checks = [
        ("one version", version::read(workspace).map(drop)),
        ("files and their sizes", contents::check(&packed.folder)),
        ("no traces of this machine", traces::check(workspace, &packed.folder)),
        ("publint", lint::publint(&npm, &packed)),
        ("are the types wrong", lint::attw(&npm, &packed)),
    ];
    let mut verdict = Verdict::default();
    for (name, outcome) in checks {
        match &outcome {
            Ok(()) => println!("ok      {name}"),
            Err(error) => println!("FAILED  {name}: {error:#}"),
        }
        *if outcome.is_ok() { &mut verdict.passed } else { &mut verdict.failed } += 1;
    }
    Ok(verdict)
}
