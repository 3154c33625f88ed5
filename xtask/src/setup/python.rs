//! Python packages, in virtual environments of the project's cache folder. Each environment is named by what is in it, so
//! that clones and branches which need different versions do not disturb each other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{apt, report};
use crate::process::{ask, command, run_logged};
use crate::workspace::{self, cache, on_path};

/// Exits with 0 where this Python is new enough, and can make virtual environments with pip.
const IS_FIT: &str = "import ensurepip, sys, venv; ensurepip.version(); sys.exit(sys.version_info < (3, 11))";
/// Says that an environment is complete, and for which Python.
const MARK: &str = "installed";

/// Authlib and Flask: the Python that can import them.
pub(crate) fn authlib() -> Result<PathBuf> {
    environment("Authlib", "tests/foreign/authlib/requirements.lock")
}

/// The Python of an environment with these packages.
pub(super) fn environment(what: &str, file: &str) -> Result<PathBuf> {
    let pinned = fs::read_to_string(workspace::path(file)).with_context(|| format!("reading {file}"))?;
    let folder = cache()?.join(format!("python-{}-{:08x}", what.to_lowercase(), fingerprint(&pinned)));
    let python = folder.join("bin/python");
    let version = || ask(Command::new(&python).arg("--version"));
    let is_complete = || Some(fs::read_to_string(folder.join(MARK)).ok()? == version().ok()?);
    if let Some(python) = report::find(what, || is_complete()?.then(|| python.clone())) {
        return Ok(python);
    }
    let system = system_python()?;
    report::act(what, format_args!("pip install -r {file}"), || {
        run_logged(&mut command!("{system} -m venv --clear {folder}"), &format!("venv {what}"))?;
        let mut pip = command!("{python} -m pip install --no-input --disable-pip-version-check -r {file}");
        run_logged(&mut pip, &format!("pip {what}"))?;
        fs::write(folder.join(MARK), version()?).context("writing that it is installed")
    })
    .with_context(|| format!("run this command again where pip can download {file}; here it failed"))?;
    Ok(python)
}

/// A Python that is fit for it; the first on PATH may lack something that Debian's has.
fn system_python() -> Result<PathBuf> {
    const NEEDED: &str = "install Python 3.11 or newer with venv and pip, as `python3` on PATH";
    let is_fit = |python: &Path| ask(Command::new(python).args(["-c", IS_FIT])).is_ok();
    let look = || on_path("python3").into_iter().chain([PathBuf::from("/usr/bin/python3")]).find(|it| is_fit(it));
    if let Some(python) = report::find("Python", look) {
        return Ok(python);
    }
    apt::install("Python", &["python3", "python3-venv"]).context(NEEDED)?;
    look().context(NEEDED)
}

/// FNV-1a: tells one list of packages from another.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
