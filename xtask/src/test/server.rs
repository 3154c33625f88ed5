//! The package without a page: its tests for Node.js, `tests/server`.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::results::Verdict;
use crate::build;
use crate::process::stream;
use crate::workspace::Workspace;

const LIMIT: Duration = Duration::from_secs(60);

pub(super) fn tests(workspace: &Workspace) -> Result<Verdict> {
    build::ensure(workspace)?;
    let mut test = Command::new("node");
    test.current_dir(workspace.path("tests/server"));
    test.args(["--test", "--test-reporter=./reporter.js", "--test-reporter-destination=stdout"]);
    Ok(Verdict::of_tests(&stream(&mut test, LIMIT)?))
}
