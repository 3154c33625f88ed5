//! Python packages of the tests, in a virtual environment of the project's cache folder: one for each set of versions, so
//! that clones and branches that need different ones do not disturb each other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::{Report, apt};
use crate::process::{ask, run_logged};
use crate::workspace::{Workspace, cache, on_path};

const WHAT: &str = "Authlib";
const REQUIREMENTS: &str = "tests/foreign/authlib/requirements.txt";
/// Exits with 0 where this Python is new enough for the packages, and can make virtual environments with pip.
const IS_FIT: &str = "import ensurepip, sys, venv; ensurepip.version(); sys.exit(sys.version_info < (3, 11))";
const PACKAGES: [&str; 2] = ["python3", "python3-venv"];
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Authlib and Flask, and the Python that can import them, which it gives back.
pub(crate) fn find_or_install(workspace: &Workspace, report: &Report) -> Result<PathBuf> {
    let requirements = workspace.path(REQUIREMENTS);
    let pinned = fs::read(&requirements).with_context(|| format!("reading {REQUIREMENTS}"))?;
    let folder = cache()?.join(format!("authlib-{:.12}", format!("{:x}", Sha256::digest(&pinned))));
    let python = folder.join("bin/python");
    let look = || is_installed(&folder).then(|| python.clone());
    if let Some(python) = report.find(WHAT, look, |python| python.display().to_string()) {
        return Ok(python);
    }
    let system = find_or_install_python(workspace, report)?;
    let by_hand = format!("{} -m pip install -r {REQUIREMENTS}", python.display());
    report.act(WHAT, "pip install", || make(&system, &folder, &requirements, workspace)).with_context(|| {
        format!("{WHAT} could not be installed.\nTo go on, run `{by_hand}` where there is a network.\nWhat went wrong")
    })?;
    Ok(python)
}

/// The system's Python.
fn find_or_install_python(workspace: &Workspace, report: &Report) -> Result<PathBuf> {
    const NEEDED: &str = "the tests need Python 3.11 or newer with venv and pip, as `python3` on PATH";
    let look = || candidates().into_iter().find(|python| ask(Command::new(python).args(["-c", IS_FIT])).is_ok());
    if let Some(python) = report.find("Python", look, |python| python.display().to_string()) {
        return Ok(python);
    }
    apt::install("Python", &PACKAGES, workspace, report).context(NEEDED)?;
    look()
        .with_context(|| format!("{NEEDED}; after apt installed {}, none of {:?} is", PACKAGES.join(" "), candidates()))
}

/// The first on PATH may be one that lacks something; Debian's may still do.
fn candidates() -> Vec<PathBuf> {
    let mut found: Vec<_> = on_path("python3").into_iter().chain([PathBuf::from("/usr/bin/python3")]).collect();
    found.dedup();
    found
}

/// Makes the environment anew; that it is whole is written last.
fn make(system: &Path, folder: &Path, requirements: &Path, workspace: &Workspace) -> Result<()> {
    let mut venv = Command::new(system);
    venv.args(["-m", "venv", "--clear"]).arg(folder);
    run_logged(&mut venv, &workspace.log("python-venv"), LIMIT)?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "-r"]).arg(requirements);
    run_logged(&mut pip, &workspace.log("pip"), LIMIT)?;
    fs::write(folder.join(MARK), version(folder)?).context("writing that it is installed")
}

const MARK: &str = "installed";

/// Whether all was installed, for the version of Python that is there now: a newer one has a folder of its own for packages.
fn is_installed(folder: &Path) -> bool {
    let written = fs::read_to_string(folder.join(MARK));
    matches!((written, version(folder)), (Ok(written), Ok(version)) if written == version)
}

fn version(folder: &Path) -> Result<String> {
    ask(Command::new(folder.join("bin/python")).arg("--version"))
}
