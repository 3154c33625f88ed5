//! Debian packages, where there is apt and the right to use it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::report;
use crate::process::{ask, command, run_logged};
use crate::workspace::{empty, entries, on_path};

/// Installs packages; refreshes the package lists only when the first try shows that they are missing or too old.
pub(crate) fn install(what: &str, packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if on_path("apt-get").is_none() {
        bail!("{what} is missing: install what Debian calls {list} (there is no apt-get here to do it)");
    }
    let by_hand = format!("run `apt-get update && apt-get install {list}` as root");
    if as_root("true").is_none() {
        bail!("{what} is missing: {by_hand} (`sudo` asks for a password here)");
    }
    let apt = |arguments: &[&str]| {
        let mut command = as_root("env").context("root")?;
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]).args(arguments);
        run_logged(&mut command, &format!("apt-get {}", arguments[0]))
    };
    let install = [&["install", "-y"], packages].concat();
    report::act(what, format_args!("apt-get install {list}"), || {
        apt(&install).or_else(|_| apt(&["update"]).and_then(|()| apt(&install)))
    })
    .with_context(|| format!("{what} could not be installed: {by_hand}\nWhat went wrong"))
}

/// Unpacks a package, without what it depends on, into a folder; nothing is installed.
pub(super) fn unpack(what: &str, package: &str, folder: &Path) -> Result<()> {
    if on_path("apt-get").is_none() {
        bail!("{what} is missing (there is no apt-get here to get it)");
    }
    report::act(what, format_args!("apt-get download {package}"), || {
        empty(folder)?;
        let download = || run_logged(command!("apt-get download {package}").current_dir(folder), "apt-get download");
        let update = || {
            let mut apt = as_root("apt-get").context("root alone can update the list of packages")?;
            run_logged(apt.arg("update"), "apt-get update")
        };
        download().or_else(|_| update().and_then(|()| download()))?;
        for archive in entries(folder)? {
            run_logged(&mut command!("dpkg-deb --extract {archive} {folder}"), "dpkg-deb")?;
        }
        Ok(())
    })
}

/// A command that runs as root and asks nobody, where that is possible.
pub(super) fn as_root(program: &str) -> Option<Command> {
    if nix::unistd::geteuid().is_root() {
        return Some(Command::new(program));
    }
    ask(Command::new("sudo").args(["-n", "true"])).ok()?;
    let mut command = Command::new("sudo");
    command.args(["-n", program]);
    Some(command)
}
