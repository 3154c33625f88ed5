//! Python packages, in virtual environments of the project's cache folder. Each environment is named by what is in it, so
//! that clones and branches which need different versions do not disturb each other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{Report, apt};
use crate::process::{ask, command, run_logged};
use crate::workspace::{Workspace, cache, on_path};

/// Exits with 0 where this Python is new enough, and can make virtual environments with pip.
const IS_FIT: &str = "import ensurepip, sys, venv; ensurepip.version(); sys.exit(sys.version_info < (3, 11))";
/// Says that an environment is complete, and for which Python.
const MARK: &str = "installed";

/// Authlib and Flask: the Python that can import them.
pub(crate) fn authlib(workspace: &Workspace, report: &Report) -> Result<PathBuf> {
    environment("Authlib", "tests/foreign/authlib/requirements.lock", workspace, report)
}

/// The Python of an environment with these packages.
pub(super) fn environment(what: &str, file: &str, workspace: &Workspace, report: &Report) -> Result<PathBuf> {
    let requirements = workspace.path(file);
    let pinned = fs::read_to_string(&requirements).with_context(|| format!("reading {file}"))?;
    let folder = cache()?.join(format!("python-{}-{:08x}", what.to_lowercase(), fingerprint(&pinned)));
    let python = folder.join("bin/python");
    let look = || is_complete(&folder).then(|| python.clone());
    if let Some(python) = report.find(what, look, |python| python.display().to_string()) {
        return Ok(python);
    }
    let system = system_python(workspace, report)?;
    let log = workspace.log(&format!("pip {what}"));
    report
        .act(what, format_args!("pip install -r {file}"), || {
            run_logged(&mut command!(workspace, "{system} -m venv --clear {folder}"), &log)?;
            let mut pip =
                command!(workspace, "{python} -m pip install --no-input --disable-pip-version-check -r {requirements}");
            run_logged(&mut pip, &log)?;
            fs::write(folder.join(MARK), version(&folder)?).context("writing that it is installed")
        })
        .with_context(|| format!("run this command again where pip can download {file}; here it failed"))?;
    Ok(python)
}

/// A Python that is fit for it; the first on PATH may lack something that Debian's has.
fn system_python(workspace: &Workspace, report: &Report) -> Result<PathBuf> {
    let look = || {
        let candidates = on_path("python3").into_iter().chain([PathBuf::from("/usr/bin/python3")]);
        candidates.into_iter().find(|python| ask(Command::new(python).args(["-c", IS_FIT])).is_ok())
    };
    if let Some(python) = report.find("Python", look, |python| python.display().to_string()) {
        return Ok(python);
    }
    const NEEDED: &str = "install Python 3.11 or newer with venv and pip, as `python3` on PATH";
    apt::install("Python", &["python3", "python3-venv"], workspace, report).context(NEEDED)?;
    look().context(NEEDED)
}

fn is_complete(folder: &Path) -> bool {
    let written = fs::read_to_string(folder.join(MARK));
    matches!((written, version(folder)), (Ok(written), Ok(version)) if written == version)
}

fn version(folder: &Path) -> Result<String> {
    ask(Command::new(folder.join("bin/python")).arg("--version"))
}

/// FNV-1a: tells one list of packages from another.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
