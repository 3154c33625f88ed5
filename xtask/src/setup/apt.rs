//! Debian packages, where there is apt and the right to use it.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Report;
use crate::process::{ask, run_logged};
use crate::workspace::{Workspace, on_path};

/// Installs packages; refreshes the package lists only when the first try shows that they are missing or too old.
pub(crate) fn install(what: &str, packages: &[&str], workspace: &Workspace, report: &Report) -> Result<()> {
    let list = packages.join(" ");
    if on_path("apt-get").is_none() {
        bail!("{what} is missing: install what Debian calls {list} (there is no apt-get here to do it)");
    }
    let by_hand = format!("run `apt-get update && apt-get install {list}` as root");
    let Some(root) = as_root() else {
        bail!("{what} is missing: {by_hand} (`sudo` asks for a password here)");
    };
    let apt = |name: &str, arguments: &[&str]| {
        let mut command = root("env");
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]).args(arguments);
        run_logged(&mut command, &workspace.log(name))
    };
    let install = [&["install", "-y"], packages].concat();
    report
        .act(what, format_args!("apt-get install {list}"), || {
            apt("apt-get-install", &install).or_else(|_| {
                apt("apt-get-update", &["update"])?;
                apt("apt-get-install", &install)
            })
        })
        .with_context(|| format!("{what} could not be installed: {by_hand}\nWhat went wrong"))
}

/// A program whose package has its name; a path in that variable wins.
pub(crate) fn program(name: &str, variable: &str, workspace: &Workspace, report: &Report) -> Result<PathBuf> {
    let look = || env::var_os(variable).map(PathBuf::from).or_else(|| on_path(name));
    if let Some(program) = report.find(name, look, |program| program.display().to_string()) {
        return Ok(program);
    }
    install(name, &[name], workspace, report)?;
    look().with_context(|| format!("{name} is not on PATH, even after apt installed it"))
}

/// Makes commands that run as root and ask nobody, where that is possible.
pub(super) fn as_root() -> Option<impl Fn(&str) -> Command> {
    let is_root = nix::unistd::geteuid().is_root();
    let may = is_root || ask(Command::new("sudo").args(["-n", "true"])).is_ok();
    may.then_some(move |program: &str| {
        if is_root {
            return Command::new(program);
        }
        let mut command = Command::new("sudo");
        command.args(["-n", program]);
        command
    })
}
